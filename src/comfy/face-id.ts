import type { FaceReferenceRequest } from './face-reference.ts';
import type { Graph } from './graph.ts';
import { textToImage } from './text-to-image.ts';

/** It belongs to the FaceID model. The strength is ComfyUI_IPAdapter_plus's own default. */
const LORA = { lora_name: 'ip-adapter-faceid_sdxl_lora.safetensors', strength_model: 0.6 };

/**
 * The plain graph, its model led through a LoRA and an IP-Adapter that measures the face with
 * insightface. `face` is a file's name in ComfyUI's input folder.
 */
export function faceId(request: FaceReferenceRequest): Graph {
  const { settings } = request;
  const plain = textToImage(request);
  return {
    ...plain,
    '6': { class_type: 'LoadImage', inputs: { image: request.face } },
    '3': { class_type: 'CLIPVisionLoader', inputs: { clip_name: request.clipVisionName } },
    '4': { class_type: 'IPAdapterModelLoader', inputs: { ipadapter_file: request.ipAdapterFile } },
    '14': {
      class_type: 'IPAdapterInsightFaceLoader',
      inputs: { provider: 'CPU', model_name: 'buffalo_l' },
    },
    '2': { class_type: 'LoraLoaderModelOnly', inputs: { model: ['1', 0], ...LORA } },
    '5': {
      class_type: 'IPAdapterFaceID',
      inputs: {
        model: ['2', 0],
        ipadapter: ['4', 0],
        image: ['6', 0],
        clip_vision: ['3', 0],
        insightface: ['14', 0],
        weight: settings.faceWeight,
        weight_faceidv2: settings.faceidWeight,
        weight_type: 'linear',
        combine_embeds: 'concat',
        start_at: 0,
        end_at: 1,
        embeds_scaling: 'V only',
      },
    },
    '10': { ...plain['10'], inputs: { ...plain['10'].inputs, model: ['5', 0] } },
  };
}
