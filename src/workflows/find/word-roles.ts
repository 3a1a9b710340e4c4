import { placeKey, type Exported, type Place } from './exported.ts';
import { usualRange } from './ranges.ts';
import type { Role } from './role.ts';
import type { Sampler } from './samplers.ts';
import { settableNumber } from './settable.ts';
import { findWords } from './words.ts';

/** One text encoder: the places of its words, and what stands there. */
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
  const others = encodersOf(exported, [base], 'positive').filter(
    ({ text, places }) => text !== main.text && !places.some((one) => set.has(placeKey(one))),
  );
  const more = others.map(({ places }, place): Role => {
    const name = `prompt_${place + 2}`;
    return { entry: { type: 'text', name, description: 'More words' }, places };
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
  const isOther = ({ places }: Encoder) => !places.some((one) => set.has(placeKey(one)));
  const [main] = encodersOf(exported, [base], 'negative').filter(isOther);
  if (!main) return [];
  const all = encodersOf(exported, samplers, 'negative').filter(isOther);
  return [{ entry: { type: 'negative_prompt' }, places: together(main, all) }];
}

/** How closely a model is guided that has no cfg of its own, such as FLUX's. */
export function guidanceRole(exported: Exported, base: Sampler): readonly Role[] {
  const way = base.positive ? findWords(exported, [base.positive], 'positive').way : [];
  for (const node of way) {
    const place = settableNumber(exported, { node, input: 'guidance' });
    const now = place && exported.value(place);
    if (!place || typeof now !== 'number') continue;
    const description = 'How closely the picture follows the prompt';
    const range = usualRange('guidance', now, [exported.takes(place)]);
    return [
      { entry: { type: 'number', name: 'guidance', description, ...range }, places: [place] },
    ];
  }
  return [];
}

function encodersOf(
  exported: Exported,
  samplers: readonly Sampler[],
  role: 'positive' | 'negative',
): readonly Encoder[] {
  const from = samplers.flatMap((sampler) => sampler[role] ?? []);
  return findWords(exported, from, role).encoders.map((places) => ({
    places,
    text: places.map((place) => String(exported.value(place))).join('\n'),
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
