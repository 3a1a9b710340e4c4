import { isLink, type PlainNode } from '../../../src/comfy/graph.ts';

export type GraphNode = PlainNode;

/** Nodes by id. */
export type Graph = Readonly<Record<string, GraphNode>>;

/**
 * The node and all that it is made from, nearest first, each once; only through inputs of
 * names that `by` lets pass. Links to nowhere are skipped.
 */
export function ancestors(
  graph: Graph,
  id: string,
  by: (input: string) => boolean = () => true,
): readonly string[] {
  const found = new Set<string>([id]);
  for (const current of found) {
    for (const [name, value] of Object.entries(graph[current]?.inputs ?? {})) {
      if (by(name) && isLink(value) && graph[value[0]] !== undefined) found.add(value[0]);
    }
  }
  return [...found];
}
