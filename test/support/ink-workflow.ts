import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampler } from './sdxl-workflow.ts';

/** SDXL with a LoRA as ComfyUI exports it, one node of it in a subgraph, and a preview beside the picture. */
export const INK_GRAPH = {
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
  '6': sampler({ model: ['2', 0], positive: ['57:8', 0] }),
  '7': { class_type: 'VAEDecode', inputs: { samples: ['6', 0], vae: ['1', 2] } },
  '8': { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'ComfyUI' } },
  '9': { class_type: 'PreviewImage', inputs: { images: ['7', 0] } },
};

/** What people may set of it. */
export const INK_MANIFEST = {
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

/** Writes a workflow's folder into `parent`. */
export function writeWorkflow(
  parent: string,
  name: string,
  { manifest = INK_MANIFEST, graph = INK_GRAPH }: { manifest?: object; graph?: object } = {},
): void {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'graph.json'), JSON.stringify(graph));
}
