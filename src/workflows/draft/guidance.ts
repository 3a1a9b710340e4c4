import { isLink } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { type Role, usualRange } from './role.ts';
import type { Sampler } from './samplers.ts';
import { settableNumber, type Side } from './settable.ts';
import { conditionings, NOTHING } from './word-roles.ts';

/** Models of these families have an input for guidance, unless they are called one of the next. */
const FOLLOWS = /flux|kontext|hunyuan_?video(?!.*1_5)/;
const EXCEPT = /schnell|klein|open_?flux|libre_?flux/;
/** A merge of two of FLUX's models has one where either has. */
const MERGED = 'dev';
/** Models of these have none, so that guidance does nothing. */
const IGNORES =
  /z_?image|qwen|sd_?xl|(?<![a-z])(?:sd_?[123]|wan_?2|ltxv?(?![a-z])|v1_5)|stable_?diffusion|pony|illustrious|noobai|lumina|hidream|pixart|kolors|aura_?flow|cosmos|omnigen|longcat|ovis_?image|krea_?2/;

/** What `CLIPLoader` and its like call the text encoders of families that have none. */
const IGNORING_TYPES: ReadonlySet<string> = new Set([
  ...['sdxl', 'sd3', 'stable_cascade', 'lumina2', 'qwen_image', 'hidream', 'wan', 'ltxv', 'pixart'],
  ...['cosmos', 'omnigen2', 'ovis', 'longcat_image', 'krea2'],
]);

/** What samplers are told of guidance. */
export interface Guidance {
  /** Where the first sampler's is said. */
  readonly places: readonly Place[];
  readonly roles: readonly Role[];
  /** Which guidance does nothing, or may do nothing, and which is not offered, in sentences. */
  readonly notes: readonly string[];
}

/** How closely a model is guided that has no cfg of its own, such as FLUX's. */
export function findGuidance(
  exported: Exported,
  base: Sampler,
  later: readonly Sampler[],
): Guidance {
  const samplers = [base, ...later];
  const named = ({ node, input }: Place) => `${input} of node ${exported.named(node)}`;
  const own = ownGuidance(exported, base);
  const negative = guidanceNext(exported, samplers, 'negative');
  const told = once([...guidanceNext(exported, samplers, 'positive'), ...negative]);
  const places = own ? [own] : guidanceNext(exported, [base], 'positive');
  const all = own ? samplers.flatMap((one) => ownGuidance(exported, one) ?? []) : told;
  const besides = own
    ? told.map(
        (place) =>
          `${named(place)} may do nothing, as node ${exported.named(own.node)} has guidance of its own: it is not offered.`,
      )
    : [];
  const nothing = [
    ...besides,
    ...replaced(exported, samplers, told).map(
      (place) =>
        `${named(place)} does nothing, as a node after it sets guidance anew or leaves it out.`,
    ),
  ];
  if (all.length === 0) return { places, roles: [], notes: nothing };
  const files = filesOf(exported, base);
  const why = own ? undefined : whyIgnored(exported, base, files);
  if (why !== undefined) {
    const ignored = places.map((place) => `${named(place)} does nothing: ${why}.`);
    return { places, roles: [], notes: [...nothing, ...ignored] };
  }
  const numbers = (from: readonly Place[]) =>
    once(from.flatMap((place) => settableNumber(exported, place) ?? [])).filter(
      (place) => typeof exported.value(place) === 'number',
    );
  const [first] = numbers(places);
  const now = first && exported.value(first);
  if (!first || typeof now !== 'number') {
    const alone = places.length > 0 ? [] : negative;
    const left = alone.map(
      (place) => `${named(place)} is of the negative prompt alone: it is not offered.`,
    );
    return { places, roles: [], notes: [...nothing, ...left] };
  }
  const same = numbers(all).filter((one) => exported.value(one) === now);
  const takes = same.map((one) => exported.takes(one));
  const entry = {
    type: 'number',
    name: 'guidance',
    description: 'How closely the picture follows the prompt',
    ...usualRange('guidance', now, takes),
  } as const;
  return {
    places,
    roles: [{ entry, places: same }],
    notes: [
      ...nothing,
      ...(own || files.some((file) => FOLLOWS.test(plain(file)))
        ? []
        : [
            `${named(first)} does nothing unless the model takes guidance, as FLUX.1 dev and FLUX.2 dev do, and FLUX.1 schnell and FLUX.2 klein do not: try the option.`,
          ]),
      ...numbers(all)
        .filter((one) => exported.value(one) !== now)
        .map(
          (one) =>
            `${named(one)} is ${String(exported.value(one))}, and not ${now} as that of node ${first.node}: it is not offered.`,
        ),
    ],
  };
}

/** The nodes that say how a sampler is guided: itself, and its guider. */
function guidersOf({ id, positive }: Sampler): readonly string[] {
  return [...new Set([id, positive?.node ?? id])];
}

