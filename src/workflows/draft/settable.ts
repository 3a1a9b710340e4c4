import { typesFit } from '../../comfy/node-table.ts';
import { isLink, isLongNumber } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';

/** What nodes that only hold a value call it. */
const NUMBERS = ['value', 'seed', 'noise_seed', 'int', 'float', 'number', 'Number', 'Value'];
const TEXTS = ['value', 'text', 'string', 'prompt', 'positive', 'String', 'Text', 'wildcard_text'];
/** Words by what else an input is called. */
const CALLED_TEXT = /(?:^|_)(?:text|prompt|string)(?:_|\d|$)/i;
/** The most nodes that one search visits. A value comes through a few, and many places may lead to the same ones. */
const MOST_SEARCHED = 32;
/** Strings that are about other strings. */
const NO_WORDS =
  /delimiter|separator|prepend|append|url|callback|field|column|property|^key|_key$|find|replace|pattern|regex|mode|format|file|path|prefix|suffix|action|method|option|tidy|language|device|preset|style|name|type$|model$/i;
/** What a node calls a picture that it is given. */
const PICTURE = /^(?:image|picture|photo|pixels|frame)s?_?\d*$/i;

/** Classes that show words in the editor, where those of an earlier run may still stand. */
const SHOWS = /show|display|preview/i;

/** What nodes with both prompts call each. */
export const SIDES = { positive: /(?:^|_)pos(?:itive)?(?:_|\d|$)/i, negative: /neg/i } as const;
export type Side = keyof typeof SIDES;

/**
 * The place where a number is to be set: there, or in the node that it comes from. Undefined where it
 * is made of several.
 */
export function settableNumber(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, { kind: NUMBER, names: [place.input, ...NUMBERS] });
}

/**
 * The place where a sampler's words of one side are to be set. Where they are put together, the part that its author
 * meant for that.
 */
export function settableText(exported: Exported, place: Place, side: Side): Place | undefined {
  const search = { kind: TEXT, names: TEXTS, side };
  const titled = titledText(exported, place, side);
  if (titled) return titled;
  // What is called words anywhere is rather meant than what is not.
  return (
    settable(exported, place, { ...search, called: CALLED_TEXT }) ??
    settable(exported, place, search)
  );
}

/** What authors title the words that are meant. */
const MEANT = { positive: /prompt/i, negative: /negative.*prompt/i } as const;
const NOT_MEANT = {
  positive: /negative|style|lora|system|quality|extra|instruct|wildcard|template|\bfor\b/i,
  negative: /extra|\bfor\b/i,
} as const;

/** Whether an author titled a node so: the editor itself calls it what its class is called. */
function isMeant(exported: Exported, node: string, side: Side): boolean {
  const title = exported.titles.get(node) ?? '';
  const [own, usual] = [title, exported.className(node)].map((one) =>
    one.toLowerCase().replace(/[^\p{L}\d]/gu, ''),
  );
  const isUsual = own === '' || usual === '' || own?.includes(usual ?? '') === true;
  return !isUsual && MEANT[side].test(title) && !NOT_MEANT[side].test(title);
}

/** Of the texts that a sampler's words are put together of, the one whose node is titled so. */
function titledText(exported: Exported, from: Place, side: Side): Place | undefined {
  const first = exported.source(from);
  const nodes = new Set(first === undefined ? [] : [first]);
  // Iterating over a set also yields what is added meanwhile.
  for (const node of nodes) {
    const { held, further } = ofSide(valuesOf(exported, node, TEXT), side);
    const place = TEXTS.flatMap((name) => held.get(name) ?? [])[0];
    if (place && isMeant(exported, node, side)) return place;
    for (const one of further) {
      const source = exported.source(one);
      if (source !== undefined && nodes.size < MOST_SEARCHED) nodes.add(source);
    }
  }
  return undefined;
}

/** A node's values of one kind. Looked up once, since many places may lead to one node. */
interface Values {
  /** Places with a value, by input. */
  readonly held: ReadonlyMap<string, Place>;
  readonly chosen: Place | undefined;
  /** Links that may bring a value, one for each source node. */
  readonly further: readonly Place[];
  /** Whether it may read words from a picture, so that only what is called words is some. */
  readonly isReader: boolean;
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
  readonly side?: Side;
  /** What an input has to be called, if it is none of these. */
  readonly called?: RegExp;
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
  const { chosen, count, isReader, ...values } = valuesOf(exported, node, kind);
  if (chosen) return chosen;
  const { held, further } = ofSide(values, search.side);
  const own = search.side && [...held.values()].find((one) => isOf(one, search.side));
  const named = own ?? names.flatMap((name) => held.get(name) ?? [])[0];
  if (isReader) return named;
  if (kind.isOne && count !== 1) return further.length === 0 ? named : undefined;
  for (const one of further) {
    const found = settable(exported, one, search, seen);
    if (found) return found;
    if (seen.size === MOST_SEARCHED) break;
  }
  // What stands beside the other side's words alone is not this side's.
  const isAlone = held.size + further.length < values.held.size + values.further.length;
  const others = [...held.values()].filter((one) => search.called?.test(one.input) ?? true);
  return named ?? (isAlone ? undefined : others[0]);
}

function isOf({ input }: Place, side: Side | undefined): boolean {
  return side !== undefined && SIDES[side].test(input);
}

/** Without those of the other side. */
function ofSide(values: Pick<Values, 'held' | 'further'>, side: Side | undefined) {
  if (side === undefined) return values;
  const other = side === 'positive' ? 'negative' : 'positive';
  const held = new Map([...values.held].filter(([, one]) => !isOf(one, other)));
  const further = values.further.filter((one) => !isOf(one, other));
  return { held, further };
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
  const isShown = kind === TEXT && SHOWS.test(exported.className(node));
  const unread = unreadText(exported.inputsOf(node));
  const held = places.filter(
    (one) =>
      !isShown &&
      one.input !== unread &&
      kind.fits(exported.value(one), one) &&
      mayBring(exported, one, kind),
  );
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
    isReader: kind === TEXT && places.some((one) => isPicture(exported, one)),
    count: held.length + links.length,
  };
}

/** Impact Pack's nodes fill `populated_text` in from `wildcard_text` in one mode only, and read the former. */
function unreadText({ wildcard_text, populated_text, mode }: Readonly<Record<string, unknown>>) {
  if (typeof wildcard_text !== 'string' || typeof populated_text !== 'string') return undefined;
  if (mode === true || mode === 'populate') return 'populated_text';
  return mode === false || typeof mode === 'string' ? 'wildcard_text' : undefined;
}

/** Whether an input may bring a value of this kind, as far as its class and that of its source are known. */
function mayBring(exported: Exported, place: Place, { types }: Kind): boolean {
  const type = exported.takes(place)?.type;
  return [type, exported.given(place)].every(
    (one) =>
      one === undefined ||
      one === 'COMFY_MATCHTYPE_V3' ||
      types.some((wanted) => typesFit(one, wanted)),
  );
}

function isPicture(exported: Exported, place: Place): boolean {
  if (!isLink(exported.value(place))) return false;
  const type = exported.given(place) ?? exported.takes(place)?.type;
  return type === undefined ? PICTURE.test(place.input) : type === 'IMAGE';
}
