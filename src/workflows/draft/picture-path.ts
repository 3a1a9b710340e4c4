import { typesFit } from '../../comfy/node-table.ts';
import { reachedFrom } from '../api-graph.ts';
import type { Exported, Place } from './exported.ts';
import { PICKS } from './number-roles.ts';
import { isPadding } from './picture-roles.ts';
import { nameOf, type Role } from './role.ts';
import { OWN_SHAPES } from './size-roles.ts';

/** ComfyUI's own classes that keep the size, shape and number of pictures. */
const KEEPS: ReadonlySet<string> = new Set([
  ...['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'SamplerCustomAdvanced', 'AddNoise'],
  ...['VAEDecode', 'VAEDecodeTiled', 'VAEEncode', 'VAEEncodeTiled', 'VAEEncodeForInpaint'],
  ...['InpaintModelConditioning', 'SetLatentNoiseMask', 'LatentMultiply', 'LatentFlip'],
  ...['LatentApplyOperation', 'LatentBatchSeedBehavior', 'LatentInterpolate', 'LatentBlend'],
  ...['AdjustBrightness', 'AdjustContrast', 'ColorTransfer', 'ImageAddNoise', 'ImageBlur'],
  ...['ImageInvert', 'ImageQuantize', 'ImageSharpen', 'ImageFlip', 'ImageBlend', 'Morphology'],
  ...['NormalizeImages', 'TextOverlay', 'JoinImageWithAlpha', 'SplitImageWithAlpha', 'Canny'],
  ...['PreviewImage', 'SaveImage', 'SaveImageAdvanced', 'ComfySwitchNode', 'DrawBBoxes'],
]);
/** Classes that scale a picture in the same shape. */
const RESIZES: ReadonlySet<string> = new Set([
  ...['ImageScaleBy', 'ImageUpscaleWithModel', 'LatentUpscaleBy', 'ImageScaleToTotalPixels'],
  ...['ImageScaleToMaxDimension', 'ResizeImagesByLongerEdge', 'ResizeImagesByShorterEdge'],
  ...['LTXVLatentUpsampler', 'HunyuanVideo15LatentUpscaleWithModel'],
]);
/** Classes that put one picture onto another, whose size stays. */
const PUTS_ON: ReadonlySet<string> = new Set([
  ...['ImageCompositeMasked', 'LatentComposite', 'LatentCompositeMasked'],
]);
/** Classes that change a picture's shape, but not the number. */
const RESHAPES: ReadonlySet<string> = new Set([
  ...['ImageScale', 'LatentUpscale', 'ImageCrop', 'ImageCropV2', 'LatentCrop', 'CenterCropImages'],
  ...['RandomCropImages', 'ResizeAndPadImage', 'ImagePadForOutpaint', ...OWN_SHAPES.keys()],
  ...['ImageStitch', 'ImageRotate', 'LatentRotate', 'LatentConcat', 'PorterDuffImageComposite'],
]);

/** Names of inputs of unknown classes that bring no picture. */
const NO_PICTURE =
  /model|clip|vae|cond|positive|negative|text|prompt|string|seed|width|height|mask|pipe|control_net/i;

/** Names of inputs that bring neither a picture nor a mask. */
const NO_PICTURE_OR_MASK = new RegExp(NO_PICTURE.source.replace('mask|', ''), 'i');

interface Way {
  /**
   * The nodes that the sampler's noise passes through, with the sampler; or nodes that pad a
   * picture.
   */
  readonly from: readonly string[];
  /** All nodes of the workflow. */
  readonly nodes: readonly string[];
  readonly outputs: readonly string[];
  /** Nodes that are already reported, or set together with the size. */
  readonly known: ReadonlySet<string>;
  /** Nodes whose own size the options set. */
  readonly sized: ReadonlySet<string>;
}

/**
 * Reports nodes between the noise and the saved picture that change the size or count set by
 * options, and nodes that may.
 */
export function changedOnTheWay(
  exported: Exported,
  roles: readonly Role[],
  way: Way,
): readonly string[] {
  const called = (types: readonly string[]) =>
    roles.map(nameOf).filter((name, place) => {
      const type = roles[place]?.entry.type ?? '';
      return types.includes(type) || types.includes(name);
    });
  const size = called(['aspect_ratio', 'width', 'height']);
  const all = [...size, ...called(['count'])];
  if (all.length === 0) return [];
  const path = picturePath(exported, way);
  const on = new Set([...path, ...way.from]);
  const nodes = path.filter((node) => !way.known.has(node));
  const among = (classes: ReadonlySet<string>) =>
    nodes.filter((node) => exported.classOf(node) && classes.has(exported.className(node)));
  const [kept, put] = [among(KEEPS), among(PUTS_ON)];
  const elsewhere = [...kept, ...put].filter((node) => !isOwnSize(exported, node, on));
  const stretching = put.filter(
    (node) => !elsewhere.includes(node) && isStretchedOnto(exported, node, on),
  );
  const last = afterSizes(exported, path, way);
  const other = nodes.filter((node) => {
    const className = exported.className(node);
    const isListed = [KEEPS, PUTS_ON, RESIZES, RESHAPES].some((classes) => classes.has(className));
    return exported.classOf(node) && !isListed;
  });
  const line = (ids: readonly string[], names: readonly string[], says: string) =>
    ids.length === 0 || names.length === 0
      ? []
      : [`${goesThrough(exported, names, ids)}, ${says}.`];
  return [
    ...masksOf(exported, called(['count']), { way, path }),
    ...line(
      among(RESIZES).filter((node) => last.has(node)),
      size,
      'so it gets another size than the option says',
    ),
    ...line(
      [...among(RESHAPES), ...elsewhere].filter((node) => last.has(node)),
      size,
      'so it may get another shape than the option says',
    ),
    ...line(other, all, 'which may change its shape or how many there are'),
    ...exported
      .names(size.length > 0 ? stretching : [])
      .map((node) => `Node ${node} stretches what it puts on the picture to the picture's shape.`),
  ];
}

/** The nodes of a path whose pictures are saved without getting a size from the options again. */
function afterSizes(
  exported: Exported,
  path: readonly string[],
  { outputs, sized }: Way,
): ReadonlySet<string> {
  const on = new Set(path);
  return reachedFrom(outputs, (node) =>
    sized.has(node)
      ? []
      : exported
          .sourcesOf(node, (place) => bringsPicture(exported, place))
          .filter((source) => on.has(source)),
  );
}

/** Whether a node scales another picture to that of the path. */
function isStretchedOnto(exported: Exported, node: string, on: ReadonlySet<string>): boolean {
  const source = exported.source({ node, input: 'source' });
  const isScaled = exported.value({ node, input: 'resize_source' }) === true;
  return isScaled && source !== undefined && !on.has(source);
}

/** Reports if masks that unknown nodes make from the pictures are applied to them. */
function masksOf(
  exported: Exported,
  count: readonly string[],
  { way, path }: { readonly way: Way; readonly path: readonly string[] },
): readonly string[] {
  if (count.length === 0) return [];
  const onPath = new Set([...path, ...way.from]);
  const nodes = picturePath(exported, way, bringsPictureOrMask).filter(
    (node) => !onPath.has(node) && !exported.classOf(node),
  );
  return nodes.length === 0
    ? []
    : [
        `Masks that ${exported.names(nodes).join(', ')} make of the picture come back to it, and nothing is known of these nodes: with a ${count.join(', ')} of 2 or more the masks may be one for all of the pictures, so try the option.`,
      ];
}

/**
 * Whether a node that keeps its first picture's size gets that picture from the nodes `on` the
 * path.
 */
function isOwnSize(exported: Exported, node: string, on: ReadonlySet<string>): boolean {
  const first = Object.entries(exported.classOf(node)?.inputs ?? {}).find(([, { type }]) =>
    ['IMAGE', 'LATENT'].includes(type),
  );
  const source = first && exported.source({ node, input: first[0] });
  return source === undefined || on.has(source);
}

/** Reports nodes that scale or cut a picture after options pad it. */
export function changedAfterPadding(
  exported: Exported,
  roles: readonly Role[],
  { known, ...way }: Omit<Way, 'from' | 'sized'>,
): readonly string[] {
  const paddings = roles.filter((role) => isPadding(exported, role));
  const from = paddings.flatMap(({ places }) => places.map(({ node }) => node));
  const nodes = picturePath(exported, { ...way, from }).filter(
    (node) => !known.has(node) && !(exported.classOf(node) && KEEPS.has(exported.className(node))),
  );
  return nodes.length === 0
    ? []
    : [
        `${goesThrough(exported, paddings.map(nameOf), nodes)}, which may make what is added larger or smaller, or cut it off: try the option${paddings.length > 1 ? 's' : ''}.`,
      ];
}

function goesThrough(exported: Exported, names: readonly string[], ids: readonly string[]): string {
  return `After ${names.join(', ')} the picture goes through ${exported.names(ids).join(', ')}`;
}

/** The nodes between these and the saved picture that pass on what `brings` accepts, without both ends. */
function picturePath(
  exported: Exported,
  { from, nodes, outputs }: Pick<Way, 'from' | 'nodes' | 'outputs'>,
  brings = bringsPicture,
): readonly string[] {
  const inside = new Set(nodes);
  const forward = reachedFrom(from, (node) =>
    exported
      .usesOf(node)
      .filter((use) => inside.has(use.node) && brings(exported, use))
      .map((use) => use.node),
  );
  const back = reachedFrom(outputs, (node) =>
    exported
      .sourcesOf(node, (place) => brings(exported, place))
      .filter((source) => forward.has(source)),
  );
  const ends = new Set([...from, ...outputs]);
  return nodes.filter((node) => forward.has(node) && back.has(node) && !ends.has(node));
}

function bringsPicture(exported: Exported, place: Place): boolean {
  return exported.brings(place, ['IMAGE', 'LATENT']) ?? !NO_PICTURE.test(place.input);
}

function bringsPictureOrMask(exported: Exported, place: Place): boolean {
  return (
    exported.brings(place, ['IMAGE', 'LATENT', 'MASK']) ?? !NO_PICTURE_OR_MASK.test(place.input)
  );
}

/**
 * Classes that read a picture as a square, except those that find a face in it or read it in tiles.
 */
const ADAPTER = /ip_?adapter/i;
const NO_SQUARE = /face|insight|tiled|noise|embeds|load|save/i;
/** Classes that make it square for them. */
const PREPARES = /prep.*image|image.*prep/i;

const VISION = 'CLIP_VISION';
/** Names of unknown classes' inputs for a vision model and the picture that it reads. */
const VISION_INPUT = /^(?:clip_?vision|image_encoder)(?:_model)?$/i;
const PICTURE_INPUT = /(?:^|_)(?:image|picture|photo|pixels)s?_?\d*(?:_|$)/i;

/** `sampled`: nodes that depend on a sampler, whose pictures are no longer the member's. */
interface Sent {
  readonly pictures: readonly string[];
  readonly sampled: ReadonlySet<string>;
}

/** Reports nodes where a vision model reads members' pictures: it sees only a square. */
export function cutToSquare(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled }: Sent,
): readonly string[] {
  const sent = exported.withMadeFrom(pictures);
  return nodes.flatMap((node) => {
    const sources = picturesRead(exported, node).filter(
      (source) => sent.has(source) && !sampled.has(source) && !isSquare(exported, source),
    );
    const does = sources.length === 0 ? undefined : whatItDoes(exported, node);
    return does === undefined ? [] : [`Node ${exported.named(node)} ${does}.`];
  });
}

