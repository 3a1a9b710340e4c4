import { inputsFor, typesFit } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { type LatentSize, shapesAround, type Size } from './latents.ts';
import { type Role, usualRange } from './role.ts';
import { settableNumber } from './settable.ts';

/** How large the picture becomes, side by side. */
export function sideRoles(exported: Exported, size: LatentSize | undefined): readonly Role[] {
  switch (size?.kind) {
    case undefined:
    case 'shapes':
      return [];
    case 'size':
      return (['width', 'height'] as const).map((input) =>
        sideRole(
          exported,
          input,
          size.nodes.map((node) => ({ node, input })),
        ),
      );
    case 'sides':
      return (['width', 'height'] as const).map((side) => sideRole(exported, side, [size[side]]));
  }
}

/** The same as one choice of shapes, where it can be one. */
export function shapeRoles(exported: Exported, size: LatentSize | undefined): readonly Role[] {
  switch (size?.kind) {
    case undefined:
    case 'sides':
      return sideRoles(exported, size);
    case 'size': {
      const places = size.nodes.map((node) => ({ node, input: 'width' }));
      const shapes = shapesAround(size.now, stepsOf(exported, places));
      const sizes = Object.entries(shapes).filter(([, one]) =>
        size.nodes.every((node) => isTaken(exported, node, one)),
      );
      return [{ entry: { type: 'aspect_ratio', sizes: Object.fromEntries(sizes) }, places }];
    }
    case 'shapes': {
      const options = exported.takes(size.place)?.options ?? [];
      const choices = options.map(String).slice(0, 25);
      const entry = { type: 'choice', name: 'aspect_ratio', choices } as const;
      return [{ entry, places: [size.place] }];
    }
  }
}

/**
 * A node that scales what was made to a size of its own, which would spoil any other shape than the
 * exported one.
 */
export function fixedScaling(
  exported: Exported,
  size: LatentSize | undefined,
  nodes: readonly string[],
): string | undefined {
  if (size === undefined || size.kind === 'shapes') return undefined;
  const sized = new Set(size.kind === 'size' ? size.nodes : [size.width.node, size.height.node]);
  const after = exported.madeFrom([...sized].slice(0, 1));
  return nodes.find(
    (node) =>
      after.has(node) &&
      picturesInto(exported, node).length > 0 &&
      hasOwnSize(exported, node, (place) => sized.has(place.node)),
  );
}

/** What a size of a node's own does to pictures of members. */
const STAYS = 'which stays as it was exported: another shape may be cut, stretched or padded';

interface Sent {
  readonly pictures: readonly string[];
  /** What samplers made. */
  readonly sampled: ReadonlySet<string>;
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
  /** Whether what is sampled has the shape of a picture that is sent. */
  readonly isKept: boolean;
}

/**
 * Names the nodes that bring a picture that members send to a size that nobody sets, before anything is sampled, and
 * after that where it keeps its shape.
 */
export function sizedOnTheWay(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled, set, isKept }: Sent,
): readonly string[] {
  const sent = exported.withMadeFrom(pictures);
  const sizeOf = (node: string) =>
    OWN_SHAPES.get(exported.className(node)) ??
    (isPaintedOnItsOwn(exported, node) || hasOwnSize(exported, node, among(set))
      ? `a size of its own, ${STAYS}`
      : undefined);
  const brought = new Map<string, string[]>();
  for (const node of nodes) {
    const isAfter = sampled.has(node);
    const isPainted = pictures.includes(node) && isPaintedOnItsOwn(exported, node);
    const isSent = isPainted || picturesInto(exported, node).some((source) => sent.has(source));
    const size = isPainted || (isSent && (isKept || !isAfter)) ? sizeOf(node) : undefined;
    if (size === undefined) continue;
    const does = `${isAfter ? 'what is made' : 'a picture that is sent'} to ${size}`;
    brought.set(does, [...(brought.get(does) ?? []), exported.named(node)]);
  }
  return [...brought].map(([does, names]) =>
    names.length > 1
      ? `Nodes ${names.join(', ')} bring ${does}.`
      : `Node ${names.join('')} brings ${does}.`,
  );
}

/** Whether a Painter has no picture to paint on: what is drawn is stretched to its sides then. */
function isPaintedOnItsOwn(exported: Exported, node: string): boolean {
  const place = { node, input: 'image' };
  return exported.className(node) === PAINTER && exported.source(place) === undefined;
}

function sideRole(exported: Exported, type: 'width' | 'height', places: readonly Place[]): Role {
  const [first] = places;
  const now = first && exported.value(first);
  const takes = places.map((place) => exported.takes(place));
  return {
    entry: {
      type,
      // ComfyUI's latents are of blocks of pixels, and cut off what is over.
      description: `The ${type} in pixels, rounded to what the model takes`,
      ...usualRange(type, typeof now === 'number' ? now : 1_024, takes),
    },
    places,
  };
}

/** The largest step that counts: a larger one is no advice for a shape. */
const LARGEST_STEP = 128;

/** What the classes that are known require these sides to be multiples of. */
function stepsOf(exported: Exported, places: readonly Place[]): readonly number[] {
  const steps = places.flatMap(({ node }) =>
    ['width', 'height'].flatMap((input) => exported.takes({ node, input })?.step ?? []),
  );
  return steps.filter((step) => Number.isInteger(step) && step > 0 && step <= LARGEST_STEP);
}

function isTaken(exported: Exported, node: string, [width, height]: Size): boolean {
  return (['width', 'height'] as const).every((input) => {
    const { min = -Infinity, max = Infinity } = exported.takes({ node, input }) ?? {};
    const side = input === 'width' ? width : height;
    return side >= min && side <= max;
  });
}

/** ComfyUI's own classes that bring a picture to a shape of which no input says anything, and to which one. */
export const OWN_SHAPES: ReadonlyMap<string, string> = new Map([
  [
    'FluxKontextImageScale',
    'the nearest of 17 shapes of its own, and cuts off what does not fit at the sides',
  ],
]);

/** Those with sides that are of something else than the picture that they are given. */
const PAINTER = 'Painter';
const NO_SCALING: ReadonlySet<string> = new Set([PAINTER, 'CreateBoundingBoxes']);

/** What nodes call a side of what they give: `target_width`, or `resize_type.width` where a choice brings it. */
const WIDTH = /^((?:target_|output_|final_|new_|resize_|.+\.)?)width$/;
/** Ways of a node that leave its sides unread. */
const BY_FACTOR = 'rescale';
/** What nodes of unknown classes call the pictures that they scale. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'images', 'pixels', 'samples']);

/** The nodes that a node's pictures and latents come from. */
function picturesInto(exported: Exported, node: string): readonly string[] {
  const isKnown = exported.classOf(node) !== undefined;
  return Object.keys(exported.inputsOf(node)).flatMap((input) => {
    const place = { node, input };
    const types = exported.typesAt(place);
    const isPicture = isKnown
      ? types.length > 0 && types.every((type) => PICTURE_TYPES.some((one) => typesFit(type, one)))
      : PICTURES.has(input);
    return isPicture ? (exported.source(place) ?? []) : [];
  });
}

const PICTURE_TYPES = ['IMAGE', 'LATENT'];

/** Whether a node brings its pictures to sides that are numbers of its own. `isSet`: whether options set such a place. */
function hasOwnSize(exported: Exported, node: string, isSet: (place: Place) => boolean): boolean {
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
function among(set: ReadonlySet<string>): (place: Place) => boolean {
  return (place) => set.has(placeKey(place));
}
