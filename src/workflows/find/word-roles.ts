import { notAskedAway } from '../asked-for.ts';
import { placeKey, type Exported, type Place } from './exported.ts';
import type { Role } from './role.ts';
import type { Sampler } from './samplers.ts';
import { settableNumber, SIDES } from './settable.ts';
import { findWords } from './words.ts';

/** One text encoder: the places of its words, and what stands there, each text once. */
interface Encoder {
  readonly places: readonly Place[];
  readonly text: string;
}

/**
 * What the samplers are told in words. Encoders of the same words are set together; where the first
 * sampler has others besides, these are options of their own.
 */
export function wordRoles(
  exported: Exported,
  samplers: readonly Sampler[],
  base: Sampler,
): readonly Role[] {
  const positive = encodersOf(exported, samplers, 'positive');
  const [main] = encodersOf(exported, [base], 'positive');
  if (!main) return negativeRole(exported, samplers, { base, set: new Set() });
  const prompt: Role = { entry: { type: 'prompt' }, places: together(main, positive) };
  const set = new Set(prompt.places.map(placeKey));
  const own = new Set(encodersOf(exported, [base], 'positive').map(({ text }) => text));
  // Each text once: the first sampler's, then those of later samplers.
  const others = new Map(
    positive
      .filter(({ text }) => text.trim() !== '' && text !== main.text)
      .map((one) => [one.text, one]),
  );
  const more = [...others.values()].flatMap((encoder, place): Role[] => {
    const places = together(encoder, positive).filter((one) => !set.has(placeKey(one)));
    for (const one of places) set.add(placeKey(one));
    const name = `prompt_${place + 2}`;
    const description = own.has(encoder.text) ? 'More words' : 'Words of another pass';
    return places.length === 0 ? [] : [{ entry: { type: 'text', name, description }, places }];
  });
  return [prompt, ...more, ...negativeRole(exported, samplers, { base, set })];
}

/** At cfg 1 nothing is made of negative words, so they are not asked for. */
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

/** A node with both prompts may call one so. */
function isAway({ input }: Place): boolean {
  return SIDES.negative.test(input);
}

/** Why a sampler's negative prompt is not offered: one of its nodes has the positive prompt as well. */
export function whyNoNegative(exported: Exported, base: Sampler): string | undefined {
  const why = notAskedAway(exported);
  const places = encodersOf(exported, [base], 'negative').flatMap((encoder) => encoder.places);
  const [place] = places.filter((one) => !isAway(one) && why(one.node) !== undefined);
  return (
    place &&
    `${place.input} of node ${place.node} (${exported.className(place.node)}) is a negative prompt of the sampler, and ${why(place.node) ?? ''} too: it is not offered.`
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

/** The places of all encoders that say the same, each once. */
function together(main: Encoder, all: readonly Encoder[]): readonly Place[] {
  const same = all.filter(({ text }) => text === main.text);
  const byKey = new Map(
    [main, ...same].flatMap(({ places }) => places).map((one) => [placeKey(one), one]),
  );
  return [...byKey.values()];
}
