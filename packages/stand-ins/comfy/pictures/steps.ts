import { isLink } from '../../../../src/comfy/graph.ts';
import { ancestors, type Graph } from '../graph.ts';
import type { GraphValues } from './graph-values.ts';
import type { Size } from './picture.ts';

const SAMPLERS: ReadonlySet<string> = new Set([
  'KSampler',
  'KSamplerAdvanced',
  'SamplerCustom',
  'SamplerCustomAdvanced',
]);

/** A side of the tiles that a model scales up one by one, and how far they lie over each other. */
const TILE = 512;
const OVERLAP = 32;

/** Whether nodes of a class paint, step by step. */
export function isSampler(className: string | undefined): boolean {
  return className !== undefined && SAMPLERS.has(className);
}

/** How many steps a sampler takes. */
export function plannedSteps(graph: Graph, sampler: string, values: GraphValues): number {
  const { sigmas } = graph[sampler]?.inputs ?? {};
  if (isLink(sigmas)) return stepsBehind(graph, sigmas[0], sigmas[1], values);
  const steps = values.number(sampler, 'steps') ?? 0;
  const end = Math.min(steps, values.number(sampler, 'end_at_step') ?? steps);
  return Math.max(0, end - (values.number(sampler, 'start_at_step') ?? 0));
}

/** The share of all steps that a sampler leaves out at the start, where another has done them. */
export function startShare(sampler: string, values: GraphValues): number {
  const steps = values.number(sampler, 'steps') ?? 0;
  const start = values.number(sampler, 'start_at_step') ?? 0;
  return steps > 0 ? Math.min(1, start / steps) : 0;
}

/** How many tiles a picture is scaled up in. */
export function tilesOf({ width, height }: Size): number {
  const along = (side: number) =>
    side <= TILE ? 1 : Math.ceil((side - OVERLAP) / (TILE - OVERLAP));
  return along(width) * along(height);
}

function stepsBehind(graph: Graph, id: string, slot: number, values: GraphValues): number {
  const { class_type: className = '', inputs = {} } = graph[id] ?? {};
  switch (className) {
    case 'SplitSigmas': {
      const { sigmas } = inputs;
      const step = values.number(id, 'step') ?? 0;
      const all = isLink(sigmas) ? stepsBehind(graph, sigmas[0], sigmas[1], values) : 0;
      return slot === 0 ? Math.min(step, all) : Math.max(0, all - step);
    }
    case 'ManualSigmas':
      return Math.max(0, (values.text(id, 'sigmas') ?? '').split(',').length - 1);
    default: {
      const planned = ancestors(graph, id, (input) => input === 'sigmas').find(
        (one) => values.number(one, 'steps') !== undefined,
      );
      return planned === undefined ? 0 : (values.number(planned, 'steps') ?? 0);
    }
  }
}
