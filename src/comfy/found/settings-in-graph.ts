import { foundAny, type FoundSettings } from './found-settings.ts';
import { FollowedGraph, type FollowedNode } from './followed-graph.ts';

/** What a text encoder calls its words. */
const TEXTS = ['text', 'prompt', 'text_g', 'text_l', 'clip_l', 't5xxl'];
/** What a node calls them that only holds words, for one that encodes them by itself. */
const HELD_WORDS = ['value', 'string'];
const LATENTS = ['latent_image', 'latent', 'samples'];
const SEEDS = ['seed', 'noise_seed'];

/** Of so many samplers it is looked which one begins: each look may go over the whole graph. */
const MOST_SAMPLERS = 4;

/** Words are taken from so many text encoders, whose texts may each come through many hands. */
const MOST_ENCODERS = 100;

/**
 * Reads the graph that ComfyUI writes into its pictures (`prompt`): what the sampler is told that begins, found by following
 * links. It goes by the names of inputs alone and over each node a few times at most, unlike what finds the roles in a workflow
 * that an operator brings. `undefined` where there is no sampler.
 */
export function settingsInGraph(text: string): FoundSettings | undefined {
  const graph = FollowedGraph.read(text);
  const sampler = graph && firstSampler(graph);
  if (!graph || !sampler) return undefined;
  const guider = graph.source(sampler, 'guider') ?? sampler;
  const noise = graph.source(sampler, 'noise') ?? sampler;
  const steps = graph.source(sampler, 'sigmas') ?? sampler;
  const chosen = graph.source(sampler, 'sampler') ?? sampler;
  const latent = latents(graph, sampler).find(({ inputs }) => 'width' in inputs);
  return foundAny({
    prompt: wordsOf(graph, guider, 'positive'),
    negativePrompt: wordsOf(graph, guider, 'negative'),
    steps: graph.number(steps, 'steps'),
    cfg: graph.number(guider, 'cfg'),
    sampler: graph.text(chosen, 'sampler_name'),
    scheduler: graph.text(steps, 'scheduler'),
    seed: SEEDS.map((name) => graph.number(noise, name)).find((seed) => seed !== undefined),
    width: graph.number(latent, 'width'),
    height: graph.number(latent, 'height'),
  });
}

/** The sampler that goes on with no other one's work, or else the first. */
function firstSampler(graph: FollowedGraph): FollowedNode | undefined {
  const all = graph.nodes.filter((node) => isSampler(node)).slice(0, MOST_SAMPLERS);
  return all.find((one) => !latents(graph, one).some((node) => isSampler(node))) ?? all[0];
}

function isSampler({ inputs }: FollowedNode): boolean {
  const has = (name: string) => Object.hasOwn(inputs, name);
  if (has('guider') && has('noise')) return true;
  return has('positive') && SEEDS.some(has);
}

/** The nodes that a sampler's latent picture comes through, the nearest first. */
function latents(graph: FollowedGraph, sampler: FollowedNode): readonly FollowedNode[] {
  const way = new Set<FollowedNode>();
  const next = (node: FollowedNode) =>
    LATENTS.map((name) => graph.source(node, name)).find((one) => one !== undefined);
  for (let node = next(sampler); node && !way.has(node); node = next(node)) way.add(node);
  return [...way];
}

/** What the text encoders say that lead to a guider, each text once. */
function wordsOf(
  graph: FollowedGraph,
  guider: FollowedNode,
  role: 'positive' | 'negative',
): string | undefined {
  const texts = new Set<string>();
  const waiting = conditionings(graph, guider, role, role === 'positive');
  const seen = new Set<FollowedNode>();
  let encoders = 0;
  for (let node = waiting.pop(); node && encoders < MOST_ENCODERS; node = waiting.pop()) {
    if (seen.has(node) || node.type === 'ConditioningZeroOut') continue;
    seen.add(node);
    const before = conditionings(graph, node, role, true);
    // The last is looked at first, and they are to come in their order.
    for (const one of before.toReversed()) waiting.push(one);
    if (before.length > 0) continue;
    encoders += 1;
    // A loader that encodes both by itself calls its words by their roles.
    for (const name of [role, ...TEXTS, ...HELD_WORDS]) {
      const text = graph.text(node, name);
      if (text !== undefined) texts.add(text);
    }
  }
  // Many encoders may have one long text, which is looked through once.
  const words = new Set([...texts].map((text) => text.trim()).filter((text) => text !== ''));
  return words.size === 0 ? undefined : [...words].join(', ');
}

/** Where a node takes over what others made of words: by its role's name, and where it has no such, by any that says so. */
function conditionings(
  graph: FollowedGraph,
  node: FollowedNode,
  role: string,
  isAny: boolean,
): FollowedNode[] {
  const own = graph.source(node, role);
  if (own) return [own];
  if (!isAny) return [];
  return Object.keys(node.inputs).flatMap((name) =>
    name.startsWith('cond') ? (graph.source(node, name) ?? []) : [],
  );
}
