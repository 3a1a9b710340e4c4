import { reachedFrom } from '../api-graph.ts';
import { distinctPlaces, type Exported, type Place, placeKey } from './exported.ts';
import { type Role, usualRange } from './role.ts';
import type { Sampler } from './samplers.ts';
import { numberToSet, type Side } from './settable.ts';
import { conditionings, NOTHING } from './word-roles.ts';

/** Model families with a guidance input, except those below. */
const FOLLOWS = /flux|kontext|hunyuan_?video(?!.*1_5)/;
const EXCEPT = /schnell|klein|open_?flux|libre_?flux/;
/** A merge of two FLUX models has it if either does. */
const MERGED = 'dev';
/** Model families without one, where guidance has no effect. */
const IGNORES =
  /z_?image|qwen|sd_?xl|(?<![a-z])(?:sd_?[123]|wan_?2|ltxv?(?![a-z])|v1_5)|stable_?diffusion|pony|illustrious|noobai|lumina|hidream|pixart|kolors|aura_?flow|cosmos|omnigen|longcat|ovis_?image|krea_?2/;

/** Types in `CLIPLoader` and similar nodes for the text encoders of these families. */
const IGNORING_TYPES: ReadonlySet<string> = new Set([
  ...['sdxl', 'sd3', 'stable_cascade', 'lumina2', 'qwen_image', 'hidream', 'wan', 'ltxv', 'pixart'],
  ...['cosmos', 'omnigen2', 'ovis', 'longcat_image', 'krea2'],
]);

/** The guidance of samplers. */
export interface Guidance {
  /** The places of the first sampler's guidance. */
  readonly places: readonly Place[];
  readonly roles: readonly Role[];
  /** Guidance without effect, possibly without effect, or not offered, in sentences. */
  readonly notes: readonly string[];
}

/** Finds the guidance of models without a cfg of their own, such as FLUX. */
export function findGuidance(
  exported: Exported,
  base: Sampler,
  later: readonly Sampler[],
): Guidance {
  const samplers = [base, ...later];
  const named = (place: Place) => exported.inputNamed(place);
  const own = ownGuidance(exported, base);
  const negative = guidanceNext(exported, samplers, 'negative');
  const told = distinctPlaces([...guidanceNext(exported, samplers, 'positive'), ...negative]);
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
    distinctPlaces(from.flatMap((place) => numberToSet(exported, place)?.place ?? []));
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

/** The nodes that guide a sampler: itself and its guider. */
function guidersOf({ id, positive }: Sampler): readonly string[] {
  return [...new Set([id, positive?.node ?? id])];
}

/** The guidance of an unknown sampler class, which prefers its own to the conditioning's. */
function ownGuidance(exported: Exported, sampler: Sampler): Place | undefined {
  return guidersOf(sampler)
    .filter((node) => !exported.classOf(node))
    .map((node) => ({ node, input: GUIDANCE }))
    .find((place) => exported.value(place) !== undefined);
}

const GUIDANCE = 'guidance';
const LEAVES_OUT: ReadonlySet<string> = new Set([...NOTHING, 'FluxDisableGuidance']);
/** The input from which ConditioningAverage and similar nodes take only the text. */
const WORDS_ALONE = 'conditioning_from';

/**
 * Finds where samplers get their guidance. The node closest to a sampler wins: it replaces the
 * values of earlier ones, or removes guidance.
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

/** Guidance on the way to samplers that is replaced before it reaches any. */
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

/** `before`: the nodes that lead into a node. */
function guidanceOn(
  exported: Exported,
  samplers: readonly Sampler[],
  side: Side,
  before: (node: string) => readonly Place[],
): readonly Place[] {
  const sourceAt = (place: Place) => exported.source(place) ?? [];
  const next = samplers.flatMap(({ [side]: from }) => (from ? sourceAt(from) : []));
  return [...reachedFrom(next, (node) => before(node).flatMap(sourceAt))]
    .map((node) => ({ node, input: GUIDANCE }))
    .filter((place) => exported.value(place) !== undefined);
}

/**
 * Why a sampler's model ignores guidance; `undefined` if it may not. `files`: the files that it is
 * loaded from.
 */
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

/** The model family of a text encoder, if that family ignores guidance. */
function ignoringFamily(exported: Exported, node: string): string | undefined {
  const { type, ...more } = exported.inputsOf(node);
  const files = Object.entries(more).filter(([input]) => /^clip_name\d?$/.test(input));
  if (typeof type !== 'string' || files.length === 0) return undefined;
  // FLUX.2 dev's text encoder is Mistral, FLUX.2 klein's is Qwen.
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

/** The files that a sampler's model is loaded from: several if models are merged. */
function filesOf(exported: Exported, { id }: Sampler): readonly string[] {
  const guider = exported.source({ node: id, input: 'guider' }) ?? id;
  const before = (node: string) => exported.sourcesOf(node, ({ input }) => MODELS.test(input));
  const first = [...reachedFrom([guider], before)].filter((node) => before(node).length === 0);
  const files = first.flatMap((node) =>
    Object.entries(exported.inputsOf(node)).flatMap(([input, value]) =>
      typeof value === 'string' && NAMES_MODEL.test(input) ? [value] : [],
    ),
  );
  return [...new Set(files)];
}

const MODELS = /^(?:model|model_?[12])$/;
const NAMES_MODEL = /^(?:ckpt|unet|model|diffusion_model|transformer)(?:_name|_path)?$/;
