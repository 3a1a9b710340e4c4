import { isLink, isLongNumber } from '../api-graph.ts';
import type { Exported, Place } from './exported.ts';

/** What nodes that only hold a value call it. */
const NUMBERS = ['value', 'seed', 'noise_seed', 'int', 'float', 'number', 'Number', 'Value'];
const TEXTS = ['value', 'text', 'string', 'prompt', 'positive', 'String', 'Text'];
/** A value comes through a few nodes; a search through more would be paid for each place that leads there. */
const MOST_SEARCHED = 32;
/** Strings that are about other strings. */
const NO_WORDS =
  /delimiter|separator|find|replace|pattern|regex|mode|format|file|path|prefix|suffix|action|method|option|tidy|language|device|preset|name|type$/i;

/**
 * The place where a number is to be set: there, or in the node that it comes from. Undefined where it
 * is made of several.
 */
export function settableNumber(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, {
    fits: (value) => typeof value === 'number' || isLongNumber(value),
    names: [place.input, ...NUMBERS],
    isOne: true,
  });
}

/** The place where words are to be set. Where they are put together, the part that its author meant for that. */
export function settableText(exported: Exported, place: Place): Place | undefined {
  return settable(exported, place, {
    fits: (value, { input }) => typeof value === 'string' && !NO_WORDS.test(input),
    names: TEXTS,
    isOne: false,
  });
}

interface Kind {
  readonly fits: (value: unknown, place: Place) => boolean;
  readonly names: readonly string[];
  /** Whether it has to be the only such value of its node. */
  readonly isOne: boolean;
}

function settable(
  exported: Exported,
  from: Place,
  kind: Kind,
  seen = new Set<string>(),
): Place | undefined {
  const place = exported.through(from);
  const value = exported.value(place);
  if (!isLink(value)) return kind.fits(value, place) ? place : undefined;
  const node = exported.source(place);
  if (node === undefined || seen.has(node) || seen.size === MOST_SEARCHED) return undefined;
  seen.add(node);
  const places = Object.keys(exported.inputsOf(node)).map((input) => ({ node, input }));
  const held = places.filter((one) => kind.fits(exported.value(one), one));
  const chosen = held.find((one) => exported.isChosen(one));
  if (chosen) return chosen;
  const further = places.filter(
    (one) => isLink(exported.value(one)) && mayBring(exported, one, kind),
  );
  if (kind.isOne && held.length + further.length !== 1) {
    return further.length === 0 ? held.find(({ input }) => kind.names.includes(input)) : undefined;
  }
  for (const one of further) {
    const found = settable(exported, one, kind, seen);
    if (found) return found;
  }
  return kind.names.flatMap((name) => held.filter(({ input }) => input === name))[0] ?? held[0];
}

/** Whether an input may bring a value of this kind, as far as its class is known. */
function mayBring(exported: Exported, place: Place, { isOne }: Kind): boolean {
  const type = exported.takes(place)?.type;
  if (type === undefined) return true;
  const types = isOne ? ['INT', 'FLOAT'] : ['STRING'];
  return types.includes(type) || type === '*' || type === 'COMFY_MATCHTYPE_V3';
}
