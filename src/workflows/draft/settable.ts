import { isLink, isLongNumber } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';

/** Input names of nodes that only hold a number. */
const NUMBERS = ['value', 'seed', 'noise_seed', 'int', 'float', 'number', 'Number', 'Value'];
const TEXTS = ['value', 'text', 'string', 'prompt', 'positive', 'String', 'Text', 'wildcard_text'];
/** Other names of text inputs. */
const CALLED_TEXT = /(?:^|_)(?:text|prompt|string)(?:_|\d|$)/i;
/**
 * The maximum number of nodes per search. A value passes through a few, and many places may lead to
 * the same ones.
 */
const MOST_SEARCHED = 32;
/** Strings that configure other strings. */
const NO_WORDS =
  /delimiter|separator|prepend|append|url|callback|field|column|property|^key|_key$|find|replace|pattern|regex|mode|format|file|path|prefix|suffix|action|method|option|tidy|language|device|preset|style|name|type$|model$/i;
/** Names of picture inputs. */
const PICTURE = /^(?:image|picture|photo|pixels|frame)s?_?\d*$/i;

const PICTURE_OR_LATENT = /^(?:image|picture|photo|pixels|frame|mask|sample|latent)s?_?\d*$/i;

/** What Lumina and its like expect before the words of a prompt, up to this mark. */
export const PROMPT_START = /<prompt start>\s*(?=\S)/i;
/** Classes that show text in the editor, possibly that of an earlier run. */
const SHOWS = /show|display|preview/i;

/** Names of the two inputs in nodes with both prompts. */
export const SIDES = { positive: /(?:^|_)pos(?:itive)?(?:_|\d|$)/i, negative: /neg/i } as const;
export type Side = keyof typeof SIDES;

/**
 * The place where a number can be set: this one, or one in the node that it comes from. Undefined
 * if it is computed from several.
 */
export function settableNumber(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, { kind: NUMBER, names: [place.input, ...NUMBERS] });
}

/** That place with its number; `undefined` also where that is written as a text, as it is too long. */
export function numberToSet(
  exported: Exported,
  from: Place | undefined,
): { readonly place: Place; readonly now: number } | undefined {
  const place = from && settableNumber(exported, from);
  const now = place && exported.value(place);
  return place && typeof now === 'number' ? { place, now } : undefined;
}

/**
 * The place where a sampler's text of one side can be set. If it is assembled from parts, the part
 * that its author meant.
 */
export function settableText(exported: Exported, place: Place, side: Side): Place | undefined {
  const search = { kind: TEXT, names: TEXTS, side };
  const titled = titledText(exported, place, side);
  if (titled) return titled;
  // Inputs named like text take precedence.
  return (
    settable(exported, place, { ...search, called: CALLED_TEXT }) ??
    settable(exported, place, search)
  );
}

/** Titles that authors give to the prompt. */
const MEANT = { positive: /prompt/i, negative: /negative.*prompt/i } as const;
const NOT_MEANT = {
  positive: /negative|style|lora|system|quality|extra|instruct|wildcard|template|\bfor\b/i,
  negative: /extra|\bfor\b/i,
} as const;

/** Whether an author chose this title. By default the editor uses the class name. */
function isMeant(exported: Exported, node: string, side: Side): boolean {
  const title = exported.titles.get(node) ?? '';
  const [own, usual] = [title, exported.className(node)].map((one) =>
    one.toLowerCase().replace(/[^\p{L}\d]/gu, ''),
  );
  const isUsual = own === '' || usual === '' || own?.includes(usual ?? '') === true;
  return !isUsual && MEANT[side].test(title) && !NOT_MEANT[side].test(title);
}

/** Of the parts of a sampler's text, the one whose node has such a title. */
function titledText(exported: Exported, from: Place, side: Side): Place | undefined {
  const first = exported.source(from);
  const nodes = new Set(first === undefined ? [] : [first]);
  // Iterating over a set also yields items added during the loop.
  for (const node of nodes) {
    const { held, further } = ofSide(valuesOf(exported, node, TEXT), side);
    const place = TEXTS.flatMap((name) => held.get(name) ?? [])[0];
    if (place && isMeant(exported, node, side)) return place;
    for (const source of further.flatMap((one) => exported.source(one) ?? [])) {
      if (nodes.size < MOST_SEARCHED) nodes.add(source);
    }
  }
  return undefined;
}

/** A node's values of one kind. Cached, since many places may lead to one node. */
interface Values {
  /** Places with a value, by input. */
  readonly held: ReadonlyMap<string, Place>;
  readonly chosen: Place | undefined;
  /** Links that may bring a value, one per source node. */
  readonly further: readonly Place[];
  /** Whether the node may read text from a picture, so that only inputs named like text count. */
  readonly isReader: boolean;
  /** The total of both. */
  readonly count: number;
}

interface Kind {
  readonly fits: (value: unknown, place: Place) => boolean;
  readonly types: readonly string[];
  /** Whether the value must be the only one of its kind in the node. */
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
  fits: (value, { input }) =>
    typeof value === 'string' && !NO_WORDS.test(input) && !/<prompt start>\s*$/i.test(value),
  types: ['STRING'],
  isOne: false,
  known: new WeakMap(),
};

interface Search {
  readonly kind: Kind;
  readonly names: readonly string[];
  readonly side?: Side;
  /** Required names of other inputs. */
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
    // A number measured in a picture stands nowhere.
    if (kind.isOne && PICTURE_OR_LATENT.test(one.input)) continue;
    const found = settable(exported, one, search, seen);
    if (found) return found;
    if (seen.size === MOST_SEARCHED) break;
  }
  // A text beside only the other side's is not this side's.
  const isAlone = held.size + further.length < values.held.size + values.further.length;
  const others = [...held.values()].filter((one) => search.called?.test(one.input) ?? true);
  return named ?? (isAlone ? undefined : others[0]);
}

function isOf({ input }: Place, side: Side | undefined): boolean {
  return side !== undefined && SIDES[side].test(input);
}

/** Leaves out those of the other side. */
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
  const places = exported.placesAt(node);
  const isShown = kind === TEXT && SHOWS.test(exported.className(node));
  const unread = unreadText(exported.inputsOf(node));
  const may = places.filter((one) => exported.brings(one, kind.types) !== false);
  const held = may.filter(
    (one) => !isShown && one.input !== unread && kind.fits(exported.value(one), one),
  );
  const links = may.filter((one) => isLink(exported.value(one)));
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

/** Impact Pack's nodes read `populated_text`, and fill it from `wildcard_text` in one mode only. */
function unreadText({ wildcard_text, populated_text, mode }: Readonly<Record<string, unknown>>) {
  if (typeof wildcard_text !== 'string' || typeof populated_text !== 'string') return undefined;
  if (mode === true || mode === 'populate') return 'populated_text';
  return mode === false || typeof mode === 'string' ? 'wildcard_text' : undefined;
}

function isPicture(exported: Exported, place: Place): boolean {
  if (!isLink(exported.value(place))) return false;
  const type = exported.given(place) ?? exported.takes(place)?.type;
  return type === undefined ? PICTURE.test(place.input) : type === 'IMAGE';
}
