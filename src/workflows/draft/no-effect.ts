import { type Exported, type Place, placeKey } from './exported.ts';
import { sigmasOf } from './samplers.ts';
import { numberToSet } from './settable.ts';

/**
 * What an option sets, as far as nodes treat it differently: some keep only a picture's size, or
 * only the number of pictures.
 */
export type Effect = 'size' | 'count' | 'words' | 'picture' | 'value';

/** Why a node drops an input's value, as the first half of a sentence. */
export interface Drop {
  readonly because: string;
  /** A picture's size still matters. */
  readonly keepsSize?: true;
}

/** An input of a known class, with everything that decides whether it is dropped. */
interface At extends Place {
  readonly exported: Exported;
  /** The output that is followed. */
  readonly slot: number;
  readonly effect: Effect;
  /** The places that members may set, whose values are unknown. */
  readonly set: ReadonlySet<string>;
}

/** `unsure` if it depends on more than values. */
type Dropped = Drop | 'unsure' | undefined;

/** Types that a node modifies and passes on. */
const HANDED_ON: ReadonlySet<string> = new Set(['MODEL', 'CLIP', 'CONDITIONING']);

/**
 * Whether an input of a known class affects an output. Models and the like affect only outputs of
 * their type.
 */
export function isHandedOn(exported: Exported, place: Place, slot: number): boolean {
  const type = exported.takes(place)?.type ?? '';
  const outputs = exported.classOf(place.node)?.outputs ?? [];
  if (!HANDED_ON.has(type) || !outputs.includes(type)) return true;
  const [first, second = first] = [...outputs.keys()].filter((one) => outputs[one] === type);
  if (place.input === 'positive') return slot === first;
  return place.input === 'negative' ? slot === second : outputs[slot] === type;
}

/** Why a node of a known class drops an input, given its other values. */
export function whyDropped(at: At): Dropped {
  if (at.input === 'filename_prefix') return drop(at, 'names the file alone');
  const rule = RULES.get(at.exported.className(at.node));
  return rule?.(at) ?? atZeroStrength(at) ?? blended(at);
}

const RULES: ReadonlyMap<string, (at: At) => Dropped> = new Map<string, (at: At) => Dropped>([
  ['KSampler', (at) => unsampled(at) ?? negative(at) ?? sizeAlone(at)],
  ['KSamplerAdvanced', (at) => unsampled(at) ?? negative(at) ?? sizeAlone(at) ?? noiseless(at)],
  ['SamplerCustom', (at) => negative(at) ?? sizeAlone(at) ?? noiseless(at)],
  ['SamplerCustomAdvanced', sizeAlone],
  ['CFGGuider', negative],
  [
    'DualCFGGuider',
    (at) => (at.input === 'negative' ? dropAt(at, 'cfg_cond2_negative', 1) : undefined),
  ],
  ['BasicScheduler', unsampled],
  ...among('LoraLoader LoraLoaderModelOnly LoraLoaderBypass LoraLoaderBypassModelOnly', weightless),
  ...among('ConditioningSetArea ConditioningSetAreaPercentage HypernetworkLoader', weightless),
  ...among('ConditioningSetAreaStrength ConditioningSetMask', weightless),
  ['ConditioningSetTimestepRange', ended],
  ['ConditioningZeroOut', (at) => (at.effect === 'words' ? drop(at, 'is set to 0') : undefined)],
  ['GetImageSize', measured],
  ['ResizeImageMaskNode', (at) => (at.input === 'resize_type.match' ? measured(at) : undefined)],
  [
    'Painter',
    (at) =>
      OF_PAINTER.has(at.input) && isLinked(at, 'image')
        ? drop(at, 'is that of its image')
        : undefined,
  ],
  // A picture of the same size covers it completely.
  [
    'ImageCompositeMasked',
    (at) => pastedIntoOne(at) ?? unsureIf(at.input === 'destination' && !isLinked(at, 'mask')),
  ],
  // A ControlNet uses one picture of a batch per result; other nodes use only the first.
  ['ImageBatch', (at) => unsureIf(at.input === 'image2')],
  ['LatentBatch', (at) => unsureIf(at.input === 'samples2')],
  ...among('BatchImagesNode BatchLatentsNode BatchMasksNode', (at) =>
    unsureIf(!at.input.endsWith('0')),
  ),
  // An encoder drops transparency, and a loaded picture has none.
  ['JoinImageWithAlpha', (at) => unsureIf(at.input === 'alpha' && !isSaved(at))],
  ['SplitImageWithAlpha', (at) => unsureIf(at.slot === 1)],
  // Z-Image models ignore it.
  ['QwenImageDiffsynthControlnet', (at) => unsureIf(at.input === 'mask')],
]);

