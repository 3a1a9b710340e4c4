import type { Graph } from './graph.ts';
import { textToImage, type TextToImageRequest } from './text-to-image.ts';

/** What a graph with a face is made from. The files are names in the worker. */
export interface FaceReferenceRequest extends TextToImageRequest {
  readonly ipAdapterFile: string;
  readonly clipVisionName: string;
  /** The photo, as LoadImage is given it. */
  readonly face: string;
}

/**
 * The contract's graph for a picture of the person in a photo: the plain one, its model led through
 * an IP-Adapter. The text encoders keep the checkpoint's own CLIP. `face` is bare base64; stock ComfyUI
 * takes neither that nor the inputs of this IPAdapterAdvanced, so the worker translates both.
 */
export function faceReference(request: FaceReferenceRequest): Graph {
  const { settings, ipAdapterFile, clipVisionName, face } = request;
  const plain = textToImage(request);
  const sampler = plain['10'];
  return {
    ...plain,
    '3': { class_type: 'CLIPVisionLoader', inputs: { clip_name: clipVisionName } },
    '4': { class_type: 'IPAdapterModelLoader', inputs: { ipadapter_file: ipAdapterFile } },
    '6': { class_type: 'LoadImage', inputs: { image: face } },
    '5': {
      class_type: 'IPAdapterAdvanced',
      inputs: {
        model: ['1', 0],
        clip: ['1', 1],
        ipadapter: ['4', 0],
        clip_vision: ['3', 0],
        image: ['6', 0],
        weight: settings.faceWeight,
        weight_faceidv2: settings.faceidWeight,
        combine_embeds: 'Average',
        embeds_scaling: 'V only',
      },
    },
    '10': { ...sampler, inputs: { ...sampler.inputs, model: ['5', 0] } },
  };
}
