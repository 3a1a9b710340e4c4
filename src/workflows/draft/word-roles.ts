import { MOST_OPTIONS } from '../discord-rules.ts';
import { notAskedAway } from '../inputs/text.ts';
import { distinctPlaces, type Exported, type Place, placeKey, SWITCH } from './exported.ts';
import { findLatent } from './latents.ts';
import { cutAtWord, isReadable, type Role } from './role.ts';
import type { Sampler } from './samplers.ts';
import {
  numberToSet,
  PROMPT_START,
  settableNumber,
  settableText,
  type Side,
  SIDES,
} from './settable.ts';

/** One text encoder: the places of its text, and their distinct values. */
interface Encoder {
  readonly places: readonly Place[];
  readonly text: string;
}

/**
 * Finds the samplers' texts. Encoders with the same text become one option. Further texts of the
 * first sampler become separate options.
 */
export function wordRoles(
  exported: Exported,
  samplers: readonly Sampler[],
  base: Sampler,
): readonly Role[] {
  const positive = encodersOf(exported, samplers, 'positive');
  const [main] = encodersOf(exported, [base], 'positive');
  if (!main) return negativeRole(exported, samplers, { base, set: new Set() });
  const own = new Set(encodersOf(exported, [base], 'positive').map(({ text }) => text));
  const refined = refinedWords(exported, samplers, main.text);
  const places = distinctPlaces([...together(main, positive), ...refined]);
  const prompt: Role = { entry: { type: 'prompt' }, places };
  const set = new Set(prompt.places.map(placeKey));
  // Distinct texts: the first sampler's, then those of later samplers.
  const others = new Map(
    positive
      .filter(({ text }) => text.trim() !== '' && text !== main.text)
      .map((one) => [one.text, one]),
  );
  const placed = new Set(
    exported.behind(
      Object.keys(exported.graph).filter((node) => PARTS.test(exported.className(node))),
    ),
  );
  let number = 1;
  const more = [...others.values()].flatMap((encoder): Role[] => {
    const places = together(encoder, positive).filter((one) => !set.has(placeKey(one)));
    for (const one of places) set.add(placeKey(one));
    if (places.length === 0) return [];
    number += 1;
    const name = `prompt_${number}`;
    const isOwn = own.has(encoder.text);
    const isPart = isOwn && places.some(({ node }) => placed.has(node));
    const description =
      ownTitle(exported, places) ??
      (number <= MOST_OPTIONS ? areaOf(exported, base, places) : undefined) ??
      (isPart
        ? 'What a part of the picture shows'
        : isOwn
          ? 'More words'
          : 'Words of another pass');
    return [{ entry: { type: 'text', name, description }, places }];
  });
  return [prompt, ...more, ...negativeRole(exported, samplers, { base, set })];
}

/** ComfyUI's classes that let a text describe a part of the picture. */
const PARTS = /^ConditioningSet(?:Area(?:Percentage)?|Mask)$/;

/** Titles that say no more than that there is a text. */
const PLAIN_TITLE =
  /^(?:clip ?text ?encode.*|(?:positive|negative)?[ _]?(?:prompt|text|string)s?(?: \(.*\))?|positive|negative|primitive.*)$/i;

/** The author's title for a text's node. */
function ownTitle(exported: Exported, [place]: readonly Place[]): string | undefined {
  const title = (place && exported.titles.get(place.node))?.trim() ?? '';
  const isPlain = PLAIN_TITLE.test(title) || title === exported.className(place?.node ?? '');
  return isReadable(title) && !isPlain ? cutAtWord(title, LONGEST_TITLE) : undefined;
}

/** The part of the picture that a text is for, if its node or the next one limits it to an area. */
function areaOf(
  exported: Exported,
  { latent }: Sampler,
  [place]: readonly Place[],
): string | undefined {
  const usersOf = (node: string) => new Set(exported.usesOf(node).map((use) => use.node));
  const next = place ? usersOf(place.node) : new Set<string>();
  const near = new Set(next);
  for (const node of next) for (const user of usersOf(node)) near.add(user);
  const isBox = place !== undefined && exported.className(place.node) === BOX;
  const [area, ...more] = isBox
    ? [place.node]
    : [...near].filter((node) => AREAS.test(exported.className(node)));
  if (area === undefined || more.length > 0) return undefined;
  const { size } = findLatent(exported, latent, []);
  const isShare = exported.className(area).endsWith('Percentage');
  const [across, down] = isShare ? [1, 1] : size?.kind === 'size' ? size.now : [NaN, NaN];
  const { x, y, width, height } = exported.inputsOf(area);
  const row = bandOf(y, height, down, ROWS);
  const column = bandOf(x, width, across, COLUMNS);
  if (row === undefined || column === undefined || row + column === '') return undefined;
  const isAside = column !== '' && column !== MIDDLE;
  const tier = isAside ? row.replace(` ${MIDDLE}`, '') : row;
  const where = [tier, column].filter((band) => band !== '' && band !== MIDDLE).join(' ');
  return `What the ${where === '' ? MIDDLE : where} of the picture shows`;
}

