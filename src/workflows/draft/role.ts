import type { NodeInput } from '../../comfy/node-table.ts';
import { nameProblem } from '../discord-rules.ts';
import { plainNumber } from '../inputs/number.ts';
import type { EntryType } from '../manifest.ts';
import type { Place } from './exported.ts';
import type { Size } from './latents.ts';

/** What one choice sets, by node and input. */
type Values = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A manifest entry as written, without its targets. */
export interface RoleEntry {
  readonly type: EntryType;
  readonly name?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly default?: string | number | boolean;
  readonly choices?: readonly (
    | string
    | { readonly name: string; readonly value: string | number }
    | { readonly name: string; readonly values: Values }
  )[];
  readonly sizes?: Readonly<Record<string, Size>>;
  readonly required?: boolean;
}

/** Some places of a graph, and what they mean to members. */
export interface Role {
  readonly entry: RoleEntry;
  readonly places: readonly Place[];
  /** For a picture: the part of it that is a mask. */
  readonly mask?: string;
}

/** A text for Discord, cut between words. */
export function cutAtWord(text: string, longest: number): string {
  const all = Array.from(text);
  if (all.length <= longest) return text;
  const cut = all.slice(0, longest).join('');
  const isWhole = /[\s_-]/.test(all[longest] ?? '');
  const short = isWhole ? cut : cut.replace(/[\s_-]+[^\s_-]*$/, '');
  return short.replace(/[\s_,;:–-]+$/, '');
}

/** Letters of other scripts, which members of an English command cannot be expected to read. */
const OTHER_SCRIPTS = /(?!\p{Script=Latin})\p{L}/u;

/** Whether a title or label is one for members: in Latin script, and not empty. */
export function isReadable(text: string): boolean {
  return /\p{Script=Latin}/u.test(text) && !OTHER_SCRIPTS.test(text);
}

/**
 * A picture's label with the part of it that is a mask, which members must know whatever its name.
 */
export function withMask(called: string, mask: string | undefined): string {
  const aside = mask === undefined ? '' : `: ${mask}`;
  return `${cutAtWord(called, 100 - aside.length)}${aside}`;
}

/** A choice that sets several numbers at once: by its name, each place with its number. */
export function settingsRole(
  entry: Pick<RoleEntry, 'description' | 'default'> & { readonly name: string },
  choices: ReadonlyMap<string, readonly (readonly [place: Place, value: number])[]>,
): Role {
  const [first = []] = choices.values();
  return {
    entry: {
      type: 'choice',
      ...entry,
      choices: [...choices].map(([name, set]) => ({ name, values: valuesOf(set) })),
    },
    places: first.map(([place]) => place),
  };
}

function valuesOf(set: readonly (readonly [place: Place, value: number])[]): Values {
  const byNode = Map.groupBy(set, ([{ node }]) => node);
  return Object.fromEntries(
    [...byNode].map(([node, all]) => [
      node,
      Object.fromEntries(all.map(([{ input }, value]) => [input, value])),
    ]),
  );
}

/** Whether a role's choices set several numbers each. */
export function setsSeveral({ entry: { choices = [] } }: Pick<Role, 'entry'>): boolean {
  return choices.some((one) => typeof one === 'object' && 'values' in one);
}

/** The role as a manifest entry: for each node, the keys that it sets. */
export function entryOf({ entry, places }: Role) {
  const { type, name, ...more } = entry;
  if (setsSeveral({ entry })) {
    return { type, ...(name !== undefined && { name }), ...more };
  }
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

/** The option's name as members see it. */
export function nameOf({ entry: { type, name } }: Role): string {
  return name ?? type;
}

const LONGEST = 32;

/** A unique name that Discord accepts, derived from the author's name or the input. */
export function freeName(wanted: string, input: string, others: readonly Role[]): string {
  const taken = new Set(others.map(({ entry }) => entry.name ?? entry.type));
  const base = [wanted, input].map(plainName).find((one) => one !== '') ?? 'value';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${cutAtWord(base, LONGEST - 4)}_${number}`;
    if (!taken.has(name) && nameProblem(name) === undefined) return name;
  }
}

/** `Light strength (0–1)` becomes `light_strength_0_1`. */
export function plainName(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');
  return cutAtWord(plain, LONGEST);
}

/** The values of a number that members may set. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

type Numeric = 'steps' | 'cfg' | 'guidance' | 'denoise' | 'strength' | 'width' | 'height' | 'count';

/** More pictures than this do not fit into one message. */
const MOST_PICTURES = 4;
/** Bounds this wide are useless as advice. */
const WIDEST = 10_000;

/** A sensible range around the exported value, within what the nodes accept. */
export function usualRange(
  kind: Numeric,
  exported: number,
  takes: readonly (NodeInput | undefined)[],
): Range {
  const now = plainNumber(exported);
  switch (kind) {
    case 'steps':
      return within(takes, Math.ceil(now / 5), Math.max(now, Math.min(50, 2 * now), 8));
    case 'cfg':
      // At 1 the negative prompt has no effect, and with it the safety terms.
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
    case 'count':
      return within(takes, 1, MOST_PICTURES);
  }
}

/** A node's bounds if they are useful, or else values close to the exported one. */
export function ownRange(now: number, takes: NodeInput | undefined): Range {
  const { min = -Infinity, max = Infinity } = takes ?? {};
  return {
    min: min >= -WIDEST ? min : plainNumber(Math.min(0, 4 * now)),
    max: max <= WIDEST ? max : Math.min(max, plainNumber(Math.max(100, 4 * now))),
  };
}

function within(takes: readonly (NodeInput | undefined)[], min: number, max: number): Range {
  const lows = takes.flatMap((one) => one?.min ?? []);
  const highs = takes.flatMap((one) => one?.max ?? []);
  return { min: Math.max(min, ...lows), max: Math.min(max, ...highs) };
}
