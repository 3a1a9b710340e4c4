import { inputsFor } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { type LatentSize, shapesAround, type Size } from './latents.ts';
import { sourcesOf } from './left-alone.ts';
import { type Role, usualRange } from './role.ts';
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

/** The same as one choice of shapes, if possible. */
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
 * A node that scales the result to a fixed size, which would distort any shape but the exported
 * one.
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
  const sizeOf = (node: string) =>
    OWN_SHAPES.get(exported.className(node)) ??
    (isPaintedOnItsOwn(exported, node) || hasOwnSize(exported, node, among(set))
      ? `a size of its own, ${STAYS}`
      : sizeFromElsewhere(exported, node));
  const brought = Map.groupBy(nodes, (node) => {
    const isAfter = sampled.has(node);
    const isPainted = pictures.includes(node) && isPaintedOnItsOwn(exported, node);
    const isSent = isPainted || picturesInto(exported, node).some((source) => sent.has(source));
    const size = isPainted || (isSent && (isKept || !isAfter)) ? sizeOf(node) : undefined;
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

/** The multiples that the known classes require for these sides. */
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
