import type { Graph } from './graph.ts';
import { withFace, type FaceRequest } from './with-face.ts';

/**
 * A graph whose IP-Adapter looks at the face as a picture. `face` is a file's name in ComfyUI's input
 * folder.
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
