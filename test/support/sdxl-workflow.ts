import type { NodeTable } from '../../src/comfy/node-table.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';

export type Inputs = Readonly<Record<string, unknown>>;
/** Nodes by id, in ComfyUI's API format. */
export type Nodes = Readonly<
  Record<string, { readonly class_type: string; readonly inputs: Inputs }>
>;

export const node = (className: string, inputs: Inputs = {}) => ({ class_type: className, inputs });

/** SDXL as ComfyUI exports it, with some of its nodes changed or added. */
export function sdxl(changes: Nodes = {}): Nodes {
  return {
    '1': node('CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }),
    '3': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
    '4': node('CLIPTextEncode', { text: 'blurry', clip: ['1', 1] }),
    '5': node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: 1 }),
    '6': sampler(),
    '7': node('VAEDecode', { samples: ['6', 0], vae: ['1', 2] }),
    '8': node('SaveImage', { images: ['7', 0], filename_prefix: 'ComfyUI' }),
    ...changes,
  };
}

/** Its sampler. */
export const sampler = (inputs: Inputs = {}) =>
  node('KSampler', {
    model: ['1', 0],
    positive: ['3', 0],
    negative: ['4', 0],
    latent_image: ['5', 0],
    seed: 7,
    steps: 20,
    cfg: 6.5,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    ...inputs,
  });

/** Lets it begin with a picture from node 9. */
export const fromPicture = (loader: Nodes[string]): Nodes => ({
  '9': loader,
  '10': node('VAEEncode', { pixels: ['9', 0], vae: ['1', 2] }),
  '6': sampler({ latent_image: ['10', 0] }),
});

/** Words in node 20 that node 21 hands on. */
export const handedOn = (value: string): Nodes => ({
  '20': node('PrimitiveString', { value }),
  '21': node('ComfySwitchNode', { switch: true, on_false: ['20', 0], on_true: ['20', 0] }),
});

/** A folder with these entries, read. */
export function readFolder(
  nodes: readonly object[],
  { graph = sdxl(), table, ...more }: { graph?: Nodes; table: NodeTable; rating?: string },
) {
  const manifest = { title: 'T', description: 'D', rating: 'general', ...more, nodes };
  return workflowRecipe({ name: 'mine', manifest, graph }, table);
}

/** Everything that is wrong with such a folder, a line each. */
export function linesOf(...args: Parameters<typeof readFolder>): readonly string[] {
  const read = readFolder(...args);
  return 'problems' in read ? read.problems.map(problemLine) : [];
}
