import { faceId } from './face-id.ts';
import { faceReference } from './face-reference.ts';
import type { FaceRequest } from './with-face.ts';
import type { Graph } from './graph.ts';
import { plusFace } from './plus-face.ts';
import type { FaceFiles } from './worker.ts';

/** Those that an operator may choose from, where the worker has stock nodes and ComfyUI_IPAdapter_plus. */
export const FACE_WORKFLOW_NAMES = ['plus-face', 'faceid'] as const;
export type ChosenFaceWorkflow = (typeof FACE_WORKFLOW_NAMES)[number];
export type FaceWorkflow = ChosenFaceWorkflow | 'face-reference';

/** One way to make a picture of the person in a photo. */
interface Workflow {
  readonly files: FaceFiles;
  /** `face` is a file's name in ComfyUI's input folder; for the contract's worker it is base64. */
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
