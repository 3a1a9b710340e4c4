import { namesFile } from './names-file.ts';
import { nodesLeadingTo, placesIn, type Known, type Place } from './value-ways.ts';

/** What is set somewhere in a graph, and where that gets to. */
export interface FileWays {
  /** An input that names a file or an address, and that is told what is written here; itself, where it is one. */
  file(target: Place): Place | undefined;
  /** The same of inputs that load a picture. */
  picture(target: Place): Place | undefined;
}

/** Follows what is written into a graph to where it names a file or an address. */
export function fileWays(known: Known): FileWays {
  const places = placesIn(known);
  const ends = places.filter((place) => namesFile(place) !== undefined);
  const sure = ends.filter((place) => namesFile(place) === 'surely');
  const pictures = sure.filter(({ takes }) => takes?.picture === true);
  const toFile = nodesLeadingTo(sure, places, known, { surely: false });
  const toSome = nodesLeadingTo(ends, places, known, { surely: true });
  const toPicture = nodesLeadingTo(pictures, places, known, { surely: false });
  return {
    file: (target) =>
      toFile.get(target.node) ??
      toSome.get(target.node) ??
      (namesFile(target) === undefined ? undefined : target),
    picture: (target) => (target.takes?.picture === true ? target : toPicture.get(target.node)),
  };
}
