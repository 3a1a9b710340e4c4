import type { NodeInput } from '../../comfy/node-table.ts';

/** What people may set a number to. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Where what was exported is not within. */
  readonly default?: number;
}

type Numeric = 'steps' | 'cfg' | 'guidance' | 'denoise' | 'strength' | 'width' | 'height' | 'count';

/** More pictures than this do not fit into one message. */
const MOST_PICTURES = 4;
/** Bounds as wide as this are no advice. */
const WIDEST = 10_000;

/** What makes sense around what was exported, within what the nodes take. */
export function usualRange(
  kind: Numeric,
  now: number,
  takes: readonly (NodeInput | undefined)[],
): Range {
  switch (kind) {
    case 'steps':
      return within(takes, Math.ceil(now / 5), Math.max(now, Math.min(50, 2 * now), 8));
    case 'cfg':
      // At 1 negative words would do nothing, and the safety words are among them.
      return within(takes, Math.min(2, now), Math.max(12, now));
    case 'guidance':
      return within(takes, Math.min(1, now), now > 10 ? 2 * now : 10);
    case 'denoise':
      return within(takes, Math.min(0.05, now), 1);
    case 'strength':
      return within(takes, Math.min(0, now), Math.max(2, now));
    case 'width':
    case 'height':
      return within(takes, Math.min(256, now), Math.max(2_048, now));
    case 'count': {
      const range = within(takes, 1, MOST_PICTURES);
      return now > MOST_PICTURES ? { ...range, default: MOST_PICTURES } : range;
    }
  }
}

/** The bounds of a node, where they say something, or else what is not far from what was exported. */
export function ownRange(now: number, takes: NodeInput | undefined): Range {
  const { min = -Infinity, max = Infinity } = takes ?? {};
  return {
    min: min >= -WIDEST ? min : Math.min(0, 4 * now),
    max: max <= WIDEST ? max : Math.min(max, Math.max(100, 4 * now)),
  };
}

function within(takes: readonly (NodeInput | undefined)[], min: number, max: number): Range {
  const lows = takes.flatMap((one) => one?.min ?? []);
  const highs = takes.flatMap((one) => one?.max ?? []);
  return { min: Math.max(min, ...lows), max: Math.min(max, ...highs) };
}
