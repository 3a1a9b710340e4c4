import { isInputFile } from '../../comfy/model-folders.ts';
import { typesFit } from '../../comfy/node-table.ts';
import { placeKey, type Exported, type Place } from './exported.ts';
import { ownTexts } from './left-alone.ts';
import { settableNumber } from './settable.ts';

/** Names of picture, video and sound files. */
const FILE = /\.(?:png|jpe?g|webp|gif|bmp|tiff?|mp4|mov|webm|mkv|wav|mp3|flac|ogg)(?: \[\w+\])?$/i;
/** Classes that load something that is shown or heard, and what says where it is. */
const LOADER = /load.*(?:image|picture|photo|mask|video|audio)|(?:image|mask|video|audio).*load/i;
const WHERE = /base64|b64|url|path|folder|director/i;
/** A text this long counts as a file's contents, unless it is made of words. */
const LONGEST_NAME = 1_000;
const CONTENTS = /[\w+/=-]{60}/;

/** The author's own files and pictures, which every job uses. `set`: the places that members may set. */
export function filesLeft(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  const named = new Set<string>();
  const files = ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    const className = exported.className(node);
    const isFile = FILE.test(value) && (isInputFile(className, input) || /load/i.test(className));
    const isContents =
      value.length > LONGEST_NAME && CONTENTS.test(value) && /load/i.test(className);
    const isElsewhere =
      !exported.classOf(node) &&
      LOADER.test(className) &&
      (WHERE.test(input) || (/base64/i.test(className) && /^(?:image|mask)$/i.test(input))) &&
      !/model/i.test(input);
    if (!isFile && !isContents && !isElsewhere) return [];
    named.add(node);
    return [
      `${input} of node ${node} (${className}) stays its author's: a LoadImage in its place would let people send a picture.`,
    ];
  });
  const ofOwnSize = (className: string) =>
    nodes.filter((node) => {
      if (exported.className(node) !== className) return false;
      const sides = ['width', 'height'].map((input) => settableNumber(exported, { node, input }));
      return !sides.some((side) => side === undefined || set.has(placeKey(side)));
    });
  const inside = new Set(nodes);
  const masks = ofOwnSize('SolidMask').filter((node) => getsShape(exported, node, inside));
  const others = ownPictures(exported, nodes, set).filter((node) => !named.has(node));
  return [
    ...files,
    ...others.map(
      (node) =>
        `Node ${node} (${exported.className(node)}) brings a picture or mask of its own: a LoadImage in its place would let people send one.`,
    ),
    ...masks.map(
      (node) =>
        `Node ${node} (${exported.className(node)}) brings a mask whose size stays as it was exported: of a picture of another shape it covers another part.`,
    ),
    ...ofOwnSize('EmptyImage').map(
      (node) =>
        `Node ${node} (${exported.className(node)}) brings a plain picture, whose size stays as it was exported.`,
    ),
  ];
}

/** ComfyUI's own classes by which a mask of one value comes to cover a part of a picture. */
const SHAPES: ReadonlySet<string> = new Set(['MaskComposite', 'FeatherMask', 'CropMask']);
const AS_IT_IS: ReadonlySet<string> = new Set(['InvertMask', 'GrowMask', 'MaskToImage']);

/** Whether a mask that is the same all over gets a shape, or may get one: otherwise it is stretched to any picture. */
function getsShape(exported: Exported, from: string, inside: ReadonlySet<string>): boolean {
  const way = new Set([from]);
  // Iterating over a set also yields what is added meanwhile.
  for (const node of way) {
    for (const use of exported.usesOf(node)) {
      if (!inside.has(use.node)) continue;
      const className = exported.className(use.node);
      if (SHAPES.has(className) || !exported.classOf(use.node)) return true;
      if (AS_IT_IS.has(className)) way.add(use.node);
    }
  }
  return false;
}

/** The nodes that members set something of, and all that are made from these. */
export function madeFromSet(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): ReadonlySet<string> {
  const own = nodes.filter((node) =>
    Object.keys(exported.inputsOf(node)).some((input) => set.has(placeKey({ node, input }))),
  );
  return new Set([...own, ...exported.madeFrom(own)]);
}

/** What nodes of unknown classes call pictures and masks that they get. */
const PICTURE = /^(?:image|picture|photo|pixels|frame|mask|sample|latent)s?_?\d*$/i;

/** ComfyUI's own classes that load pictures or latents which members cannot send. */
const OWN_LOADERS: ReadonlySet<string> = new Set([
  ...['LoadLatent', 'LoadTrainingDataset', 'WebcamCapture', 'Load3D'],
  ...['LoadImageDataSetFromFolder', 'LoadImageTextDataSetFromFolder'],
]);

/** Such nodes, and those of unknown classes, that a picture or mask begins at, and that nothing is made of which members set. */
function ownPictures(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  const inside = new Set(nodes);
  const made = madeFromSet(exported, nodes, set);
  const brings = (place: Place) => {
    const types = [exported.given(place), exported.takes(place)?.type].filter(
      (type) => type !== undefined,
    );
    return types.length === 0
      ? PICTURE.test(place.input)
      : types.every((type) => ['IMAGE', 'MASK'].some((wanted) => typesFit(type, wanted)));
  };
  return nodes.filter((node) => {
    if (made.has(node)) return false;
    if (exported.classOf(node)) return OWN_LOADERS.has(exported.className(node));
    const uses = exported.usesOf(node).filter((use) => inside.has(use.node));
    if (!uses.some(brings)) return false;
    const links = Object.keys(exported.inputsOf(node)).map((input) => ({ node, input }));
    return !links.some((place) => exported.source(place) !== undefined && brings(place));
  });
}
