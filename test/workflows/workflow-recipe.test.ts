import { describe, expect, it } from 'vitest';
import { withDrawnSeed } from '../../src/recipes/recipe.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { INK_GRAPH, INK_MANIFEST } from '../support/ink-workflow.ts';

const table = readCoreNodes();

function read(manifest: object = INK_MANIFEST, graph: object = INK_GRAPH) {
  const made = workflowRecipe({ name: 'ink', manifest, graph }, table);
  if ('recipe' in made) return made.recipe;
  throw new Error(made.problems.map(problemLine).join('\n'));
}

const parts = {
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  faceWorkflow: 'plus-face',
  pictures: {},
} as const;

describe('a workflow from a folder', () => {
  it('takes its ranges and defaults from the graph and the node table where the manifest is silent', () => {
    const { options } = read();
    expect(options).toMatchObject({
      prompt: { kind: 'text', min: 1, max: 1500 },
      negativePrompt: { kind: 'text', default: 'blurry' },
      seed: { kind: 'whole', min: -1, default: -1 },
      steps: { kind: 'whole', min: 10, max: 40, default: 20 },
      cfg: { kind: 'number', min: 0, max: 30, default: 6.5 },
      sampler: { kind: 'choice', names: ['euler', 'dpmpp_2m'], default: 'euler' },
      count: { kind: 'whole', min: 1, max: 4, default: 1 },
      aspectRatio: { kind: 'choice', default: '1:1' },
      style: { kind: 'choice', default: 'ink.safetensors' },
    });
  });

  it('lets people write less in each text the more there are, so that all of it can be read', () => {
    const texts = ['one', 'two', 'three'].map((name, at) => ({
      type: 'text',
      name,
      node_ids: [`2${at}`],
      key: 'value',
    }));
    const nodesOf = Object.fromEntries(
      texts.map(({ node_ids: [id = ''] }) => [
        id,
        { class_type: 'PrimitiveString', inputs: { value: '' } },
      ]),
    );
    const manifest = { ...INK_MANIFEST, nodes: [...INK_MANIFEST.nodes, ...texts] };
    const { options } = read(manifest, { ...INK_GRAPH, ...nodesOf });
    for (const name of ['prompt', 'negativePrompt', 'one', 'two', 'three']) {
      expect(options[name]).toMatchObject({ kind: 'text', max: 1000 });
    }
  });

  it('sets what people ask for as typed JSON, and leaves everything else as it was exported', () => {
    const recipe = read();
    const params = recipe.request.parse({
      prompt: 'a "heron", {braces} and \\ all',
      seed: 0,
      cfg: 3,
      count: 2,
      aspectRatio: '16:9',
      style: 'chalk.safetensors',
    });
    const graph = recipe.graph(params, parts);
    expect(graph).toEqual({
      ...Object.fromEntries(Object.entries(INK_GRAPH).filter(([id]) => id !== '9')),
      '2': { ...INK_GRAPH[2], inputs: { ...INK_GRAPH[2].inputs, lora_name: 'chalk.safetensors' } },
      '57:8': {
        ...INK_GRAPH['57:8'],
        inputs: { ...INK_GRAPH['57:8'].inputs, text: 'a "heron", {braces} and \\ all' },
      },
      '5': { ...INK_GRAPH[5], inputs: { width: 1344, height: 768, batch_size: 2 } },
      '6': { ...INK_GRAPH[6], inputs: { ...INK_GRAPH[6].inputs, seed: 0, cfg: 3 } },
    });
  });

  it('sets several inputs to one value where their keys are listed', () => {
    const nodes = INK_MANIFEST.nodes.map((entry) =>
      entry.type === 'strength' ? { ...entry, key: ['strength_model', 'strength_clip'] } : entry,
    );
    const recipe = read({ ...INK_MANIFEST, nodes });
    const graph = recipe.graph(recipe.request.parse({ prompt: 'x', strength: 0.3 }), parts);
    expect(graph['2']?.inputs).toMatchObject({ strength_model: 0.3, strength_clip: 0.3 });
  });

  it('changes in hundredths, which takes no longer the less it is', () => {
    const nodes = [...INK_MANIFEST.nodes, { type: 'denoise', node_ids: ['6'] }];
    const recipe = read({ ...INK_MANIFEST, nodes });
    const [little, all] = [1e-9, 1].map((denoise) =>
      recipe.request.parse({ prompt: 'x', denoise }),
    );
    if (!little || !all) throw new Error('no params');
    expect(recipe.graph(little, parts)['6']?.inputs).toMatchObject({ denoise: 0 });
    expect(recipe.work(little)).toBe(recipe.work(all));
  });

  it('draws a seed within a range that begins above 0, and takes none below it', () => {
    const nodes = INK_MANIFEST.nodes.map((entry) =>
      entry.type === 'seed' ? { ...entry, min: 10, max: 19 } : entry,
    );
    const recipe = read({ ...INK_MANIFEST, nodes });
    const params = withDrawnSeed(recipe.request.parse({ prompt: 'x' }), () => 5, recipe);
    expect(recipe.graph(params, parts)['6']?.inputs).toMatchObject({ seed: 15 });
    expect(recipe.request.safeParse({ prompt: 'x', seed: 9 }).success).toBe(false);
    expect(recipe.known.safeParse(params).success).toBe(true);
  });

  it('refuses a value that is not on the list', () => {
    expect(read().request.safeParse({ prompt: 'x', style: 'other.safetensors' }).success).toBe(
      false,
    );
  });

  it('is adult-rated unless it says otherwise, and then takes any LoRA that the worker has', () => {
    const nodes = INK_MANIFEST.nodes.map((entry) =>
      entry.type === 'lora' ? { ...entry, choices: undefined } : entry,
    );
    const recipe = read({ ...INK_MANIFEST, rating: undefined, nodes });
    expect(recipe.rating).toBe('adult');
    expect(recipe.options.style).toMatchObject({ kind: 'choice', anyOf: 'loras' });
    expect(recipe.request.safeParse({ prompt: 'x', style: 'other.safetensors' }).success).toBe(
      true,
    );
  });
});
