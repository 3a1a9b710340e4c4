import { inputsFor, typesFit } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { placeKey, type Exported, type Place } from './exported.ts';
import { settableNumber } from './settable.ts';

/** ComfyUI's own classes that bring a picture to a shape of which no input says anything, and to which one. */
export const OWN_SHAPES: ReadonlyMap<string, string> = new Map([
  [
    'FluxKontextImageScale',
    'the nearest of 17 shapes of its own, and cuts off what does not fit at the sides',
  ],
]);

/** Those with sides that are of something else than the picture that they are given. */
const NO_SCALING: ReadonlySet<string> = new Set(['Painter', 'CreateBoundingBoxes']);

/** What nodes call a side of what they give: `target_width`, or `resize_type.width` where a choice brings it. */
const WIDTH = /^((?:target_|output_|final_|new_|resize_|.+\.)?)width$/;
/** Ways of a node that leave its sides unread. */
const BY_FACTOR = 'rescale';
/** What nodes of unknown classes call the pictures that they scale. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'images', 'pixels', 'samples']);

/** The nodes that a node's pictures and latents come from. */
export function picturesInto(exported: Exported, node: string): readonly string[] {
  const isKnown = exported.classOf(node) !== undefined;
  return Object.keys(exported.inputsOf(node)).flatMap((input) => {
    const place = { node, input };
    const types = [exported.given(place), exported.takes(place)?.type].filter(
      (type) => type !== undefined,
    );
    const isPicture = isKnown
      ? types.length > 0 && types.every((type) => PICTURE_TYPES.some((one) => typesFit(type, one)))
      : PICTURES.has(input);
    return isPicture ? (exported.source(place) ?? []) : [];
  });
}

const PICTURE_TYPES = ['IMAGE', 'LATENT'];

/** Whether a node brings its pictures to sides that are numbers of its own. `isSet`: whether options set such a place. */
export function hasOwnSize(
  exported: Exported,
  node: string,
  isSet: (place: Place) => boolean,
): boolean {
  if (NO_SCALING.has(exported.className(node))) return false;
  const inputs = exported.inputsOf(node);
  if (inputs.mode === BY_FACTOR) return false;
  return (
    sidesOf(exported, node).some((sides) => sides.every((side) => isOwn(exported, side, isSet))) ||
    regionsOf(exported, node).some((region) => isOwnRegion(exported, region, isSet))
  );
}

function sidesOf(exported: Exported, node: string): readonly (readonly Place[])[] {
  const values = exported.inputsOf(node);
  const known = exported.classOf(node);
  const has = known && inputsFor(known, values);
  return Object.keys(values).flatMap((input) => {
    const [, prefix] = WIDTH.exec(input) ?? [];
    if (prefix === undefined) return [];
    const names = [input, `${prefix}height`];
    // A class ignores what it does not know.
    if (has && !names.every((name) => has.has(name))) return [];
    return [names.map((name) => ({ node, input: name }))];
  });
}

function isOwn(exported: Exported, place: Place, isSet: (place: Place) => boolean): boolean {
  const at = settableNumber(exported, place);
  return at !== undefined && !isSet(at) && Number(exported.value(at)) > 0;
}

/** The part of a picture that a node cuts out of it. */
function regionsOf(exported: Exported, node: string): readonly Place[] {
  return Object.keys(exported.inputsOf(node))
    .map((input) => ({ node, input }))
    .filter((place) => exported.takes(place)?.type === 'BOUNDING_BOX');
}

/** Whether a part is written down, and not found in the picture. */
function isOwnRegion(exported: Exported, place: Place, isSet: (place: Place) => boolean): boolean {
  const source = exported.source(place);
  if (source === undefined) return isRecord(exported.value(exported.through(place)));
  return ['width', 'height'].every((input) => isOwn(exported, { node: source, input }, isSet));
}

/** `isSet` for the places that options set. */
export function among(set: ReadonlySet<string>): (place: Place) => boolean {
  return (place) => set.has(placeKey(place));
}
