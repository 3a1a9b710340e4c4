import { modelFolder } from '../../../src/comfy/model-folders.ts';
import type { NodeTable } from '../../../src/comfy/node-table.ts';
import { isPlausibleFile } from './model-files.ts';

/** Folders that ComfyUI 0.33.0 counts among its models, whether or not there is anything in them. */
const FOLDERS: readonly string[] = [
  'checkpoints',
  'configs',
  'loras',
  'vae',
  'text_encoders',
  'diffusion_models',
  'clip_vision',
  'embeddings',
  'controlnet',
  'upscale_models',
  'custom_nodes',
];

/** ComfyUI looks for models in the folder of its nodes too, and tells every file there. */
const NODE_FILES: readonly string[] = ['ComfyUI_IPAdapter_plus/__init__.py'];

/** The model files of an installation by folder, as `GET /models/{folder}` tells them. */
export function modelsOf(table: NodeTable): ReadonlyMap<string, readonly string[]> {
  const models = new Map<string, Set<string>>(FOLDERS.map((folder) => [folder, new Set()]));
  models.set('custom_nodes', new Set(NODE_FILES));
  for (const [name, { inputs }] of table) {
    for (const [input, { options = [] }] of Object.entries(inputs)) {
      const folder = modelFolder(name, input);
      if (folder === undefined) continue;
      const files = models.get(folder) ?? new Set();
      models.set(folder, files);
      // Some that every ComfyUI has are no files.
      for (const option of options) {
        if (typeof option === 'string' && isPlausibleFile(option)) files.add(option);
      }
    }
  }
  return new Map([...models].map(([folder, files]) => [folder, [...files].sort()]));
}