function among(classes: string, rule: (at: At) => Dropped) {
  return classes.split(' ').map((one) => [one, rule] as const);
}

function unsureIf(isUnsure: boolean): Dropped {
  return isUnsure ? 'unsure' : undefined;
}

const OF_PAINTER: ReadonlySet<string> = new Set(['width', 'height', 'bg_color']);

function isSaved({ exported, node }: At): boolean {
  return exported
    .usesOf(node)
    .some((use) => /^(?:Save|Preview)/.test(exported.className(use.node)));
}

/** Pasted pictures, and masks of them, become as many as there are to paste into. */
function pastedIntoOne(at: At): Dropped {
  if (at.effect !== 'count' || at.input === 'destination') return undefined;
  const place = { ...at, input: 'destination' };
  const into = at.exported.source(place);
  return into !== undefined && isOnePicture(at, into) ? drop(place, 'is one picture') : undefined;
}

/** Whether everything that a picture is made from yields only one. */
function isOnePicture(at: At, from: string): boolean {
  const way = new Set([from]);
  // Iterating over a set also yields items added during the loop.
  for (const node of way) {
    if (!isOneAt(at, node)) return false;
    for (const source of at.exported.sourcesOf(node)) way.add(source);
  }
  return true;
}

/** ComfyUI's own classes that yield one picture, or as many as they receive. */
const ONE_EACH =
  /^(?:LoadImage(?:Mask)?|EmptyImage|Painter|Image(?:Scale|Upscale|Crop|Flip|Rotate|Invert|Blur|Sharpen|Pad)\w*|Resize\w+|FluxKontextImageScale|UpscaleModelLoader|Primitive\w+|GetImageSize)$/;

/** Whether a node yields no more pictures than it receives. */
function isOneAt(at: At, node: string): boolean {
  const isKnown =
    at.exported.classOf(node) !== undefined && ONE_EACH.test(at.exported.className(node));
  const isMany = Object.hasOwn(at.exported.inputsOf(node), 'batch_size');
  return isKnown && (!isMany || numberAt({ ...at, node }, 'batch_size') === 1);
}

/** Effects that survive if only a picture's dimensions do. */
const MEASURES: ReadonlySet<Effect> = new Set(['size', 'count']);

function measured(at: At): Dropped {
  if (MEASURES.has(at.effect)) return undefined;
  return { ...drop(at, 'is measured alone'), ...(at.effect === 'picture' && { keepsSize: true }) };
}

function drop({ exported, ...place }: At, does: string): Drop {
  return { because: `${exported.inputNamed(place)} ${does}` };
}

function isLinked({ exported, node }: At, input: string): boolean {
  return exported.source({ node, input }) !== undefined;
}

/** The number in an input, unless members set it. */
function numberAt({ exported, node, set }: Pick<At, 'exported' | 'node' | 'set'>, input: string) {
  const at = numberToSet(exported, { node, input });
  return at && !set.has(placeKey(at.place)) ? at.now : undefined;
}

/** The same for any value. */
function valueAt({ exported, node, set }: At, input: string): unknown {
  const place = exported.through({ node, input });
  return set.has(placeKey(place)) ? undefined : exported.value(place);
}

/** The drop, if an input has this number. */
function dropAt(at: At, input: string, number: number): Drop | undefined {
  return numberAt(at, input) === number ? drop({ ...at, input }, `is ${number}`) : undefined;
}

