import { z } from 'zod';
import type { Graph, PlainNode } from '../comfy/graph.ts';
import type { NodeTable } from '../comfy/node-table.ts';
import { isRecord, own } from '../engines/record.ts';
import type { Problem } from './problem.ts';

/** A workflow from ComfyUI's *Export (API)*. */
export type ApiGraph = Graph;

/** Its file name. */
export const GRAPH_FILE = 'graph.json';

/** The largest shared workflows have a few hundred. */
const MAX_NODES = 2_000;

/** How to export such a file from ComfyUI. */
const HOW_TO_EXPORT =
  'in ComfyUI, open the workflow, choose Workflow > Export (API), and take that file (older versions show it once dev mode is on in the settings)';

const node = z.object({
  class_type: z.string().min(1),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

/** Nodes and links as lists, the format of ComfyUI's editor. It cannot be sent to ComfyUI. */
export function isSaveFormat(file: unknown): boolean {
  return isRecord(file) && Array.isArray(file.nodes);
}

/** Reads a graph, or says what is wrong with it. `undefined`: there is no such file. */
export function readApiGraph(
  file: unknown,
): { readonly graph: ApiGraph } | { readonly problems: readonly Problem[] } {
  const broken = (says: string) => ({ problems: [{ file: GRAPH_FILE, says }] });
  if (file === undefined) return broken(`is missing: ${HOW_TO_EXPORT}`);
  if (isSaveFormat(file)) {
    return broken(`is in the format that ComfyUI saves in, which cannot be run: ${HOW_TO_EXPORT}`);
  }
  if (!isRecord(file)) return broken(`is no workflow: ${HOW_TO_EXPORT}`);
  const wrapped = graphInside(file);
  if (wrapped !== undefined) {
    return broken(`is a whole request: leave only what stands under ${wrapped} in it`);
  }
  const entries = Object.entries(file);
  if (entries.length === 0) return broken(`has no nodes: ${HOW_TO_EXPORT}`);
  if (entries.length > MAX_NODES) {
    return broken(
      `has ${entries.length} nodes, and ${MAX_NODES} are read: export a smaller workflow`,
    );
  }
  const graph: Record<string, PlainNode> = {};
  const odd: string[] = [];
  for (const [id, value] of entries) {
    const read = node.safeParse(value).data;
    if (read) graph[id] = read;
    else odd.push(id);
  }
  if (odd.length === 0) return { graph };
  if (odd.length === entries.length) return broken(`is no workflow: ${HOW_TO_EXPORT}`);
  const used = new Set(
    Object.values(file).flatMap((one) =>
      isRecord(one) && isRecord(one.inputs)
        ? Object.values(one.inputs).flatMap((value) => (isLink(value) ? [value[0]] : []))
        : [],
    ),
  );
  return {
    problems: odd.map((id) => ({
      file: GRAPH_FILE,
      node: id,
      says: `has no class_type with inputs: ${used.has(id) ? INSTALL : 'take it out of the file'}`,
    })),
  };
}

/** ComfyUI exports a node without its class if its extension is not installed. */
const INSTALL =
  'other nodes need it, so install its extension in ComfyUI, open the workflow there and export again';

/** The graph inside a request to ComfyUI or to a worker. */
function graphInside({ prompt, input }: Readonly<Record<string, unknown>>): string | undefined {
  const isGraph = (value: unknown) =>
    isRecord(value) && Object.values(value).some((one) => node.safeParse(one).success);
  if (isGraph(prompt)) return 'prompt';
  return isRecord(input) && isGraph(input.workflow) ? 'input.workflow' : undefined;
}

/** A node's id, with its class if known: `6 (KSampler)`. */
export function nodeName(graph: ApiGraph, id: string): string {
  const known = own(graph, id);
  return known ? `${id} (${known.class_type})` : id;
}

/** Whether a value is the text of an integer beyond 2^53: see `withExactNumbers`. */
export function isLongNumber(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{16,}$/.test(value);
}

/** Whether an input comes from another node. */
export function isLink(value: unknown): value is readonly [node: string, output: number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1])
  );
}

/** These, and all that `next` leads to from them. */
export function reachedFrom(
  starts: Iterable<string>,
  next: (node: string) => Iterable<string>,
): ReadonlySet<string> {
  const reached = new Set(starts);
  // Iterating over a set also yields items added during the loop.
  for (const node of reached) for (const other of next(node)) reached.add(other);
  return reached;
}

/**
 * Removes nodes from a graph, and with them any node that requires one of them. Optional inputs are dropped
 * instead. A class that is not in the table counts as requiring all its inputs.
 */
export function withoutNodes(graph: ApiGraph, nodes: Iterable<string>, table: NodeTable): ApiGraph {
  const entries = Object.entries(graph);
  const neededBy = dependents(entries, table);
  const gone = reachedFrom(nodes, (id) => (neededBy.get(id) ?? []).map((one) => one.id));
  return Object.fromEntries(
    entries.flatMap(([id, node]) => (gone.has(id) ? [] : [[id, without(node, gone)]])),
  );
}

/** By node: the nodes that require it. */
function dependents(entries: readonly (readonly [string, PlainNode])[], table: NodeTable) {
  const needs = entries.flatMap(([id, { class_type, inputs }]) => {
    const known = table.get(class_type)?.inputs;
    return Object.entries(inputs).flatMap(([name, value]) =>
      isLink(value) && own(known, name)?.required !== false ? [{ id, needed: value[0] }] : [],
    );
  });
  return Map.groupBy(needs, ({ needed }) => needed);
}

function without(node: PlainNode, gone: ReadonlySet<string>): PlainNode {
  const inputs = Object.entries(node.inputs).filter(
    ([, value]) => !isLink(value) || !gone.has(value[0]),
  );
  return inputs.length === Object.keys(node.inputs).length
    ? node
    : { ...node, inputs: Object.fromEntries(inputs) };
}
