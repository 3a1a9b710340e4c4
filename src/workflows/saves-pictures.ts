import type { NodeClass } from '../comfy/node-table.ts';
import { GRAPH_FILE } from './api-graph.ts';
import type { Problem } from './problem.ts';

/** What ComfyUI's own and others' nodes are called that make a video of the pictures they are given. */
const VIDEO = /video|webm/i;

/**
 * Whether nodes of a class save or show pictures; undefined where nothing is known of it. Others end a graph
 * too: in a video, in a sound, in a model's file.
 */
export function savesPictures(className: string, known: NodeClass | undefined) {
  if (VIDEO.test(className)) return false;
  if (!known) return undefined;
  const types = Object.values(known.inputs).flatMap(({ type }) => type.split(','));
  return known.isOutput && types.some((type) => type === 'IMAGE' || type === 'MASK');
}

/** What is said of a graph that has no such node. */
export const NO_PICTURES: Problem = {
  file: GRAPH_FILE,
  says: 'saves no picture, and the bot shows nothing else yet: add a SaveImage in ComfyUI and export again',
};