/** Classes with their own negative prompt. */
const NEGATIVE_ALONE = /nag|perp_?neg|neg_?pip/i;

/** At cfg 1 the negative prompt has no effect. */
function negative(at: At): Dropped {
  if (at.input !== 'negative') return undefined;
  const found = dropAt(at, 'cfg', 1);
  const model = found && at.exported.source({ node: at.node, input: 'model' });
  const isAlone = model !== undefined && at.exported.madeFromKind(NEGATIVE_ALONE).has(model);
  return isAlone ? undefined : found;
}

/** Nothing is sampled at denoise 0 or without steps. */
function unsampled(at: At): Dropped {
  if (at.input === 'latent_image') return undefined;
  const [start, end = Infinity, steps = Infinity] = ['start_at_step', 'end_at_step', 'steps'].map(
    (input) => numberAt(at, input),
  );
  return start !== undefined && start >= Math.min(end, steps)
    ? drop({ ...at, input: 'start_at_step' }, `is ${start}, past the last step`)
    : dropAt(at, 'denoise', 0);
}

/** Schedulers whose sigmas start at full noise. */
const FULL: ReadonlySet<string> = new Set([
  ...['Flux2Scheduler', 'Ideogram4Scheduler', 'KarrasScheduler', 'ExponentialScheduler'],
  ...['PolyexponentialScheduler', 'LaplaceScheduler', 'VPScheduler', 'BetaSamplingScheduler'],
]);

/** A sampler that starts at full noise keeps only a latent's size, unless it has a mask. */
function sizeAlone(at: At): Dropped {
  const { exported, node, input, effect } = at;
  if (input !== 'latent_image' || MEASURES.has(effect)) return undefined;
  const noise = exported.source({ node, input: 'noise' });
  if (noise !== undefined && exported.className(noise) !== 'RandomNoise') return undefined;
  if (valueAt(at, 'add_noise') === false || valueAt(at, 'add_noise') === 'disable')
    return undefined;
  const sigmas = sigmasOf(exported, node);
  const isFull = sigmas !== undefined && FULL.has(exported.className(sigmas));
  const noisy = { exported, set: at.set, node: sigmas ?? node };
  const begins = `Node ${exported.named(node)}`;
  const why = isFull
    ? `begins at full noise`
    : numberAt(noisy, 'start_at_step') === 0
      ? 'begins at step 0'
      : (numberAt(noisy, 'denoise') ?? 0) >= 1
        ? 'has denoise 1'
        : undefined;
  if (why === undefined || mayHaveMask(exported, at)) return undefined;
  return { because: `${begins} ${why}`, ...(effect === 'picture' && { keepsSize: true }) };
}

/** Classes that pass on a latent without adding a mask. */
const MASKLESS =
  /^(?:VAEEncode(?:Tiled)?|K?Sampler(?:Advanced|Custom|CustomAdvanced)?|Latent\w+|Empty\w+|Re(?:peatLatentBatch|batchLatents)|StableCascade_\w+)$/;

/** The maximum number of nodes to follow a latent back through. */
const MOST_FOLLOWED = 64;

/** Whether a latent may have a mask, outside of which it is kept. */
function mayHaveMask(exported: Exported, { node, input }: Place): boolean {
  const way = new Set([exported.source({ node, input }) ?? '']);
  const isLatent = (place: Place) => exported.takes(place)?.type === 'LATENT';
  // Iterating over a set also yields items added during the loop.
  for (const one of way) {
    const isMaskless = exported.classOf(one) && MASKLESS.test(exported.className(one));
    if (!isMaskless || way.size > MOST_FOLLOWED) return true;
    for (const source of exported.sourcesOf(one, isLatent)) way.add(source);
  }
  return false;
}

/** Samplers that add noise at each step. */
const STOCHASTIC = /ancestral|sde|lcm|ddpm|restart|sa_solver|seeds|cfg_pp|er_/i;