/** ComfyUI's own classes whose ControlNet sees a picture cut to the shape of the result. */
const CUTS = /^(?:ControlNetApply(?:Advanced|SD3)?|ControlNetInpaintingAliMamaApply)$/;

/** Reports ControlNets that see a member's picture cut, since nothing scales it to the result's shape. */
export function cutToResult(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled }: Sent,
): readonly string[] {
  const sized = nodes.filter((node) => Object.hasOwn(exported.inputsOf(node), 'width'));
  const scaled = exported.withMadeFrom(sized);
  const sent = exported.withMadeFrom(pictures);
  const cutting = nodes.filter((node) => {
    const source = exported.source({ node, input: 'image' });
    return (
      CUTS.test(exported.className(node)) &&
      source !== undefined &&
      sent.has(source) &&
      !sampled.has(source) &&
      !scaled.has(source)
    );
  });
  return exported
    .names(cutting)
    .map(
      (node) => `Node ${node} sees only the middle of a picture whose shape is not the result's.`,
    );
}

function whatItDoes(exported: Exported, node: string): string | undefined {
  const className = exported.className(node);
  const { crop, crop_position: position } = exported.inputsOf(node);
  if (PREPARES.test(className)) {
    return typeof position === 'string' && position !== 'pad'
      ? `cuts a picture that is sent to a square (crop_position is ${position})`
      : undefined;
  }
  const isRead = hasVisionModel(exported, node) || ADAPTER.test(className);
  if (!isRead || NO_SQUARE.test(className)) return undefined;
  if (crop === 'none' && exported.classOf(node))
    return 'reads a picture that is sent stretched to a square (crop is none)';
  if (typeof crop === 'string' && /none|disabled|pad/i.test(crop)) return undefined;
  const middle = 'read only the square in the middle of a picture that is sent';
  return crop === 'center'
    ? `${middle.replace('read', 'reads')} (crop is center)`
    : `may ${middle}`;
}

