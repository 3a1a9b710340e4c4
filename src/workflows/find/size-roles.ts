import { placeKey, type Exported, type Place } from './exported.ts';
import type { LatentSize } from './latents.ts';
import { usualRange } from './ranges.ts';
import type { Role } from './role.ts';
import { settableNumber } from './settable.ts';
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
  const isOwn = (place: Place) => {
    const at = settableNumber(exported, place);
    return at !== undefined && !sized.has(at.node) && Number(exported.value(at)) > 0;
  };
  return nodes.find((node) => {
    const isScaling = ['samples', 'image', 'images'].some((input) =>
      exported.source({ node, input }),
    );
    return (
      isScaling && after.has(node) && ['width', 'height'].every((input) => isOwn({ node, input }))
    );
  });
}

interface Sent {
  readonly pictures: readonly string[];
  readonly samplers: readonly string[];
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
}

/** Names the nodes that bring a picture that members send to a size that nobody sets, before anything is sampled. */
export function sizedOnTheWay(
  exported: Exported,
  nodes: readonly string[],
  { pictures, samplers, set }: Sent,
): readonly string[] {
  const sent = new Set([...pictures, ...exported.madeFrom(pictures)]);
  const sampled = exported.madeFrom(samplers);
  const isOwn = (place: Place) => {
    if (exported.classOf(place.node) && !exported.takes(place)) return false;
    const at = settableNumber(exported, place);
    return at !== undefined && !set.has(placeKey(at)) && Number(exported.value(at)) > 0;
  };
  const takesSent = (node: string) =>
    ['image', 'images', 'pixels'].some((input) => sent.has(exported.source({ node, input }) ?? ''));
  const sizeOf = (node: string) => {
    if (exported.className(node) === 'FluxKontextImageScale') {
      return 'the nearest of 17 shapes of its own, and cuts off what does not fit at the sides';
    }
    return ['width', 'height'].every((input) => isOwn({ node, input }))
      ? 'a size of its own, which stays as it was exported: another shape may be cut or stretched'
      : undefined;
  };
  return nodes
    .filter((node) => !sampled.has(node) && takesSent(node))
    .flatMap((node) => {
      const size = sizeOf(node);
      return size === undefined
        ? []
        : [`Node ${node} (${exported.className(node)}) brings a picture that is sent to ${size}.`];
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
