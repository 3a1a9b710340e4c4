import { inputsFor } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { distance, type LatentSize, shapesAround, type Size, sizeOf } from './latents.ts';
import { sourcesOf } from './left-alone.ts';
import { type Role, settingsRole, usualRange } from './role.ts';
import { settableNumber } from './settable.ts';

/** The picture's width and height. */
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

/**
 * The same as one choice of shapes, if possible. `scaled`: nodes that scale the result, which change
 * with it.
 */
export function shapeRoles(
  exported: Exported,
  size: LatentSize | undefined,
  scaled: readonly string[],
): readonly Role[] {
  switch (size?.kind) {
    case undefined:
      return [];
    case 'size': {
      const places = size.nodes.map((node) => ({ node, input: 'width' }));
      const steps = stepsOf(exported, size.nodes);
      const sizes = Object.entries(shapesAround(size.now, steps)).filter(([, one]) =>
        size.nodes.every((node) => isTaken(exported, sidesAt(node), one)),
      );
      if (scaled.length > 0) {
        const all = size.nodes.map(sidesAt);
        return scaledRole(exported, { now: size.now, sizes, sides: all, scaled });
      }
      return [{ entry: { type: 'aspect_ratio', sizes: Object.fromEntries(sizes) }, places }];
    }
    case 'sides': {
      const sides: Sides = [size.width, size.height];
      const now = sidesNow(exported, sides);
      // A number that is computed with is no side yet.
      const isOwn = sides.every((place, at) => {
        const from = exported.source(sidesAt(size.node)[at] ?? place);
        return place.node === size.node || from === place.node;
      });
      if (!now || !isOwn) return sideRoles(exported, size);
      const sizes = Object.entries(shapesAround(now, stepsOf(exported, [size.node]))).filter(
        ([, one]) => isTaken(exported, sides, one) && isTaken(exported, sidesAt(size.node), one),
      );
      return scaledRole(exported, { now, sizes, sides: [sides], scaled });
    }
    case 'shapes': {
      const options = exported.takes(size.place)?.options ?? [];
      const choices = options.map(String).slice(0, 25);
      const entry = { type: 'choice', name: 'aspect_ratio', choices } as const;
      return [{ entry, places: [size.place] }];
    }
  }
}

/** The places of a width and a height. */
type Sides = readonly [width: Place, height: Place];

function sidesAt(node: string): Sides {
  return [
    { node, input: 'width' },
    { node, input: 'height' },
  ];
}

/** Their numbers, if both are pixels. */
function sidesNow(exported: Exported, sides: Sides): Size | undefined {
  const [width, height] = sides.map((place) => exported.value(place));
  return isSide(width) && isSide(height) ? [width, height] : undefined;
}

function isSide(side: unknown): side is number {
  return typeof side === 'number' && Number.isInteger(side) && side > 0;
}

/** Shapes, and all that they set. */
interface Shapes {
  readonly now: Size;
  readonly sizes: readonly (readonly [name: string, size: Size])[];
  readonly sides: readonly Sides[];
  readonly scaled: readonly string[];
}

/** One choice that sets several sizes: those of the noise, and those to which the result is scaled. */
function scaledRole(exported: Exported, { now, sizes, sides, scaled }: Shapes): readonly Role[] {
  const choices = sizes.map(([name, size]) => {
    const later = scaled.map((node) => [node, scaledAlong(exported, node, [now, size])] as const);
    const [width, height] = later.at(-1)?.[1] ?? size;
    const all = [
      ...sides.map((one) => [one, size] as const),
      ...later.map(([node, one]) => [sidesAt(node), one] as const),
    ];
    const set = all.flatMap(([places, one]) =>
      places.map((place, at) => [place, one[at] ?? 0] as const),
    );
    return [`${name} (${width}×${height})`, set] as const;
  });
  const entry = { name: 'aspect_ratio', description: 'The shape of the picture' };
  return choices.length === 0 ? [] : [settingsRole(entry, new Map(choices))];
}

/** Multiples for the sides of a scaled picture. */
const COARSE = 16;
const FINE = 8;