function hasVisionModel(exported: Exported, node: string): boolean {
  const isVision = (place: Place) =>
    exported.classOf(node)
      ? exported.takes(place)?.type === VISION
      : VISION_INPUT.test(place.input);
  return exported.sourcesOf(node, isVision).length > 0;
}

/** The nodes that a node's pictures come from. */
function picturesRead(exported: Exported, node: string): readonly string[] {
  return exported.sourcesOf(node, (place) =>
    exported.classOf(node)
      ? exported.takes(place)?.type === 'IMAGE'
      : (exported.given(place) ?? 'IMAGE') === 'IMAGE' && PICTURE_INPUT.test(place.input),
  );
}

function isSquare(exported: Exported, node: string): boolean {
  const { width, height } = exported.inputsOf(node);
  const isPrepared = PREPARES.test(exported.className(node));
  return isPrepared || (typeof width === 'number' && width > 0 && width === height);
}

/**
 * Classes that combine pictures into one batch, such as ComfyUI's `ImageBatch`, `BatchImagesNode`
 * and those for latents.
 */
const BATCHES = /batch/i;
const NO_BATCH = /load|save|rebatch|repeat|seed/i;
/** Names of picture inputs of unknown classes. */
const BATCHED = /^(?:image|picture|photo|latent|sample|pixel)s?(?:_?(?:\d+|[a-z]))?$/i;

