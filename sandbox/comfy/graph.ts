import { isLink, type PlainNode } from '../../src/comfy/plain-graph.ts';

export type GraphNode = PlainNode;

/** Nodes by id. */
export type Graph = Readonly<Record<string, GraphNode>>;

/**
 * The node and all that it is made from, nearest first, each once; only through inputs of
 * certain names, if any are given. Links to nowhere are skipped.
 */
export function ancestors(graph: Graph, id: string, by?: readonly string[]): readonly string[] {
  const found = new Set<string>([id]);
  for (const current of found) {
    for (const [name, value] of Object.entries(graph[current]?.inputs ?? {})) {
      if (by && !by.includes(name)) continue;
      if (isLink(value) && graph[value[0]] !== undefined) found.add(value[0]);
    }
  }
  return [...found];
}
