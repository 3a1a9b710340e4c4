import { createHash } from 'node:crypto';
import { isLink } from '../../../src/comfy/graph.ts';
import type { ComfyFiles } from './comfy-files.ts';
import type { Graph } from './graph.ts';
import { loadsPhoto, photoBytes } from './photo.ts';

/**
 * What decides each node's result, by id: its class, its inputs, all that it is made from, and the
 * bytes of a photo. Two nodes of one signature need to run only once.
 */
export function signatures(graph: Graph, files: ComfyFiles): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const sign = (id: string, path: readonly string[]): string => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const node = graph[id];
    if (!node || path.includes(id)) return 'nothing';
    const inputs = Object.entries(node.inputs)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) =>
        isLink(value) ? [name, sign(value[0], [...path, id]), value[1]] : [name, value],
      );
    const photo = loadsPhoto(node.class_type) ? photoHash(graph, id, files) : '';
    const signature = hash(JSON.stringify([node.class_type, inputs, photo]));
    found.set(id, signature);
    return signature;
  };
  for (const id of Object.keys(graph)) sign(id, []);
  return found;
}

function photoHash(graph: Graph, id: string, files: ComfyFiles): string {
  try {
    return hash(photoBytes(graph, id, files));
  } catch {
    // As ComfyUI's NaN: equal to nothing, so that the node runs and says what is wrong.
    return crypto.randomUUID();
  }
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
