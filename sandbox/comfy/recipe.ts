import { isLink } from '../../src/comfy/plain-graph.ts';
import { ancestors, type Graph } from './graph.ts';
import { loaderBehind } from './photo.ts';
import { pythonNotation } from './python-notation.ts';
import { readStart, type StartPicture } from './start-picture.ts';

/** The face that a picture is made after. */
export interface FaceRecipe {
  /** The node that brings the photo in, and the one that looks for a face in it. */
  readonly loaderId: string;
  readonly adapterId: string;
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
  /** It then has that picture's size, as the graph changes it. */
  readonly start?: StartPicture;
}

/** The inputs that lead to a picture, from the file back to its first noise. */
const PICTURE_INPUTS: readonly string[] = ['images', 'image', 'samples', 'pixels', 'latent_image'];

/**
 * Reads what a node of a valid graph is made from, by the names of the inputs on the way to it
 * rather than by class, so that other node tables need no other reader.
 */
export function readRecipe(graph: Graph, id: string): Recipe {
  const ids = ancestors(graph, id);
  const line = ancestors(graph, id, PICTURE_INPUTS);
  const samplerId = ids.find((one) => graph[one]?.inputs.steps !== undefined) ?? id;
  const face = readFace(graph, ids);
  const denoise = numberAt(graph, ids, 'denoise', 1);
  const start = readStart(graph, { line, denoise });
  return {
    width: sizeOf(graph, line, 'width'),
    height: sizeOf(graph, line, 'height'),
    batchSize: numberAt(graph, ids, 'batch_size', 1) * numberAt(graph, line, 'amount', 1),
    samplerId,
    prompt: textBehind(graph, samplerId, 'positive'),
    negative: textBehind(graph, samplerId, 'negative'),
    seed: numberAt(graph, ids, 'seed', numberAt(graph, ids, 'noise_seed', 0)),
    steps: numberAt(graph, ids, 'steps', 0),
    cfg: numberAt(graph, ids, 'cfg', 1),
    denoise,
    samplerName: textAt(graph, ids, 'sampler_name'),
    scheduler: textAt(graph, ids, 'scheduler'),
    checkpoint: textAt(graph, ids, 'ckpt_name'),
    filenamePrefix: textAt(graph, [id], 'filename_prefix') || 'ComfyUI',
    ...(face && { face }),
    ...(start && { start }),
  };
}

/** The nearest size on the way, times what makes it larger after that. */
function sizeOf(graph: Graph, line: readonly string[], side: 'width' | 'height'): number {
  let scale = 1;
  for (const id of line) {
    const size = constantAt(graph, [id], side);
    // The latent holds one cell for each 8 pixels.
    if (size !== undefined) return Math.floor((Number(size) * scale) / 8) * 8;
    scale *= numberAt(graph, [id], 'scale_by', 1);
  }
  return 512;
}

function readFace(graph: Graph, ids: readonly string[]): FaceRecipe | undefined {
  for (const adapterId of ids) {
    const inputs = graph[adapterId]?.inputs;
    if (inputs?.ipadapter === undefined || !isLink(inputs.image)) continue;
    const loaderId = loaderBehind(graph, inputs.image);
    if (loaderId === undefined) continue;
    return {
      loaderId,
      adapterId,
      weight: numberAt(graph, [adapterId], 'weight', 1),
      faceidWeight: numberAt(graph, [adapterId], 'weight_faceidv2', 1),
    };
  }
  return undefined;
}

function textBehind(graph: Graph, id: string, input: string): string {
  const link = graph[id]?.inputs[input];
  if (!isLink(link)) return '';
  const ids = ancestors(graph, link[0]);
  return textAt(graph, ids, 'text') || textAt(graph, ids, 'text_g');
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
