import type { Graph } from './graph.ts';
import { withFace, type FaceRequest } from './with-face.ts';

/** It belongs to the FaceID model. The strength is ComfyUI_IPAdapter_plus's own default. */
const LORA = { lora_name: 'ip-adapter-faceid_sdxl_lora.safetensors', strength_model: 0.6 };

const MORE: Graph = {
  '2': { class_type: 'LoraLoaderModelOnly', inputs: { model: ['1', 0], ...LORA } },
  '14': {
    class_type: 'IPAdapterInsightFaceLoader',
    inputs: { provider: 'CPU', model_name: 'buffalo_l' },
  },
};

/**
 * A graph whose IP-Adapter measures the face with insightface, and whose model has a LoRA for it.
 * `face` is a file's name in ComfyUI's input folder.
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
  } as const;
  return withFace(request, adapter, MORE);
}
