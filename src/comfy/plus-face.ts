import type { FaceReferenceRequest } from './face-reference.ts';
import type { Graph } from './graph.ts';
import { textToImage } from './text-to-image.ts';

/**
 * The plain graph, its model led through an IP-Adapter that looks at the face as a picture. `face` is
 * a file's name in ComfyUI's input folder.
 */
export function plusFace(request: FaceReferenceRequest): Graph {
  const plain = textToImage(request);
  return {
    ...plain,
    '6': { class_type: 'LoadImage', inputs: { image: request.face } },
    '3': { class_type: 'CLIPVisionLoader', inputs: { clip_name: request.clipVisionName } },
    '4': { class_type: 'IPAdapterModelLoader', inputs: { ipadapter_file: request.ipAdapterFile } },
    '5': {
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
    },
    '10': { ...plain['10'], inputs: { ...plain['10'].inputs, model: ['5', 0] } },
  };
}
