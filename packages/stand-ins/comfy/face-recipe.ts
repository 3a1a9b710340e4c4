import { isLink } from '../../../src/comfy/graph.ts';
import type { Graph } from './graph.ts';
import { loaderBehind } from './photo.ts';

/** The face that a picture is made after. */
export interface FaceRecipe {
  /** The node that brings the photo in, and the one that looks for a face in it. */
  readonly loaderId: string;
  readonly adapterId: string;
  readonly weight: number;
  readonly faceidWeight: number;
}

/** The nearest face among these nodes. */
export function readFace(graph: Graph, ids: readonly string[]): FaceRecipe | undefined {
  for (const adapterId of ids) {
    const inputs = graph[adapterId]?.inputs;
    if (inputs?.ipadapter === undefined || !isLink(inputs.image)) continue;
    const loaderId = loaderBehind(graph, inputs.image);
    if (loaderId === undefined) continue;
    const { weight = 1, weight_faceidv2: faceidWeight = 1 } = inputs;
    return { loaderId, adapterId, weight: Number(weight), faceidWeight: Number(faceidWeight) };
  }
  return undefined;
}
