import { faceId } from './face-id.ts';
import type { FaceRequest } from './with-face.ts';
import type { Graph } from './graph.ts';
import { plusFace } from './plus-face.ts';
import type { FaceFiles } from './worker.ts';

export const FACE_WORKFLOW_NAMES = ['plus-face', 'faceid'] as const;
export type FaceWorkflow = (typeof FACE_WORKFLOW_NAMES)[number];

/** One way to make a picture of the person in a photo with stock nodes and ComfyUI_IPAdapter_plus. */
interface Workflow {
  readonly files: FaceFiles;
  /** `face` is a file's name in ComfyUI's input folder. */
  readonly graph: (request: FaceRequest) => Graph;
}

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';

/** `plus-face` needs no insightface; `faceid` does, and a LoRA. */
export const FACE_WORKFLOWS: Readonly<Record<FaceWorkflow, Workflow>> = {
  'plus-face': {
    files: { ipAdapterFile: 'ip-adapter-plus-face_sdxl_vit-h.safetensors', clipVisionName: VIT_H },
    graph: plusFace,
  },
  faceid: {
    files: { ipAdapterFile: 'ip-adapter-faceid_sdxl.bin', clipVisionName: VIT_H },
    graph: faceId,
  },
};
