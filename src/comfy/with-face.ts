import type { FaceFiles } from './worker.ts';
import type { Graph, Node } from './graph.ts';
import type { FaceParams } from './recipes/face.ts';
import { textToImage, type TextToImageRequest } from './text-to-image.ts';

/** What a graph with a face is made from. The files are names in the worker. */
export interface FaceRequest extends TextToImageRequest, FaceFiles {
  readonly settings: FaceParams;
  /** The photo, as LoadImage is given it. */
  readonly face: string;
}

/**
 * The plain graph, its model led through node 5, an IP-Adapter that finds its model in node 4, a
 * CLIP vision model in node 3 and the photo in node 6. `more` are further nodes that the adapter
 * needs. The text encoders keep the checkpoint's own CLIP.
 */
export function withFace(request: FaceRequest, adapter: Node, more: Graph = {}): Graph {
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