interface Batched {
  /** All nodes of the workflow. */
  readonly nodes: readonly string[];
  readonly outputs: readonly string[];
  /** The nodes that load members' pictures. */
  readonly pictures: readonly string[];
}

/**
 * Reports nodes that combine pictures, some of them members', into one batch: all become the same
 * size, and several come out.
 */
export function batchesOf(
  exported: Exported,
  { nodes, outputs, pictures }: Batched,
): readonly string[] {
  const sent = exported.withMadeFrom(pictures);
  // By way of pictures alone, without what these are made after.
  const saved = reachedFrom(outputs, (node) => batchedInto(exported, node));
  return nodes.flatMap((node) => {
    const className = exported.className(node);
    if (!BATCHES.test(className) || NO_BATCH.test(className) || PICKS.test(className)) return [];
    const sources = batchedInto(exported, node);
    if (sources.length < 2 || !sources.some((source) => sent.has(source))) return [];
    const joins = `Node ${node} (${className}) puts ${sources.length} pictures into one batch`;
    const cut = 'those of another shape than the rest may be cut';
    return saved.has(node)
      ? [
          `${joins}, and each becomes a picture unless a later node joins them or takes one: ${cut}.`,
        ]
      : [`${joins}: ${cut}.`];
  });
}

function batchedInto(exported: Exported, node: string): readonly string[] {
  return exported.sourcesOf(node, (place) => isBatched(exported, place));
}

function isBatched(exported: Exported, place: Place): boolean {
  const type = exported.given(place) ?? exported.takes(place)?.type;
  if (type === undefined) return BATCHED.test(place.input);
  return ['IMAGE', 'LATENT'].some((wanted) => typesFit(type, wanted));
}
