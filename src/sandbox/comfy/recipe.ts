import { ancestors, isLink, type Graph } from './graph.ts';
import { pythonNotation } from './python-notation.ts';

/** The face that a picture is made after. */
export interface FaceRecipe {
  /** The node that holds the photo, and the one that looks for a face in it. */
  readonly loaderId: string;
  readonly adapterId: string;
  readonly base64: string;
  readonly weight: number;
  readonly faceidWeight: number;
}

/** What decides how the pictures of one output node look. Sizes are pixels. */
export interface Recipe {
  readonly width: number;
  readonly height: number;
  readonly batchSize: number;
  readonly samplerId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly steps: number;
  readonly cfg: number;
  readonly denoise: number;
  readonly samplerName: string;
  readonly scheduler: string;
  readonly checkpoint: string;
  readonly filenamePrefix: string;
  readonly face?: FaceRecipe;
}

/**
 * Reads what an output node of a valid graph is made from, by the names of the inputs on the way
 * to it rather than by class, so that other node tables need no other reader.
 */
export function readRecipe(graph: Graph, outputId: string): Recipe {
  const ids = ancestors(graph, outputId);
  const samplerId = ids.find((id) => graph[id]?.inputs.steps !== undefined) ?? outputId;
  const face = readFace(graph, ids);
  return {
    // The latent holds one cell for each 8 pixels.
    width: Math.floor(numberAt(graph, ids, 'width', 512) / 8) * 8,
    height: Math.floor(numberAt(graph, ids, 'height', 512) / 8) * 8,
    batchSize: numberAt(graph, ids, 'batch_size', 1),
    samplerId,
    prompt: textBehind(graph, samplerId, 'positive'),
    negative: textBehind(graph, samplerId, 'negative'),
    seed: numberAt(graph, ids, 'seed', 0),
    steps: numberAt(graph, ids, 'steps', 0),
    cfg: numberAt(graph, ids, 'cfg', 1),
    denoise: numberAt(graph, ids, 'denoise', 1),
    samplerName: textAt(graph, ids, 'sampler_name'),
    scheduler: textAt(graph, ids, 'scheduler'),
    checkpoint: textAt(graph, ids, 'ckpt_name'),
    filenamePrefix: textAt(graph, [outputId], 'filename_prefix') || 'ComfyUI',
    ...(face && { face }),
  };
}

function readFace(graph: Graph, ids: readonly string[]): FaceRecipe | undefined {
  for (const adapterId of ids) {
    const inputs = graph[adapterId]?.inputs;
    if (inputs?.ipadapter === undefined || !isLink(inputs.image)) continue;
    const [loaderId] = inputs.image;
    return {
      loaderId,
      adapterId,
      base64: textAt(graph, [loaderId], 'image'),
      weight: numberAt(graph, [adapterId], 'weight', 1),
      faceidWeight: numberAt(graph, [adapterId], 'weight_faceidv2', 1),
    };
  }
  return undefined;
}

function textBehind(graph: Graph, id: string, input: string): string {
  const link = graph[id]?.inputs[input];
  return isLink(link) ? textAt(graph, ancestors(graph, link[0]), 'text') : '';
}

function textAt(graph: Graph, ids: readonly string[], input: string): string {
  const value = constantAt(graph, ids, input);
  if (value === undefined) return '';
  return typeof value === 'string' ? value : pythonNotation(value);
}

function numberAt(graph: Graph, ids: readonly string[], input: string, otherwise: number): number {
  const value = constantAt(graph, ids, input);
  return value === undefined ? otherwise : Number(value);
}

function constantAt(graph: Graph, ids: readonly string[], input: string): unknown {
  return ids
    .map((id) => graph[id]?.inputs[input])
    .find((value) => value !== undefined && !Array.isArray(value));
}
