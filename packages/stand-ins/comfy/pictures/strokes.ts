import { isLink, type Link } from '../../../../src/comfy/graph.ts';
import { ancestors, type Graph } from '../graph.ts';
import type { GraphValues } from './graph-values.ts';
import type { Strokes } from './picture.ts';
import { plannedSteps, startShare } from './steps.ts';

const TEXTS: readonly string[] = ['text', 'prompt', 't5xxl', 'text_g', 'clip_l', 'user_prompt'];
const MODELS: readonly string[] = ['ckpt_name', 'unet_name', 'model_path'];

/**
 * Reads what a sampler is told, by the names of inputs rather than by class: its own, and those of
 * the nodes that stand for parts of a sampler (noise, guider, sigmas).
 */
export function readStrokes(graph: Graph, sampler: string, values: GraphValues): Strokes {
  const ids = ancestors(graph, sampler);
  const parts = [sampler, ...sides(graph, sampler, ['noise', 'guider', 'sigmas', 'sampler'])];
  const positive = linkOf(graph, parts, ['positive', 'conditioning', 'cond1']);
  const negative = linkOf(graph, parts, ['negative']);
  const number = (among: readonly string[], ...names: readonly string[]) =>
    first(among, (id) => first(names, (name) => values.number(id, name)));
  const text = (among: readonly string[], ...names: readonly string[]) =>
    first(among, (id) => first(names, (name) => values.text(id, name)));
  const cfg = number(parts, 'cfg', 'cfg_conds');
  const guidance = positive && number(ancestors(graph, positive[0]), 'guidance');
  const loras = ids.flatMap((id) => {
    const name = values.text(id, 'lora_name');
    return name === undefined ? [] : [`${name} ${values.number(id, 'strength_model') ?? 1}`];
  });
  return {
    prompt: textBehind(graph, positive, values),
    negative: textBehind(graph, negative, values),
    seed: number(parts, 'seed', 'noise_seed') ?? 0,
    steps: plannedSteps(graph, sampler, values),
    // Models that are told how strongly to follow by a number of their own run at cfg 1.
    cfg: cfg === undefined || cfg === 1 ? (guidance ?? cfg ?? 1) : cfg,
    denoise: number(ancestorsOf(graph, parts), 'denoise') ?? 1 - startShare(sampler, values),
    samplerName: text(parts, 'sampler_name') ?? '',
    scheduler: text(ancestorsOf(graph, parts), 'scheduler') ?? '',
    checkpoint: [text(ids, ...MODELS) ?? '', ...loras].join(' + '),
  };
}

/** The words that a conditioning is made of, nearest first; empty where there are none. */
function textBehind(graph: Graph, link: Link | undefined, values: GraphValues): string {
  if (!link) return '';
  const said = first(ancestors(graph, link[0]), (id) =>
    first(TEXTS, (name) => {
      const text = values.text(id, name);
      return text === '' ? undefined : text;
    }),
  );
  return said ?? '';
}

/** The nodes that a sampler is linked to by inputs of these names. */
function sides(graph: Graph, id: string, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const link = graph[id]?.inputs[name];
    return isLink(link) ? [link[0]] : [];
  });
}

/** The sampler itself, and what its sigmas come from. Not its latent, which another may have made. */
function ancestorsOf(graph: Graph, parts: readonly string[]): readonly string[] {
  return parts.flatMap((id) => ancestors(graph, id, (input) => input === 'sigmas'));
}

function linkOf(graph: Graph, ids: readonly string[], names: readonly string[]): Link | undefined {
  return first(ids, (id) =>
    first(names, (name) => {
      const link = graph[id]?.inputs[name];
      return isLink(link) ? link : undefined;
    }),
  );
}

/** The first that something comes of. */
function first<One, Found>(
  of: readonly One[],
  find: (one: One) => Found | undefined,
): Found | undefined {
  for (const one of of) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