/** ComfyUI's class for a text in a box of its own. */
const BOX = 'GLIGENTextBoxApply';
const AREAS = /^ConditioningSetArea(?:Percentage)?$/;
/** An area of at least this share is no part. */
const WHOLE = 0.8;
const MIDDLE = 'middle';
/** Parts of a side, each with the share of the side where it ends. */
type Bands = readonly (readonly [name: string, end: number])[];
const ROWS: Bands = [
  ['top', 0.3],
  ['upper middle', 0.45],
  [MIDDLE, 0.55],
  ['lower middle', 0.7],
  ['bottom', 1],
];
const COLUMNS: Bands = [
  ['left', 0.4],
  [MIDDLE, 0.6],
  ['right', 1],
];

/** The part of a side around an area's center; empty if it takes up the side. */
function bandOf(start: unknown, length: unknown, side: number, bands: Bands): string | undefined {
  if (typeof start !== 'number' || typeof length !== 'number' || !(side > 0)) return undefined;
  if (length >= WHOLE * side) return '';
  return bands.find(([, end]) => (start + length / 2) / side <= end)?.[0];
}

/** Discord's limit for an option's description. */
const LONGEST_TITLE = 100;

/** Each is followed back on its own. */
const MOST_PASSES = 20;

/** Nodes that let a sampler change a part of a picture only. */
const MASKS = /inpaint|SetLatentNoiseMask/i;

/**
 * The texts of later samplers that refine the whole picture and say mostly the same as `first`.
 * Each gets the prompt, since it would draw the exported picture into that of the member.
 */
function refinedWords(
  exported: Exported,
  samplers: readonly Sampler[],
  first: string,
): readonly Place[] {
  return samplers.slice(0, MOST_PASSES).flatMap((sampler) => {
    const encoders = encodersOf(exported, [sampler], 'positive');
    const isOne = new Set(encoders.map(({ text }) => text)).size === 1;
    const isSame = isOne && encoders.every(({ text }) => isMostlyOf(text, first));
    return isSame && isRefining(exported, sampler) ? encoders.flatMap(({ places }) => places) : [];
  });
}

/** Whether at least half of a text's words are in another. */
function isMostlyOf(text: string, other: string): boolean {
  const words = wordsIn(text);
  const known = wordsIn(other);
  const shared = [...words].filter((word) => known.has(word)).length;
  return shared > 0 && shared * 2 >= words.size;
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
}

/** Whether a sampler of a known class changes another's whole picture a little. */
function isRefining(exported: Exported, { id, isLater, latent, denoise }: Sampler): boolean {
  if (!isLater || !exported.classOf(id)) return false;
  const { start_at_step: start } = exported.inputsOf(id);
  const isPart = typeof start === 'number' && start > 0;
  const isLittle = (numberToSet(exported, denoise)?.now ?? 1) < 1;
  if (!isPart && !isLittle) return false;
  const { nodes } = findLatent(exported, latent, []);
  return !nodes.some((node) => MASKS.test(exported.className(node)));
}

/** Reports options that replace different texts of the export, or an instruction before a text. */
export function differentWords(exported: Exported, roles: readonly Role[]): readonly string[] {
  const lost = roles
    .filter(({ entry: { type } }) => type === 'prompt')
    .flatMap(({ places }) => places)
    .filter((place) => PROMPT_START.test(String(exported.value(place))))
    .map(
      (place) =>
        `prompt also replaces what ${exported.inputNamed(place)} says up to "<Prompt Start>", which the model expects before the words: join the two with a StringConcatenate.`,
    );
  return [...lost, ...differentTexts(exported, roles)];
}

function differentTexts(exported: Exported, roles: readonly Role[]): readonly string[] {
  return roles.flatMap(({ entry: { type }, places }) => {
    const byText = new Map(places.map((place) => [exported.value(place), place]));
    const names = [...byText.values()].map((place) => exported.inputNamed(place));
    return type === 'prompt' && names.length > 1
      ? [`prompt replaces different texts: ${names.join(', ')}.`]
      : [];
  });
}

/** At cfg 1 a negative prompt has no effect, so none is offered. */
function negativeRole(
  exported: Exported,
  samplers: readonly Sampler[],
  { base, set }: { readonly base: Sampler; readonly set: ReadonlySet<string> },
): readonly Role[] {
  const cfg = base.cfg && settableNumber(exported, base.cfg);
  if (cfg && exported.value(cfg) === 1) return [];
  const why = notAskedAway(exported);
  const isOther = ({ places }: Encoder) =>
    places.every((one) => !set.has(placeKey(one)) && (isAway(one) || why(one.node) === undefined));
  const [main] = encodersOf(exported, [base], 'negative').filter(isOther);
  if (!main) return [];
  const all = encodersOf(exported, samplers, 'negative').filter(isOther);
  return [{ entry: { type: 'negative_prompt' }, places: together(main, all) }];
}

