import { SWITCH, type Exported, type Place } from './exported.ts';
import { settableText, SIDES, type Side } from './settable.ts';

/** What a text encoder calls its words, where its class is not known. */
const TEXTS = ['text', 'prompt', 'text_g', 'text_l', 'clip_l', 'clip_g', 't5xxl', 'user_prompt'];

/** Nothing but noughts go on from there, whatever words it began with. */
export const NOTHING: ReadonlySet<string> = new Set(['ConditioningZeroOut']);

/** What a sampler is told in words. */
export interface Words {
  /** For each text encoder the places of its words, then those of the nodes on the way. */
  readonly encoders: readonly (readonly Place[])[];
  /** All nodes on the way from them to the sampler. */
  readonly way: readonly string[];
}

/**
 * Follows samplers' `positive` or `negative` input back to the text encoders, through whatever lies
 * between: guidance, ControlNets, references, areas. Visits each node once, however many samplers
 * share it.
 */
export function findWords(exported: Exported, from: readonly Place[], role: Side): Words {
  const encoders: (readonly Place[])[] = [];
  const between: (readonly Place[])[] = [];
  const way = new Set<string>();
  // Grows while it is walked.
  const waiting = from.map((place) => exported.source(place));
  for (const node of waiting) {
    if (node === undefined || way.has(node) || NOTHING.has(exported.className(node))) continue;
    way.add(node);
    const before = conditionings(exported, node, role);
    for (const place of before) waiting.push(exported.source(place));
    // Some nodes between have words of their own, such as for a part of the picture.
    const places = textsOf(exported, node, role).flatMap(
      (place) => settableText(exported, place, role) ?? [],
    );
    if (places.length > 0) (before.length > 0 ? between : encoders).push(places);
  }
  return { encoders: [...encoders, ...between], way: [...way] };
}

/** The node that makes the words of a sampler's positive side, where they stand nowhere. */
export function wordsFrom(exported: Exported, from: Place): string | undefined {
  const { way } = findWords(exported, [from], 'positive');
  const sourceAt = (node: string) =>
    textsOf(exported, node, 'positive').flatMap((place) => exported.source(place) ?? [])[0];
  const seen = new Set<string>();
  for (let node = way.flatMap((one) => sourceAt(one) ?? [])[0]; node !== undefined;) {
    const before = sourceAt(node);
    if (before === undefined || seen.has(before)) return node;
    seen.add(node);
    node = before;
  }
  return undefined;
}

/** Where a node takes over what another one made of words. */
export function conditionings(exported: Exported, node: string, role: string): readonly Place[] {
  const places = Object.keys(exported.inputsOf(node)).map((input) => ({ node, input }));
  const linked = places.filter((place) => exported.source(place) !== undefined);
  // If the class is unknown, the link may bring the words themselves.
  const own = linked.filter((place) => place.input === role && !isText(exported, place));
  if (own.length > 0) return own;
  return linked.filter((place) => {
    const type = exported.takes(place)?.type;
    return type === undefined
      ? !exported.classOf(node) &&
          (/^cond/i.test(place.input) || exported.given(place) === 'CONDITIONING')
      : type === 'CONDITIONING' || exported.className(node) === SWITCH;
  });
}

function isText(exported: Exported, place: Place): boolean {
  return exported.given(place) === 'STRING';
}

/** Whether what a place gets was made of words before. */
function isMade(exported: Exported, place: Place, role: string): boolean {
  if (exported.given(place) === 'CONDITIONING') return true;
  const source = exported.source(place);
  return source !== undefined && conditionings(exported, source, role).length > 0;
}

function textsOf(exported: Exported, node: string, role: Side): readonly Place[] {
  const known = exported.classOf(node);
  const has = Object.keys(exported.inputsOf(node));
  // A loader that encodes both prompts names its words by their roles.
  const texts = has.includes(role) ? [role] : TEXTS;
  const places = has.map((input) => ({ node, input }));
  if (known) return places.filter((place) => exported.takes(place)?.type === 'STRING');
  const named = places.filter(
    (place) => texts.includes(place.input) && !isMade(exported, place, role),
  );
  // Words in the node itself may be called in other ways.
  const own = (place: Place) =>
    SIDES[role].test(place.input) && typeof exported.value(place) === 'string';
  return named.length > 0 ? named : places.filter(own);
}
