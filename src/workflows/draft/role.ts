import type { NodeInput } from '../../comfy/node-table.ts';
import { nameProblem } from '../discord-rules.ts';
import type { EntryType } from '../manifest.ts';
import type { Place } from './exported.ts';
import type { Size } from './latents.ts';

/** An entry of a manifest without where its value goes, as it is written. */
export interface RoleEntry {
  readonly type: EntryType;
  readonly name?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly default?: string | number | boolean;
  readonly choices?: readonly (
    string | { readonly name: string; readonly value: string | number }
  )[];
  readonly sizes?: Readonly<Record<string, Size>>;
  readonly required?: boolean;
}

/** What some places of a graph are to people. */
export interface Role {
  readonly entry: RoleEntry;
  readonly places: readonly Place[];
  /** Of a picture: which part of it is a mask. */
  readonly mask?: string;
}

/** What a picture is called, with which part of it is a mask: members have to know that whatever it is called. */
export function withMask(called: string, mask: string | undefined): string {
  const aside = mask === undefined ? '' : `: ${mask}`;
  return `${called.slice(0, 100 - aside.length)}${aside}`;
}

/** The role as a manifest has it: of its nodes, each has those of the keys that it sets. */
export function entryOf({ entry, places }: Role) {
  const { type, name, ...more } = entry;
  const keys = [...new Set(places.map(({ input }) => input))];
  const isShape = type === 'aspect_ratio';
  return {
    type,
    ...(name !== undefined && { name }),
    ...(!isShape && { key: keys.length === 1 ? keys[0] : keys }),
    node_ids: [...new Set(places.map(({ node }) => node))],
    ...more,
  };
}

/** What members read as the option's name. */
export function nameOf({ entry: { type, name } }: Role): string {
  return name ?? type;
}

const LONGEST = 32;

/** A name that Discord takes and that no other entry has, after what its author called it, or its input. */
export function freeName(wanted: string, input: string, others: readonly Role[]): string {
  const taken = new Set(others.map(({ entry }) => entry.name ?? entry.type));
  const base = [wanted, input].map(plainName).find((one) => one !== '') ?? 'value';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base.slice(0, LONGEST - 4)}_${number}`;
    if (!taken.has(name) && nameProblem(name) === undefined) return name;
  }
}

/** `Light strength (0–1)` is `light_strength_0_1`. */
export function plainName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, LONGEST);
}

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