/** Nodes with both prompts may name an input so. */
function isAway({ input }: Place): boolean {
  return SIDES.negative.test(input);
}

/**
 * Why a sampler's negative prompt is not offered: one of its nodes also holds the positive prompt.
 */
export function whyNoNegative(exported: Exported, base: Sampler): string | undefined {
  const why = notAskedAway(exported);
  const places = encodersOf(exported, [base], 'negative').flatMap((encoder) => encoder.places);
  const [place] = places.filter((one) => !isAway(one) && why(one.node) !== undefined);
  return (
    place &&
    `${exported.inputNamed(place)} is a negative prompt of the sampler, and ${why(place.node) ?? ''} too: it is not offered as negative_prompt.`
  );
}

function encodersOf(
  exported: Exported,
  samplers: readonly Sampler[],
  role: 'positive' | 'negative',
): readonly Encoder[] {
  const from = samplers.flatMap((sampler) => sampler[role] ?? []);
  return findWords(exported, from, role).encoders.map((places) => ({
    places,
    text: [...new Set(places.map((place) => String(exported.value(place))))].join('\n'),
  }));
}

/** The places of all encoders with the same text, without duplicates. */
function together(main: Encoder, all: readonly Encoder[]): readonly Place[] {
  const same = all.filter(({ text }) => text === main.text);
  return distinctPlaces([main, ...same].flatMap(({ places }) => places));
}

/** Names of text inputs in unknown text encoders. */
const TEXTS = ['text', 'prompt', 'text_g', 'text_l', 'clip_l', 'clip_g', 't5xxl', 'user_prompt'];

/** Classes that output only zeros, whatever the text. */
export const NOTHING: ReadonlySet<string> = new Set(['ConditioningZeroOut']);

/** The text that a sampler receives. */
export interface Words {
  /** By text encoder: the places of its text, then those of the nodes on the way. */
  readonly encoders: readonly (readonly Place[])[];
  /** All nodes between the encoders and the sampler. */
  readonly way: readonly string[];
}

/**
 * Follows samplers' `positive` or `negative` input back to the text encoders, through guidance,
 * ControlNets, references and regions. Visits each node once, however many samplers share it.
 */
function findWords(exported: Exported, from: readonly Place[], role: Side): Words {
  const encoders: (readonly Place[])[] = [];
  const between: (readonly Place[])[] = [];
  const way = new Set<string>();
  // Grows during the loop.
  const waiting = from.map((place) => exported.source(place));
  for (const node of waiting) {
    if (node === undefined || way.has(node) || NOTHING.has(exported.className(node))) continue;
    way.add(node);
    const before = conditionings(exported, node, role);
    for (const place of before) waiting.push(exported.source(place));
    // Some nodes in between have their own text, such as for a region.
    const places = textsOf(exported, node, role).flatMap(
      (place) => settableText(exported, place, role) ?? [],
    );
    if (places.length > 0) (before.length > 0 ? between : encoders).push(places);
  }
  return { encoders: [...encoders, ...between], way: [...way] };
}

/** The node that generates a sampler's positive prompt, if the graph holds no text. */
export function promptSource(exported: Exported, from: Place): string | undefined {
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

/** Inputs with which a node takes over another's conditioning. */
export function conditionings(exported: Exported, node: string, role: string): readonly Place[] {
  const linked = exported.placesAt(node).filter((place) => exported.source(place) !== undefined);
  // If the class is unknown, the link may bring the text itself.
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

/** Whether a place receives conditioning that another node already made. */
function isMade(exported: Exported, place: Place, role: string): boolean {
  if (exported.given(place) === 'CONDITIONING') return true;
  const source = exported.source(place);
  return source !== undefined && conditionings(exported, source, role).length > 0;
}

function textsOf(exported: Exported, node: string, role: Side): readonly Place[] {
  const places = exported.placesAt(node);
  // A loader that encodes both prompts names its texts by their roles.
  const texts = places.some(({ input }) => input === role) ? [role] : TEXTS;
  if (exported.classOf(node)) {
    const all = places.filter((place) => exported.takes(place)?.type === 'STRING');
    // A node that encodes both prompts tells them apart by name.
    const isBoth = all.some(isAway) && !all.every(isAway);
    return isBoth ? all.filter((place) => isAway(place) === (role === 'negative')) : all;
  }
  const named = places.filter(
    (place) => texts.includes(place.input) && !isMade(exported, place, role),
  );
  // Text in the node itself may have other names.
  const own = (place: Place) =>
    SIDES[role].test(place.input) && typeof exported.value(place) === 'string';
  return named.length > 0 ? named : places.filter(own);
}