/** A seed has no effect if a sampler adds no noise. */
function noiseless(at: At): Dropped {
  const { exported, node, input } = at;
  if (
    input !== 'noise_seed' ||
    (valueAt(at, 'add_noise') !== false && valueAt(at, 'add_noise') !== 'disable')
  )
    return undefined;
  const sampler = exported.source({ node, input: 'sampler' });
  const name =
    sampler === undefined
      ? valueAt(at, 'sampler_name')
      : exported.value({ node: sampler, input: 'sampler_name' });
  return typeof name === 'string' && !STOCHASTIC.test(name)
    ? drop({ ...at, input: 'add_noise' }, 'is off')
    : undefined;
}

/** Inputs at strength 0: a LoRA, and a regional prompt. */
function weightless(at: At): Dropped {
  if (at.input === 'model' || at.input === 'clip') return undefined;
  if (at.exported.takes({ node: at.node, input: 'strength' })) return dropAt(at, 'strength', 0);
  return dropAt(at, at.slot === 0 ? 'strength_model' : 'strength_clip', 0);
}

/** Names of the end and start of a range. */
const ENDS = [
  ['end_percent', 'start_percent'],
  ['end_at', 'start_at'],
  ['end', 'start'],
] as const;

/** A range that ends before it starts. */
function ended(at: At): Dropped {
  for (const [input, from] of ENDS) {
    const [end, start = 0] = [numberAt(at, input), numberAt(at, from)];
    if (end !== undefined && end <= start) {
      return drop({ ...at, input }, end === 0 ? 'is 0' : `is ${end}, no later than its start`);
    }
  }
  return undefined;
}

/** Inputs applied to a model or conditioning at strength 0, or over an empty range. */
function atZeroStrength(at: At): Dropped {
  const outputs = at.exported.classOf(at.node)?.outputs ?? [];
  const brings = outputs.some((type) => HANDED_ON.has(type) || type === 'EMBEDS');
  if (!brings || HANDED_ON.has(at.exported.takes(at)?.type ?? '')) return undefined;
  const own = at.input.startsWith('image') ? [at.input.replace('image', 'weight')] : [];
  const strengths = ['strength', 'weight', ...own].map((input) => dropAt(at, input, 0));
  return strengths.find(Boolean) ?? ended(at) ?? maskedOut(at);
}

/** A mask that leaves no part of the picture. */
function maskedOut(at: At): Dropped {
  const place = { ...at, input: 'attn_mask' };
  const node = at.exported.source(place);
  if (node === undefined || at.exported.className(node) !== 'SolidMask') return undefined;
  return numberAt({ ...at, node }, 'value') === 0 ? drop(place, 'is 0 all over') : undefined;
}

/** A number at which a node uses only one input: which one, at 0 and at 1. */
interface Blend {
  readonly by: string;
  readonly dropped: readonly [atZeroStrength: string | undefined, atOne: string | undefined];
}

const BLENDS: ReadonlyMap<string, Blend> = new Map<string, Blend>([
  ['ImageBlend', { by: 'blend_factor', dropped: ['image2', 'image1'] }],
  ['LatentBlend', { by: 'blend_factor', dropped: ['samples1', 'samples2'] }],
  ['LatentInterpolate', { by: 'ratio', dropped: ['samples1', 'samples2'] }],
  [
    'ConditioningAverage',
    { by: 'conditioning_to_strength', dropped: ['conditioning_to', 'conditioning_from'] },
  ],
  ['ColorTransfer', { by: 'strength', dropped: ['image_ref', undefined] }],
  ['ModelMergeSimple', { by: 'ratio', dropped: ['model1', 'model2'] }],
  ['CLIPMergeSimple', { by: 'ratio', dropped: ['clip1', 'clip2'] }],
]);

function blended(at: At): Dropped {
  const blend = BLENDS.get(at.exported.className(at.node));
  const number = blend?.dropped.indexOf(at.input) ?? -1;
  // ImageBlend replaces its first picture only in this mode.
  const isMixed = at.input === 'image1' && valueAt(at, 'blend_mode') !== 'normal';
  return !blend || number < 0 || isMixed ? undefined : dropAt(at, blend.by, number);
}
