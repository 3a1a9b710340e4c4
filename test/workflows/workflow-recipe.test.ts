import { describe, expect, it } from 'vitest';
import { readCoreNodes } from '../../src/workflows/core-nodes.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';

const table = readCoreNodes();

const GRAPH = {
  '1': {
    class_type: 'CheckpointLoaderSimple',
    inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' },
  },
  '2': {
    class_type: 'LoraLoader',
    inputs: {
      model: ['1', 0],
      clip: ['1', 1],
      lora_name: 'ink.safetensors',
      strength_model: 0.8,
      strength_clip: 1,
    },
  },
  '57:8': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['2', 1] } },
  '4': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['2', 1] } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
  '6': {
    class_type: 'KSampler',
    inputs: {
      model: ['2', 0],
      positive: ['57:8', 0],
      negative: ['4', 0],
      latent_image: ['5', 0],
      seed: 7,
      steps: 20,
      cfg: 6.5,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
    },
  },
  '7': { class_type: 'VAEDecode', inputs: { samples: ['6', 0], vae: ['1', 2] } },
  '8': { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'ComfyUI' } },
  '9': { class_type: 'PreviewImage', inputs: { images: ['7', 0] } },
};

const MANIFEST = {
  title: 'SDXL in ink',
  description: 'Drawings in ink',
  rating: 'general',
  nodes: [
    { type: 'prompt', node_ids: ['57:8'] },
    { type: 'negative_prompt', node_ids: ['4'] },
    { type: 'seed', node_ids: ['6'] },
    { type: 'steps', node_ids: ['6'], min: 10, max: 40 },
    { type: 'cfg', node_ids: ['6'] },
    { type: 'sampler', node_ids: ['6'], choices: ['euler', 'dpmpp_2m'] },
    { type: 'count', node_ids: ['5'] },
    {
      type: 'aspect_ratio',
      node_ids: ['5'],
      sizes: { '1:1': [1024, 1024], '16:9': [1344, 768] },
    },
    { type: 'strength', node_ids: ['2'] },
    {
      type: 'lora',
      name: 'style',
      node_ids: ['2'],
      choices: [
        { name: 'Ink', value: 'ink.safetensors' },
        { name: 'Chalk', value: 'chalk.safetensors' },
      ],
    },
  ],
  outputs: ['8'],
};

function read(manifest: object = MANIFEST, graph: object = GRAPH) {
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
      ...Object.fromEntries(Object.entries(GRAPH).filter(([id]) => id !== '9')),
      '2': { ...GRAPH[2], inputs: { ...GRAPH[2].inputs, lora_name: 'chalk.safetensors' } },
      '57:8': {
        ...GRAPH['57:8'],
        inputs: { ...GRAPH['57:8'].inputs, text: 'a "heron", {braces} and \\ all' },
      },
      '5': { ...GRAPH[5], inputs: { width: 1344, height: 768, batch_size: 2 } },
      '6': { ...GRAPH[6], inputs: { ...GRAPH[6].inputs, seed: 0, cfg: 3 } },
    });
  });

  it('sets several inputs to one value where their keys are listed', () => {
    const nodes = MANIFEST.nodes.map((entry) =>
      entry.type === 'strength' ? { ...entry, key: ['strength_model', 'strength_clip'] } : entry,
    );
    const recipe = read({ ...MANIFEST, nodes });
    const graph = recipe.graph(recipe.request.parse({ prompt: 'x', strength: 0.3 }), parts);
    expect(graph['2']?.inputs).toMatchObject({ strength_model: 0.3, strength_clip: 0.3 });
  });

  it('refuses a value that is not on the list', () => {
    expect(read().request.safeParse({ prompt: 'x', style: 'other.safetensors' }).success).toBe(
      false,
    );
  });

  it('is adult-rated unless it says otherwise, and then takes any LoRA that the worker has', () => {
    const nodes = MANIFEST.nodes.map((entry) =>
      entry.type === 'lora' ? { ...entry, choices: undefined } : entry,
    );
    const recipe = read({ ...MANIFEST, rating: undefined, nodes });
    expect(recipe.rating).toBe('adult');
    expect(recipe.options.style).toMatchObject({ kind: 'choice', anyOf: 'loras' });
    expect(recipe.request.safeParse({ prompt: 'x', style: 'other.safetensors' }).success).toBe(
      true,
    );
  });
});
