import { inputsFor } from '../../src/comfy/node-inputs.ts';
import { isLink } from '../../src/comfy/plain-graph.ts';
import type { ComfyFile } from './comfy-files.ts';
import { applyAdapter, loadInsightFace, loadUnified } from './ip-adapter.ts';
import { NodeException } from './node-exception.ts';
import type { NodeOutput, NodeRun } from './node-run.ts';
import { checkPhoto, photoBytes } from './photo.ts';
import { readRecipe } from './recipe.ts';
import { render } from './render.ts';

/** Python's names for what runs behind a class, as its errors say them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  CLIPTextEncode: 'CLIPTextEncode.encode',
  EmptyLatentImage: 'EmptyLatentImage.generate',
  IPAdapterAdvanced: 'IPAdapterAdvanced.apply_ipadapter',
  IPAdapterFaceID: 'IPAdapterAdvanced.apply_ipadapter',
  KSampler: 'KSampler.sample',
  LoadImage: 'LoadImage.load_image',
  SaveImage: 'SaveImage.save_images',
  VAEDecode: 'VAEDecode.decode',
};

/** What IPAdapter_plus's one function takes beyond the inputs of its classes. */
const ADAPTER_ARGUMENTS: readonly string[] = ['insightface', 'image_style', 'image_composition'];

/**
 * Does what a node of a valid graph does.
 *
 * @throws NodeException where it fails in ComfyUI.
 */
export async function runNode(run: NodeRun): Promise<NodeOutput | undefined> {
  refuseUnknownLinks(run);
  switch (run.graph[run.id]?.class_type ?? '') {
    case 'LoadImage':
    case 'ETN_LoadImageBase64':
      await checkPhoto(run.graph, run.id, run.files);
      return undefined;
    case 'IPAdapterInsightFaceLoader':
      loadInsightFace(run);
      return undefined;
    case 'IPAdapterUnifiedLoader':
    case 'IPAdapterUnifiedLoaderFaceID':
      loadUnified(run);
      return undefined;
    case 'IPAdapterAdvanced':
    case 'IPAdapterFaceID':
      await applyAdapter(run);
      return undefined;
    case 'KSampler':
    case 'KSamplerAdvanced':
      await sample(run);
      return undefined;
    case 'SaveImage':
      return save(run, readRecipe(run.graph, run.id).filenamePrefix, 'output');
    case 'PreviewImage':
      return save(run, 'ComfyUI_temp_sandb', 'temp');
    default:
      return undefined;
  }
}

/** ComfyUI drops constants that a class does not know, but hands links on to its function. */
function refuseUnknownLinks({ graph, id, nodes }: NodeRun): void {
  const node = graph[id];
  if (!node) return;
  const { class_type: name, inputs } = node;
  const nodeClass = nodes.get(name);
  const known = nodeClass && inputsFor(nodeClass, inputs);
  const more = FUNCTIONS[name] === FUNCTIONS.IPAdapterFaceID ? ADAPTER_ARGUMENTS : [];
  for (const [input, value] of Object.entries(inputs)) {
    if (!isLink(value) || known?.has(input) || more.includes(input)) continue;
    const called = FUNCTIONS[name] ?? `${name}.execute`;
    throw new NodeException(
      `${called}() got an unexpected keyword argument '${input}'`,
      'TypeError',
    );
  }
}

async function sample({ graph, id, step }: NodeRun): Promise<void> {
  const { steps } = readRecipe(graph, id);
  for (let value = 1; value <= steps; value += 1) await step(value, steps);
}

async function save(run: NodeRun, prefix: string, type: 'output' | 'temp'): Promise<NodeOutput> {
  const { graph, id, files, settings } = run;
  const recipe = readRecipe(graph, id);
  const { face, start } = recipe;
  const pictures = await render(recipe, {
    photo: face && photoBytes(graph, face.loaderId, files),
    start: start && photoBytes(graph, start.loaderId, files),
    metadata: settings.metadata ? graph : undefined,
  });
  const images: ComfyFile[] = [];
  for (const png of pictures) {
    const file = files.nextFile(prefix, type);
    if (!file) {
      throw new NodeException(
        `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${prefix}\n         output_dir: ${files.folder}/output`,
      );
    }
    files.write(file, png);
    images.push(file);
  }
  return { images };
}
