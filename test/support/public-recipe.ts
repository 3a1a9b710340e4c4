import { defineRecipe } from '../../src/recipes/recipe.ts';
import type { Graph } from '../../src/comfy/graph.ts';
import { PUBLIC_NODE_CLASS } from '../../src/workers/runpod-public.ts';

/** The keys of a public endpoint's `input` as a graph. */
export function publicGraph(input: Readonly<Record<string, unknown>>): Graph {
  return { input: { class_type: PUBLIC_NODE_CLASS, inputs: input } };
}

/** A picture of one of RunPod's public endpoints, as small as it makes any. */
export const publicRecipe = defineRecipe({
  name: 'public',
  worker: 'runpod-public',
  rating: 'general',
  options: { prompt: { kind: 'text', min: 1, max: 100 } },
  models: [],
  work: () => 1,
  price: () => 0.0024 * 0.065536,
  graph: ({ prompt }) => publicGraph({ prompt, width: 256, height: 256 }),
});
