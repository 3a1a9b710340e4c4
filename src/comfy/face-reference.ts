import type { Graph } from './graph.ts';
import { withFace, type FaceRequest } from './with-face.ts';

/**
 * The contract's graph for a picture of the person in a photo. `face` is bare base64; stock ComfyUI
 * takes neither that nor the inputs of this IPAdapterAdvanced, so the worker translates both.
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
