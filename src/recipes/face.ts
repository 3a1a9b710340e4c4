import type { Graph, PlainNode } from '../comfy/graph.ts';
import type { FaceFiles } from './model-file.ts';
import type { OptionTable, ParamsOf } from './option.ts';
import { defineRecipe } from './recipe.ts';
import { longestSide, TEXT_OPTIONS, textToImage, type TextToImageRequest, workOf } from './text.ts';

const { seed, ...beforeSeed } = TEXT_OPTIONS;

/** The options of text-to-image, plus the photo and how closely to match it. */
export const FACE_OPTIONS = {
  ...beforeSeed,
  face: {
    kind: 'picture',
    person: true,
    required: true,
    use: 'face',
    maxSide: 1024,
  },
  faceWeight: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 1,
    shown: (weight) => `face ${weight}`,
  },
  faceidWeight: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 1,
  },
  seed,
} as const satisfies OptionTable;

export type FaceParams = ParamsOf<typeof FACE_OPTIONS>;

/** A picture of the person in a photo. */
export const face = defineRecipe({
  name: 'face',
  options: FACE_OPTIONS,
  models: ['checkpoint', 'ipAdapterFile', 'clipVisionName'],
  work: workOf,
  longestSide,
  graph: (settings, { models, faceWorkflow, pictures }) =>
    FACE_WORKFLOWS[faceWorkflow].graph({ settings, ...models, face: pictures.face ?? '' }),
});

/** Belongs to the FaceID model. The strength is ComfyUI_IPAdapter_plus's default. */
const LORA = { lora_name: 'ip-adapter-faceid_sdxl_lora.safetensors', strength_model: 0.6 };

const MORE: Graph = {
  '2': { class_type: 'LoraLoaderModelOnly', inputs: { model: ['1', 0], ...LORA } },
  '14': {
    class_type: 'IPAdapterInsightFaceLoader',
    inputs: { provider: 'CPU', model_name: 'buffalo_l' },
  },
};

/**
 * A graph whose IP-Adapter measures the face with insightface and loads a LoRA for its model. `face` is a
 * file name in ComfyUI's input folder.
 */
export function faceId(request: FaceRequest): Graph {
  const adapter = {
    class_type: 'IPAdapterFaceID',
    inputs: {
      model: ['2', 0],
      ipadapter: ['4', 0],
      image: ['6', 0],
      clip_vision: ['3', 0],
      insightface: ['14', 0],
      weight: request.settings.faceWeight,
      weight_faceidv2: request.settings.faceidWeight,
      weight_type: 'linear',
      combine_embeds: 'concat',
      start_at: 0,
      end_at: 1,
      embeds_scaling: 'V only',
    },
  };
  return withFace(request, adapter, MORE);
}

/**
 * The contract's face graph. `face` is bare base64. Stock ComfyUI accepts neither that nor the inputs of this
 * IPAdapterAdvanced, so the worker translates both.
 */
export function faceReference(request: FaceRequest): Graph {
  return withFace(request, {
    class_type: 'IPAdapterAdvanced',
    inputs: {
      model: ['1', 0],
      clip: ['1', 1],
      ipadapter: ['4', 0],
      clip_vision: ['3', 0],
      image: ['6', 0],
      weight: request.settings.faceWeight,
      weight_faceidv2: request.settings.faceidWeight,
      combine_embeds: 'Average',
      embeds_scaling: 'V only',
    },
  });
}

/**
 * A graph whose IP-Adapter uses the face as a plain image. `face` is a file name in ComfyUI's input folder.
 */
export function plusFace(request: FaceRequest): Graph {
  return withFace(request, {
    class_type: 'IPAdapterAdvanced',
    inputs: {
      model: ['1', 0],
      ipadapter: ['4', 0],
      image: ['6', 0],
      clip_vision: ['3', 0],
      weight: request.settings.faceWeight,
      weight_type: 'linear',
      combine_embeds: 'concat',
      start_at: 0,
      end_at: 1,
      embeds_scaling: 'V only',
    },
  });
}

/** The operator's choices for workers with stock nodes and ComfyUI_IPAdapter_plus. */
export const FACE_WORKFLOW_NAMES = ['plus-face', 'faceid'] as const;
export type ChosenFaceWorkflow = (typeof FACE_WORKFLOW_NAMES)[number];
export type FaceWorkflow = ChosenFaceWorkflow | 'face-reference';

/** One way to make a picture of the person in a photo. */
interface Workflow {
  readonly files: FaceFiles;
  /** `face` is a file name in ComfyUI's input folder, or base64 for the contract's worker. */
  readonly graph: (request: FaceRequest) => Graph;
}

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';

/** `face-reference` is the contract's own. `plus-face` needs no insightface; `faceid` does, and a LoRA. */
export const FACE_WORKFLOWS: Readonly<Record<FaceWorkflow, Workflow>> = {
  'face-reference': {
    files: {
      ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
      clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
    },
    graph: faceReference,
  },
  'plus-face': {
    files: { ipAdapterFile: 'ip-adapter-plus-face_sdxl_vit-h.safetensors', clipVisionName: VIT_H },
    graph: plusFace,
  },
  faceid: {
    files: { ipAdapterFile: 'ip-adapter-faceid_sdxl.bin', clipVisionName: VIT_H },
    graph: faceId,
  },
};

/** Inputs of a face graph. Files are names on the worker. */
interface FaceRequest extends TextToImageRequest, FaceFiles {
  readonly settings: FaceParams;
  /** The photo as LoadImage receives it. */
  readonly face: string;
}

/**
 * The plain graph with its model routed through node 5, an IP-Adapter. Its model loads in node 4, the CLIP
 * vision model in node 3, the photo in node 6. `more`: further nodes the adapter needs. The text encoders
 * keep the checkpoint's own CLIP.
 */
function withFace(request: FaceRequest, adapter: PlainNode, more: Graph = {}): Graph {
  const plain = textToImage(request);
  return {
    ...plain,
    '3': { class_type: 'CLIPVisionLoader', inputs: { clip_name: request.clipVisionName } },
    '4': { class_type: 'IPAdapterModelLoader', inputs: { ipadapter_file: request.ipAdapterFile } },
    '6': { class_type: 'LoadImage', inputs: { image: request.face } },
    ...more,
    '5': adapter,
    '10': { ...plain['10'], inputs: { ...plain['10'].inputs, model: ['5', 0] } },
  };
}