/** The guidance of a sampler of an unknown class, which rather uses its own than that of the words. */
function ownGuidance(exported: Exported, sampler: Sampler): Place | undefined {
  return guidersOf(sampler)
    .filter((node) => !exported.classOf(node))
    .map((node) => ({ node, input: GUIDANCE }))
    .find((place) => exported.value(place) !== undefined);
}

const GUIDANCE = 'guidance';
const LEAVES_OUT: ReadonlySet<string> = new Set([...NOTHING, 'FluxDisableGuidance']);
/** What ConditioningAverage and its like take the words alone from. */
const WORDS_ALONE = 'conditioning_from';

/**
 * Where samplers get guidance from. The node next to a sampler counts: it replaces what nodes before it said, and so
 * does one that takes guidance away.
 */
function guidanceNext(
  exported: Exported,
  samplers: readonly Sampler[],
  side: Side,
): readonly Place[] {
  return guidanceOn(exported, samplers, side, (node) =>
    exported.value({ node, input: GUIDANCE }) !== undefined ||
    LEAVES_OUT.has(exported.className(node))
      ? []
      : conditionings(exported, node, side).filter(({ input }) => input !== WORDS_ALONE),
  );
}

/** Guidance on the way to samplers that none of them gets. */
function replaced(
  exported: Exported,
  samplers: readonly Sampler[],
  used: readonly Place[],
): readonly Place[] {
  const known = new Set(used.map(placeKey));
  return guidanceOn(exported, samplers, 'positive', (node) =>
    conditionings(exported, node, 'positive'),
  ).filter((place) => !known.has(placeKey(place)));
}

/** `before`: what a node is followed back through. */
function guidanceOn(
  exported: Exported,
  samplers: readonly Sampler[],
  side: Side,
  before: (node: string) => readonly Place[],
): readonly Place[] {
  const way = new Set(
    samplers.flatMap(({ [side]: from }) => (from && exported.source(from)) ?? []),
  );
  // Iterating over a set also yields what is added meanwhile.
  for (const node of way) {
    for (const place of before(node)) {
      const source = exported.source(place);
      if (source !== undefined) way.add(source);
    }
  }
  return [...way]
    .map((node) => ({ node, input: GUIDANCE }))
    .filter((place) => exported.value(place) !== undefined);
}

function once(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

/** Why a sampler's model does nothing with guidance; `undefined` if it may. `files`: those that it is loaded from. */
function whyIgnored(
  exported: Exported,
  { positive }: Sampler,
  files: readonly string[],
): string | undefined {
  if (files.length > 0 && files.every(isIgnoring)) return `${files.join(', ')} ignores it`;
  if (files.some((file) => plain(file).includes(MERGED))) return undefined;
  const source = positive && exported.source(positive);
  const encoders = source === undefined ? [] : exported.behind([source]);
  const family = encoders.map((node) => ignoringFamily(exported, node)).find(Boolean);
  return family && `its text encoder is for ${family}, whose models ignore it`;
}

/** The family that a node loads a text encoder for, if its models ignore guidance. */
function ignoringFamily(exported: Exported, node: string): string | undefined {
  const { type, ...more } = exported.inputsOf(node);
  const files = Object.entries(more).filter(([input]) => /^clip_name\d?$/.test(input));
  if (typeof type !== 'string' || files.length === 0) return undefined;
  // FLUX.2 dev is told words by Mistral, FLUX.2 klein by Qwen.
  if (type === 'flux2' && files.some(([, file]) => /qwen/i.test(String(file))))
    return 'FLUX.2 klein';
  return IGNORING_TYPES.has(type) ? type : undefined;
}

function isIgnoring(file: string): boolean {
  const words = plain(file);
  if (EXCEPT.test(words)) return !words.includes(MERGED);
  return !FOLLOWS.test(words) && IGNORES.test(words);
}

/** `FLUX.1-Schnell` is `flux_1_schnell`. */
function plain(file: string): string {
  return file.toLowerCase().replace(/[^a-z\d]+/g, '_');
}

/** The files that a sampler's model is loaded from: several where models are merged. */
function filesOf(exported: Exported, { id }: Sampler): readonly string[] {
  const guider = exported.source({ node: id, input: 'guider' }) ?? id;
  const files = new Set<string>();
  const way = new Set([guider]);
  // Iterating over a set also yields what is added meanwhile.
  for (const node of way) {
    const inputs = Object.entries(exported.inputsOf(node));
    const sources = inputs
      .filter(([input]) => MODELS.test(input))
      .flatMap(([input]) => exported.source({ node, input }) ?? []);
    for (const source of sources) way.add(source);
    if (sources.length > 0) continue;
    for (const [input, value] of inputs) {
      if (!isLink(value) && typeof value === 'string' && NAMES_MODEL.test(input)) files.add(value);
    }
  }
  return [...files];
}

const MODELS = /^(?:model|model_?[12])$/;
const NAMES_MODEL = /^(?:ckpt|unet|model|diffusion_model|transformer)(?:_name|_path)?$/;