/** A node's size if the noise changes from one size to another. */
function scaledAlong(
  exported: Exported,
  node: string,
  [from, to]: readonly [from: Size, to: Size],
): Size {
  const now = sizeOf(exported, node) ?? to;
  if (from[0] === to[0] && from[1] === to[1]) return now;
  if (from[0] === to[1] && from[1] === to[0]) return [now[1], now[0]];
  const multiple = now.every((side) => side % COARSE === 0) ? COARSE : FINE;
  // Both sides by the same factor, since those of the export were rounded.
  const factor = Math.sqrt((now[0] * now[1]) / (from[0] * from[1]));
  const scaled = (side: number) =>
    Math.max(multiple, Math.round((side * factor) / multiple) * multiple);
  return [scaled(to[0]), scaled(to[1])];
}

/** How nodes after the noise scale the result to a size of their own. */
export interface Scaling {
  /** They keep its shape, so that they can change with it. */
  readonly along: readonly string[];
  /** One that would distort any shape but the exported one. */
  readonly fixed: string | undefined;
  /** Why the shape stays as exported, in a sentence. */
  readonly note: string | undefined;
}

/** Names of classes that only scale. */
const SCALES = /scale|resize/i;
/** How much a scaled picture's shape may differ from the noise's. */
const SAME_SHAPE = 0.05;
/** Classes that place a text or a part of the picture at a position in pixels. */
const PLACES = /^(?:ConditioningSetArea|GLIGENTextBoxApply|LatentComposite)$/;

const NO_SCALING_AT_ALL: Scaling = { along: [], fixed: undefined, note: undefined };

const SHAPE_STAYS = 'so the shape stays as it was exported.';

/** Whether a node places something elsewhere than in the corner. */
function isPlaced(exported: Exported, node: string): boolean {
  const isElsewhere = ['x', 'y'].some((input) => exported.value({ node, input }) !== 0);
  return PLACES.test(exported.className(node)) && isElsewhere;
}

/** Finds the nodes that scale the result to a size of their own. */
export function findScaling(
  exported: Exported,
  size: LatentSize | undefined,
  nodes: readonly string[],
): Scaling {
  if (size === undefined || size.kind === 'shapes') return NO_SCALING_AT_ALL;
  const sized = new Set(size.kind === 'size' ? size.nodes : [size.width.node, size.height.node]);
  const after = exported.madeFrom([...sized].slice(0, 1));
  const along = nodes.filter(
    (node) =>
      after.has(node) &&
      picturesInto(exported, node).length > 0 &&
      hasOwnSize(exported, node, (place) => sized.has(place.node)),
  );
  const now = size.kind === 'size' ? size.now : sidesNow(exported, [size.width, size.height]);
  const fixed = along.find((node) => {
    const own = sizeOf(exported, node);
    const isSame =
      own?.every(isSide) === true && now !== undefined && distance(own, now) < SAME_SHAPE;
    const isMoved = Object.hasOwn(exported.inputsOf(node), 'x');
    return !isSame || isMoved || !SCALES.test(exported.className(node));
  });
  const placed = nodes.find((node) => isPlaced(exported, node));
  const note =
    fixed === undefined
      ? placed && `Node ${exported.named(placed)} places its part in pixels, ${SHAPE_STAYS}`
      : `Node ${exported.named(fixed)} scales to a size of its own, ${SHAPE_STAYS}`;
  return { along: note === undefined ? along : [], fixed: fixed ?? placed, note };
}

/** What a node's fixed size does to members' pictures. */
const STAYS = 'which stays as it was exported: another shape may be cut, stretched or padded';

interface Sent {
  readonly pictures: readonly string[];
  /** Nodes that depend on a sampler. */
  readonly sampled: ReadonlySet<string>;
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
  /** Whether the sampled picture has the shape of a member's picture. */
  readonly isKept: boolean;
}

/**
 * Reports nodes that scale a member's picture to a fixed size, before sampling, and after it if the
 * shape is kept.
 */
export function sizedOnTheWay(
  exported: Exported,
  nodes: readonly string[],
  { pictures, sampled, set, isKept }: Sent,
): readonly string[] {
  const sent = exported.withMadeFrom(pictures);
  const sizeAt = (node: string) =>
    OWN_SHAPES.get(exported.className(node)) ??
    (isPaintedOnItsOwn(exported, node) || hasOwnSize(exported, node, among(set))
      ? `a size of its own, ${STAYS}`
      : sizeFromElsewhere(exported, node));
  const brought = Map.groupBy(nodes, (node) => {
    const isAfter = sampled.has(node);
    const isPainted = pictures.includes(node) && isPaintedOnItsOwn(exported, node);
    const isSent = isPainted || picturesInto(exported, node).some((source) => sent.has(source));
    const size = isPainted || (isSent && (isKept || !isAfter)) ? sizeAt(node) : undefined;
    return size && `${isAfter ? 'what is made' : 'a picture that is sent'} to ${size}`;
  });
  brought.delete(undefined);
  return [...brought].map(([does = '', ids]) => {
    const names = exported.names(ids).join(', ');
    return ids.length > 1 ? `Nodes ${names} bring ${does}.` : `Node ${names} brings ${does}.`;
  });
}

