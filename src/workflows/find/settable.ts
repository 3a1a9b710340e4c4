import { isLink, isLongNumber } from '../api-graph.ts';
import { placeKey, type Exported, type Place } from './exported.ts';

/** What nodes that only hold a value call it. */
const NUMBERS = ['value', 'seed', 'noise_seed', 'int', 'float', 'number', 'Number', 'Value'];
const TEXTS = ['value', 'text', 'string', 'prompt', 'positive', 'String', 'Text'];
/** The most nodes that one search visits. A value comes through a few, and many places may lead to the same ones. */
const MOST_SEARCHED = 32;
/** Strings that are about other strings. */
const NO_WORDS =
  /delimiter|separator|find|replace|pattern|regex|mode|format|file|path|prefix|suffix|action|method|option|tidy|language|device|preset|name|type$/i;

/**
 * The place where a number is to be set: there, or in the node that it comes from. Undefined where it
 * is made of several.
 */
export function settableNumber(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, { kind: NUMBER, names: [place.input, ...NUMBERS] });
}

/** The place where words are to be set. Where they are put together, the part that its author meant for that. */
export function settableText(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, { kind: TEXT, names: TEXTS });
}

/** A node's values of one kind. Looked up once, since many places may lead to one node. */
interface Values {
  /** Places with a value, by input. */
  readonly held: ReadonlyMap<string, Place>;
  readonly chosen: Place | undefined;
  /** Links that may bring a value, one for each source node. */
  readonly further: readonly Place[];
  /** How many places these are together. */
  readonly count: number;
}

interface Kind {
  readonly fits: (value: unknown, place: Place) => boolean;
  readonly types: readonly string[];
  /** Whether it has to be the only such value of its node. */
  readonly isOne: boolean;
  readonly known: WeakMap<Exported, Map<string, Values>>;
}

const NUMBER: Kind = {
  fits: (value) => typeof value === 'number' || isLongNumber(value),
  types: ['INT', 'FLOAT'],
  isOne: true,
  known: new WeakMap(),
};
const TEXT: Kind = {
  fits: (value, { input }) => typeof value === 'string' && !NO_WORDS.test(input),
  types: ['STRING'],
  isOne: false,
  known: new WeakMap(),
};

interface Search {
  readonly kind: Kind;
  readonly names: readonly string[];
}

function settable(
  exported: Exported,
  from: Place,
  search: Search,
  seen = new Set<string>(),
): Place | undefined {
  const { kind, names } = search;
  const place = exported.through(from);
  const value = exported.value(place);
  if (!isLink(value)) return kind.fits(value, place) ? place : undefined;
  const node = exported.source(place);
  if (node === undefined || seen.has(node) || seen.size === MOST_SEARCHED) return undefined;
  seen.add(node);
  const { held, chosen, further, count } = valuesOf(exported, node, kind);
  if (chosen) return chosen;
  const named = names.flatMap((name) => held.get(name) ?? [])[0];
  if (kind.isOne && count !== 1) return further.length === 0 ? named : undefined;
  for (const one of further) {
    const found = settable(exported, one, search, seen);
    if (found) return found;
    if (seen.size === MOST_SEARCHED) break;
  }
  return named ?? [...held.values()][0];
}

function valuesOf(exported: Exported, node: string, kind: Kind): Values {
  const known = kind.known.get(exported) ?? new Map<string, Values>();
  kind.known.set(exported, known);
  const values = known.get(node) ?? findValues(exported, node, kind);
  known.set(node, values);
  return values;
}

function findValues(exported: Exported, node: string, kind: Kind): Values {
  const places = Object.keys(exported.inputsOf(node)).map((input) => ({ node, input }));
  const held = places.filter((one) => kind.fits(exported.value(one), one));
  const links = places.filter(
    (one) => isLink(exported.value(one)) && mayBring(exported, one, kind),
  );
  const further = new Map<string, Place>();
  for (const one of links) {
    const from = exported.source(one) ?? placeKey(exported.through(one));
    if (!further.has(from)) further.set(from, one);
  }
  return {
    held: new Map(held.map((one) => [one.input, one])),
    chosen: held.find((one) => exported.isChosen(one)),
    further: [...further.values()],
    count: held.length + links.length,
  };
}

/** Whether an input may bring a value of this kind, as far as its class is known. */
function mayBring(exported: Exported, place: Place, { types }: Kind): boolean {
  const type = exported.takes(place)?.type;
  if (type === undefined) return true;
  return types.includes(type) || type === '*' || type === 'COMFY_MATCHTYPE_V3';
}
