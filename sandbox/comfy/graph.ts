import { z } from 'zod';

/** One node of a graph in ComfyUI's API format. */
export interface GraphNode {
  readonly class_type: string;
  /** Constants, and links to other nodes' outputs. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Nodes by id. */
export type Graph = Readonly<Record<string, GraphNode>>;

/** Node id and output slot, the first being 0. */
export type Link = readonly [id: string, slot: number];

const link = z.tuple([z.string(), z.int().nonnegative()]).readonly();

/** ComfyUI takes every list for a link; only one of this shape leads anywhere. */
export function isLink(value: unknown): value is Link {
  return link.safeParse(value).success;
}

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
