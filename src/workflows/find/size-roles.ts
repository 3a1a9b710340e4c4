import type { Exported, Place } from './exported.ts';
import type { LatentSize } from './latents.ts';
import { among, hasOwnSize, OWN_SHAPES, picturesInto } from './own-sizes.ts';
import { usualRange } from './ranges.ts';
import type { Role } from './role.ts';
import { shapesAround, type Size } from './shapes.ts';

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
      const sizes = Object.entries(shapesAround(size.now)).filter(([, one]) =>
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
  const sent = new Set([...pictures, ...exported.madeFrom(pictures)]);
  const sizeOf = (node: string) =>
    OWN_SHAPES.get(exported.className(node)) ??
    (hasOwnSize(exported, node, among(set))
      ? 'a size of its own, which stays as it was exported: another shape may be cut, stretched or padded'
      : undefined);
  return nodes.flatMap((node) => {
    const isAfter = sampled.has(node);
    const isSent = picturesInto(exported, node).some((source) => sent.has(source));
    const size = isSent && (isKept || !isAfter) ? sizeOf(node) : undefined;
    if (size === undefined) return [];
    const what = isAfter ? 'what is made' : 'a picture that is sent';
    return [`Node ${node} (${exported.className(node)}) brings ${what} to ${size}.`];
  });
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

function isTaken(exported: Exported, node: string, [width, height]: Size): boolean {
  return (['width', 'height'] as const).every((input) => {
    const { min = -Infinity, max = Infinity } = exported.takes({ node, input }) ?? {};
    const side = input === 'width' ? width : height;
    return side >= min && side <= max;
  });
}
