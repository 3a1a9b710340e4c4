import { savesPictures } from '../saves-pictures.ts';
import type { Exported } from './exported.ts';

/** The nodes that a workflow's pictures come from. */
export interface Savers {
  readonly nodes: readonly string[];
  /** Whether they only show pictures: not every worker hands these out. */
  readonly arePreviews: boolean;
}

/** Finds the nodes that save pictures; where there are none, those that show them. */
export function findSavers(exported: Exported): Savers {
  const ends = Object.keys(exported.graph).filter((id) => isEnd(exported, id));
  const savers = ends.filter((id) => !/preview/i.test(exported.className(id)));
  const arePreviews = savers.length === 0 && ends.length > 0;
  return { nodes: arePreviews ? ends : savers, arePreviews };
}

/** Whether it is known that nothing in a graph saves a picture. */
export function savesNone(exported: Exported): boolean {
  return Object.keys(exported.graph).every(
    (id) => savesPictures(exported.className(id), exported.classOf(id)) === false,
  );
}

/** Of a class that is not known, one that takes pictures and gives nothing is taken for such a node. */
function isEnd(exported: Exported, id: string): boolean {
  const known = savesPictures(exported.className(id), exported.classOf(id));
  if (known !== undefined) return known;
  const takesPictures = ['images', 'image'].some((input) => exported.source({ node: id, input }));
  return takesPictures && exported.usesOf(id).length === 0;
}
