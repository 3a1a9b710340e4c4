import { reachedFrom } from '../api-graph.ts';
import type { Exported, Place } from './exported.ts';
import type { Role } from './role.ts';

/** A node that makes a picture from noise, and the places of its settings. */
export interface Sampler {
  readonly id: string;
  readonly positive: Place | undefined;
  readonly negative: Place | undefined;
  readonly latent: Place | undefined;
  readonly seed: Place | undefined;
  readonly steps: Place | undefined;
  readonly cfg: Place | undefined;
  readonly denoise: Place | undefined;
  /** Whether it continues another sampler's picture. */
  readonly isLater: boolean;
}

/** Finds the samplers among these nodes, in order. `output`: the node that saves the picture. */
export function findSamplers(
  exported: Exported,
  nodes: readonly string[],
  output: string | undefined,
): readonly Sampler[] {
  const ids = nodes.filter((id) => isSampler(exported, id));
  const later = exported.madeFrom(ids);
  const samplers = ids.map((id) => ({ ...samplerAt(exported, id), isLater: later.has(id) }));
  const first = samplers.find(({ isLater }) => !isLater);
  const own = first && output !== undefined && ownBegin(exported, samplers, { first, output });
  return own ? samplers.map((one) => ({ ...one, isLater: one !== own })) : samplers;
}

/**
 * The sampler where the saved picture itself starts, if the first one only makes a reference for
 * it, such as a pose or style. Two that share their noise are stages of one picture.
 */
function ownBegin(
  exported: Exported,
  samplers: readonly Sampler[],
  { first, output }: { readonly first: Sampler; readonly output: string },
): Sampler | undefined {
  const ids = new Set(samplers.map(({ id }) => id));
  const line = reachedFrom([output], (node) =>
    exported.sourcesOf(node, ({ input }) => !ids.has(node) || BEGINS.includes(input)),
  );
  const own = samplers.find(({ id }) => line.has(id));
  if (!own || line.has(first.id) || !own.latent || !own.positive) return undefined;
  const noise = exported.source(own.latent);
  const isShared = first.latent && exported.source(first.latent) === noise;
  return noise === undefined || isShared ? undefined : own;
}

/** Samplers of any class are recognised by their inputs: conditioning and a seed. */
export function isSampler(exported: Exported, node: string): boolean {
  const className = exported.className(node);
  // A saver may record settings, and a context node passes on a sampler's inputs.
  if (/save/i.test(className)) return false;
  if (/context|pipe/i.test(className) && !/sampl/i.test(className)) return false;
  // Strings are no conditioning: such a node reads or writes metadata.
  if (exported.given({ node, input: 'positive' }) === 'STRING') return false;
  const comesIn = (input: string) => exported.source({ node, input }) !== undefined;
  if (comesIn('guider') && comesIn('noise')) return true;
  if (first(exported, node, SEEDS) === undefined) return false;
  const hasSteps = Object.hasOwn(exported.inputsOf(node), 'steps');
  return comesIn('positive') || (comesIn('conditioning') && hasSteps);
}

const SEEDS = ['seed', 'noise_seed'];
const LATENTS = ['latent_image', 'samples', 'latent'];
const PICTURES = ['image', 'images', 'pixels'];
/** Inputs that a sampler starts from. */
const BEGINS = [...LATENTS, ...PICTURES];

function samplerAt(exported: Exported, id: string): Omit<Sampler, 'isLater'> {
  const of = (node: string | undefined, inputs: readonly string[]) =>
    node === undefined ? undefined : first(exported, node, inputs);
  const guider = exported.source({ node: id, input: 'guider' }) ?? id;
  const noise = exported.source({ node: id, input: 'noise' }) ?? id;
  const scheduler = schedulerOf(exported, id);
  return {
    id,
    positive: of(guider, ['positive', 'conditioning', 'cond1']),
    negative: of(guider, ['negative', 'neg_conditioning']),
    latent: of(id, LATENTS),
    seed: of(noise, SEEDS),
    steps: of(scheduler, ['steps']),
    cfg: of(guider, ['cfg', 'cfg_conds', 'true_gs']),
    denoise: of(scheduler, ['denoise']),
  };
}

/**
 * Whether a sampler encodes a picture itself and starts from it: a loaded picture, or one that no
 * earlier sampler made.
 */
export function isGivenPicture(
  exported: Exported,
  { id, latent }: Sampler,
  pictures: readonly Role[],
): boolean {
  const sources = PICTURES.flatMap((input) => exported.source({ node: id, input }) ?? []);
  if (latent !== undefined || sources.length === 0) return false;
  const before = exported.behind(sources);
  const loaded = new Set(pictures.flatMap(({ places }) => places.map(({ node }) => node)));
  return (
    before.some((node) => loaded.has(node)) ||
    before.every((node) => first(exported, node, SEEDS) === undefined)
  );
}

/** The node that sets the number of steps: the sampler itself, or one that its sigmas come from. */
function schedulerOf(exported: Exported, sampler: string): string | undefined {
  const seen = new Set<string>();
  for (let node: string | undefined = sampler; node !== undefined && !seen.has(node);) {
    seen.add(node);
    const from = sigmasOf(exported, node);
    if (from === undefined && Object.hasOwn(exported.inputsOf(node), 'steps')) return node;
    node = from;
  }
  return undefined;
}

/** The node that a sampler's sigmas come from. Given sigmas, it ignores its own scheduler. */
export function sigmasOf(exported: Exported, node: string): string | undefined {
  const input = Object.keys(exported.inputsOf(node)).find((one) => /(?:^|_)sigmas$/.test(one));
  return input === undefined ? undefined : exported.source({ node, input });
}

function first(exported: Exported, node: string, inputs: readonly string[]): Place | undefined {
  const has = exported.inputsOf(node);
  const input = inputs.find((one) => Object.hasOwn(has, one));
  return input === undefined ? undefined : { node, input };
}
