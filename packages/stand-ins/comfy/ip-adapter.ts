import { isLink } from '../../../src/comfy/graph.ts';
import type { Graph } from './graph.ts';
import { hasModel } from './installation.ts';
import { NodeException } from './node-exception.ts';
import type { NodeRun } from './node-run.ts';
import { hasFace, loaderBehind, photoBytes } from './photo.ts';

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
const VIT_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';
const FACEID_LORA = 'ip-adapter-faceid_sdxl_lora.safetensors';

/** The files that the unified loaders look for with an SDXL checkpoint. */
const PRESETS: Readonly<Record<string, { readonly file: string; readonly vision: string }>> = {
  'STANDARD (medium strength)': { file: 'ip-adapter_sdxl_vit-h.safetensors', vision: VIT_H },
  'VIT-G (medium strength)': { file: 'ip-adapter_sdxl.safetensors', vision: VIT_G },
  'PLUS (high strength)': { file: 'ip-adapter-plus_sdxl_vit-h.safetensors', vision: VIT_H },
  'PLUS FACE (portraits)': { file: 'ip-adapter-plus-face_sdxl_vit-h.safetensors', vision: VIT_H },
  FACEID: { file: 'ip-adapter-faceid_sdxl.bin', vision: VIT_H },
};

/** The models that reach an adapter node, whichever way. */
interface Models {
  readonly file: string;
  readonly vision: string | undefined;
  readonly insightface: boolean;
}

/** IPAdapterInsightFaceLoader: needs a package that ComfyUI does not come with. */
export function loadInsightFace({ settings }: NodeRun): void {
  if (settings.insightface === false)
    throw new NodeException("No module named 'insightface'", 'ModuleNotFoundError');
}

/** IPAdapterUnifiedLoader and its FaceID sister: find every file themselves. */
export function loadUnified(run: NodeRun): void {
  const { graph, id, settings } = run;
  const preset = PRESETS[String(graph[id]?.inputs.preset)];
  if (!hasModel('clip_vision', preset?.vision ?? VIT_H, settings)) {
    throw new NodeException('ClipVision model not found.');
  }
  if (!preset || !hasModel('ipadapter', preset.file, settings)) {
    throw new NodeException('IPAdapter model not found.');
  }
  if (!isFaceId(preset.file)) return;
  if (!hasModel('loras', FACEID_LORA, settings)) throw new NodeException('LoRA model not found.');
  loadInsightFace(run);
}

/** IPAdapterAdvanced and IPAdapterFaceID: one function in Python, whatever the class. */
export async function applyAdapter({ graph, id, files }: NodeRun): Promise<void> {
  const { file, vision, insightface } = modelsOf(graph, id);
  if (vision === undefined) throw new NodeException('Missing CLIPVision model.');
  if (isFaceId(file)) {
    if (!insightface) throw new NodeException('insightface model is required for FaceID models');
    const loader = loaderBehind(graph, graph[id]?.inputs.image);
    if (loader === undefined || (await hasFace(photoBytes(graph, loader, files)))) return;
    throw new NodeException('InsightFace: No face detected.');
  }
  if (file.includes('vit-h') && vision === VIT_G) {
    throw new NodeException(
      'Error(s) in loading state_dict for Resampler:\n\tsize mismatch for proj_in.weight: copying a param with shape torch.Size([1280, 1280]) from checkpoint, the shape in current model is torch.Size([1280, 1664]).',
      'RuntimeError',
    );
  }
}

function modelsOf(graph: Graph, id: string): Models {
  const inputs = graph[id]?.inputs ?? {};
  const loader = nodeBehind(graph, inputs.ipadapter);
  const preset = PRESETS[String(loader?.inputs.preset)];
  const named = nodeBehind(graph, inputs.clip_vision)?.inputs.clip_name;
  return {
    file: preset?.file ?? String(loader?.inputs.ipadapter_file),
    vision: typeof named === 'string' ? named : preset?.vision,
    insightface:
      isLink(inputs.insightface) || loader?.class_type === 'IPAdapterUnifiedLoaderFaceID',
  };
}

function nodeBehind(graph: Graph, link: unknown) {
  return isLink(link) ? graph[link[0]] : undefined;
}

function isFaceId(file: string): boolean {
  return /faceid/i.test(file);
}
