import { typesFit } from '../../comfy/node-table.ts';
import { own } from '../../engines/record.ts';
import { snakeCase, type TextOption } from '../../recipes/option.ts';
import { MOST_WORDS } from '../../screening/open-screening.ts';
import { isLink } from '../api-graph.ts';
import type { Entry, EntryOf } from '../manifest.ts';
import {
  type EntryAt,
  type InputsOf,
  type Reading,
  takesInstead,
  type Target,
  toAll,
  type WorkflowInput,
} from '../reading.ts';
import { type Known, type Place, placesIn } from '../value-flow.ts';

/** The usual names of text inputs. */
export const TEXT_KEYS = ['text', 'prompt', 'value', 'string'];

type TextEntry = EntryOf<'prompt' | 'negative_prompt' | 'text'>;

/**
 * A text option. The prompt is required. Others default to the graph's text. `longest`: the default length
 * limit. `mayLoad`: whether the text may load files by name, as encoders understand it.
 */
export function textInput(
  name: string,
  entry: TextEntry,
  {
    reading,
    index,
    longest,
    mayLoad,
  }: EntryAt & { readonly longest: number; readonly mayLoad: boolean },
): WorkflowInput {
  const { description, max_length: max = longest, required = entry.type === 'prompt' } = entry;
  const targets = reading.targets(entry, TEXT_KEYS, index);
  for (const target of targets) {
    if (!isText(target)) reading.target(target, `${takesInstead(target)}, not words`, index);
  }
  const said = entry.default ?? wordsOf(targets);
  if (Array.from(said).length > max && !required) {
    reading.manifest(
      `its default has more than ${max} characters: shorten it, or raise max_length`,
      index,
    );
  }
  const option: TextOption = {
    kind: 'text',
    min: required ? 1 : 0,
    max,
    ...(!required && { default: said }),
    ...(description !== undefined && { description }),
  };
  return {
    name,
    option,
    targets,
    write: (value) =>
      typeof value === 'string' ? toAll(targets, written(value, said, mayLoad)) : [],
  };
}

/**
 * Drops loading syntax from members' text and the safety terms, but keeps the operator's own text, which the
 * value may start with.
 */
function written(value: string, said: string, mayLoad: boolean): string {
  if (mayLoad) return value;
  const own = value.startsWith(said) ? said : '';
  return `${own}${withoutFileNames(value.slice(own.length))}`;
}

/** File names and samplers are not text: those are choices. */
function isText({ takes, now }: Target): boolean {
  return takes ? takes.type === 'STRING' : now === undefined || typeof now === 'string';
}

function wordsOf([target]: readonly Target[]): string {
  return typeof target?.now === 'string' ? target.now : '';
}

/**
 * Syntax that loads files: ComfyUI's encoders load `embedding:name`, many others `<lora:name:1>`, some by
 * further names.
 */
const LOADS = /(embedding|lora|lyco|lycoris|hypernet|hypernetwork)\s*:/gi;

/** Removes syntax that makes an encoder load a file. */
function withoutFileNames(words: string): string {
  return words.replace(LOADS, '$1 ');
}

/** The longest prompt in the bot's own recipes. */
const LONGEST = 1_500;

const TEXT_TYPES: readonly Entry['type'][] = ['prompt', 'negative_prompt', 'text'];

/** The default length limit of a text: an even share if there are many texts. */
export function usualLength(entries: readonly Pick<Entry, 'type'>[]): number {
  const texts = entries.filter(({ type }) => TEXT_TYPES.includes(type)).length;
  return Math.min(LONGEST, Math.floor(MOST_WORDS / Math.max(1, texts)));
}

/** Finds texts whose limits add up to more than can be screened. Longer requests are refused. */
export function checkTextLengths(reading: Reading, inputs: readonly WorkflowInput[]): void {
  const texts = inputs.flatMap(({ name, option }) =>
    option.kind === 'text' ? [{ name: snakeCase(name), max: option.max }] : [],
  );
  const characters = texts.reduce((sum, { max }) => sum + max, 0);
  if (characters <= MOST_WORDS) return;
  const names = texts.map(({ name }) => name).join(', ');
  reading.manifest(
    `its texts (${names}) may have ${characters} characters together, and what people write is read up to ${MOST_WORDS} before a picture is made of it: give them a smaller max_length`,
  );
}

/** Input names for prompt and negative prompt. */
const CALLED = { positive: /^positive/i, negative: /neg/i } as const;

type Side = keyof typeof CALLED;

/**
 * Requires that texts declared negative really are a sampler's negative prompt, since they are screened as
 * such.
 */
export function requireAskedAway(
  entries: readonly Entry[],
  inputsOf: InputsOf,
  reading: Reading,
): void {
  const index = entries.findIndex(({ type }) => type === 'negative_prompt');
  const targets = (inputsOf[index] ?? [])
    .flatMap((input) => input.targets)
    .filter(({ input }) => !CALLED.negative.test(input));
  if (targets.length === 0) return;
  const why = reading.isFlat ? () => FLAT : notAskedAway(reading);
  for (const target of targets) {
    const says = why(target.node);
    if (says !== undefined) {
      reading.target(target, reading.isFlat ? says : `${says}: ${INSTEAD}`, index);
    }
  }
}

const FLAT = 'is not said to be the negative prompt: give the key that is';

/** Returns a function that says why a node's text is not a sampler's negative prompt. `undefined` if it is. */
export function notAskedAway(known: Known): (node: string) => string | undefined {
  const [asked, away] = [nodesOf('positive', known), nodesOf('negative', known)];
  return (node) => {
    if (asked.has(node)) return 'is what the sampler is asked to show';
    return away.has(node) ? undefined : 'leads to nothing that a sampler is asked to leave out';
  };
}

const INSTEAD = 'name the node of the negative prompt, or write type prompt or text';

/**
 * The nodes that make up one side of the samplers: encoders, the sources of their text, and the nodes
 * between.
 */
function nodesOf(side: Side, known: Known): ReadonlySet<string> {
  const places = placesIn(known);
  const inputsOf = Map.groupBy(places, (place) => place.node);
  const isOwn = ({ input }: Place) => CALLED[side].test(input);
  const other = CALLED[side === 'positive' ? 'negative' : 'positive'];
  const waiting = places.filter(
    (one) => isOwn(one) || (side === 'positive' && isGuiders(one, known)),
  );
  const found = new Set<string>();
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { now, input } = place;
    if (!isLink(now) || other.test(input) || !bringsWords(place, now, known)) continue;
    const [node] = now;
    if (found.has(node) || isNothing(node, known)) continue;
    found.add(node);
    const all = inputsOf.get(node) ?? [];
    const own = all.filter((one) => isOwn(one) && isLink(one.now));
    for (const one of own.length > 0 ? own : all) waiting.push(one);
  }
  return found;
}

/** ComfyUI's ConditioningZeroOut discards its text. */
function isNothing(node: string, { graph }: Known): boolean {
  return own(graph, node)?.class_type === 'ConditioningZeroOut';
}

/** ComfyUI's guiders use other input names for the prompt. */
function isGuiders({ className, takes }: Place, { table }: Known): boolean {
  return (
    takes?.type === 'CONDITIONING' && table.get(className)?.outputs.includes('GUIDER') === true
  );
}

function bringsWords(
  { takes }: Place,
  [node, slot]: readonly [string, number],
  { graph, table }: Known,
): boolean {
  const source = own(graph, node);
  const given = source && table.get(source.class_type)?.outputs[slot];
  return [given, takes?.type].every(
    (type) => type === undefined || typesFit(type, 'CONDITIONING') || typesFit(type, 'STRING'),
  );
}