/** Whether a Painter has no picture to paint on, so that the drawing is stretched to its sides. */
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
      // ComfyUI's latents consist of pixel blocks and cut off the remainder.
      description: `The ${type} in pixels, rounded to what the model takes`,
      ...usualRange(type, typeof now === 'number' ? now : 1_024, takes),
    },
    places,
  };
}

/** Larger steps are useless as advice for a shape. */
const LARGEST_STEP = 128;

/** The multiples that the known classes of these nodes require for their sides. */
function stepsOf(exported: Exported, nodes: readonly string[]): readonly number[] {
  const steps = nodes.flatMap((node) =>
    sidesAt(node).flatMap((side) => exported.takes(side)?.step ?? []),
  );
  return steps.filter((step) => Number.isInteger(step) && step > 0 && step <= LARGEST_STEP);
}

function isTaken(exported: Exported, sides: Sides, size: Size): boolean {
  return sides.every((place, at) => {
    const { min = -Infinity, max = Infinity } = exported.takes(place) ?? {};
    const side = size[at] ?? 0;
    return side >= min && side <= max;
  });
}

/** ComfyUI's own classes that force a shape without an input for it, and that shape. */
export const OWN_SHAPES: ReadonlyMap<string, string> = new Map([
  [
    'FluxKontextImageScale',
    'the nearest of 17 shapes of its own, and cuts off what does not fit at the sides',
  ],
]);

/** A class whose sides do not concern its input picture. */
const PAINTER = 'Painter';
const NO_SCALING: ReadonlySet<string> = new Set([PAINTER, 'CreateBoundingBoxes']);

/** Names of a node's output width: `target_width`, or `resize_type.width` under a choice. */
const WIDTH = /^((?:target_|output_|final_|new_|resize_|.+\.)?)width$/;
/** A mode in which a node ignores its sides. */
const BY_FACTOR = 'rescale';
/** Names of picture inputs that unknown classes scale. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'images', 'pixels', 'samples']);

/** The nodes that a node's pictures and latents come from. */
function picturesInto(exported: Exported, node: string): readonly string[] {
  return exported.sourcesOf(node, (place) =>
    exported.classOf(node)
      ? exported.brings(place, ['IMAGE', 'LATENT']) === true
      : PICTURES.has(place.input),
  );
}

/** Whether a node scales its pictures to literal sides. `isSet`: whether an option sets a place. */
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
    // Classes ignore unknown inputs.
    if (has && !names.every((name) => has.has(name))) return [];
    return [names.map((name) => ({ node, input: name }))];
  });
}

/** The size that nodes of unknown classes reckon for a node. */
function sizeFromElsewhere(exported: Exported, node: string): string | undefined {
  const isReckoned = (side: Place) => {
    const source = exported.source(side);
    const isUnknown = source !== undefined && !exported.classOf(source);
    return isUnknown && settableNumber(exported, side) === undefined;
  };
  const reckoned = sidesOf(exported, node).filter((sides) => sides.every(isReckoned));
  return reckoned.length === 0
    ? undefined
    : `a size that comes from ${sourcesOf(exported, reckoned.flat())}`;
}

function isOwn(exported: Exported, place: Place, isSet: (place: Place) => boolean): boolean {
  const at = settableNumber(exported, place);
  return at !== undefined && !isSet(at) && Number(exported.value(at)) > 0;
}

/** The region that a node cuts out of a picture. */
function regionsOf(exported: Exported, node: string): readonly Place[] {
  return exported.placesAt(node).filter((place) => exported.takes(place)?.type === 'BOUNDING_BOX');
}

/** Whether a region is literal, not detected in the picture. */
function isOwnRegion(exported: Exported, place: Place, isSet: (place: Place) => boolean): boolean {
  const source = exported.source(place);
  if (source === undefined) return isRecord(exported.value(exported.through(place)));
  return ['width', 'height'].every((input) => isOwn(exported, { node: source, input }, isSet));
}

/** Builds `isSet` from the places that options set. */
function among(set: ReadonlySet<string>): (place: Place) => boolean {
  return (place) => set.has(placeKey(place));
}
