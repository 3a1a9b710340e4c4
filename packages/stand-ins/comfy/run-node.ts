import { inputsFor } from '../../../src/comfy/node-table.ts';
import { isLink } from '../../../src/comfy/graph.ts';
import { applyAdapter, loadInsightFace, loadUnified } from './ip-adapter.ts';
import { NodeException } from './node-exception.ts';
import type { NodeOutput, NodeRun } from './node-run.ts';
import { checkPhoto, loadsPhoto } from './photo.ts';
import { enlarge, sample, save } from './picture-work.ts';
import { isSampler } from './pictures/steps.ts';

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
  const className = run.graph[run.id]?.class_type ?? '';
  if (loadsPhoto(className)) await checkPhoto(run.graph, run.id, run.files);
  if (isSampler(className)) await sample(run);
  switch (className) {
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
    case 'ImageUpscaleWithModel':
      await enlarge(run);
      return undefined;
    case 'SaveImage':
    case 'SaveImageAdvanced':
      return save(run, 'output');
    case 'PreviewImage':
    case 'MaskPreview':
      return save(run, 'temp');
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
