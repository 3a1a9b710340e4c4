import { z } from 'zod';
import { isRecord } from '../comfy/record.ts';
import type { Problem } from './problem.ts';

/** A literal, or a link: the id of a node, and which of its outputs. Some nodes take lists and objects. */
export type InputValue = unknown;

export interface ApiNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, InputValue>>;
}

/** What ComfyUI's *Export (API)* writes: nodes by id, which may be compound (`57:8`). */
export type ApiGraph = Readonly<Record<string, ApiNode>>;

/** The file that holds it. */
export const GRAPH_FILE = 'graph.json';

const HOW_TO_EXPORT =
  'in ComfyUI, open it and choose Workflow > Export (API), which is there once dev mode is on in older versions';

const node = z.object({
  class_type: z.string().min(1),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

/** Nodes and links as lists, as ComfyUI keeps a workflow for its own editor: it cannot be sent. */
export function isSaveFormat(file: unknown): boolean {
  return isRecord(file) && Array.isArray(file.nodes);
}

/** A graph, or what is wrong with it. */
export function readApiGraph(
  file: unknown,
): { readonly graph: ApiGraph } | { readonly problems: readonly Problem[] } {
  const broken = (says: string, at: Partial<Problem> = {}) => ({
    problems: [{ file: GRAPH_FILE, ...at, says }],
  });
  if (isSaveFormat(file)) {
    return broken(`is in ComfyUI's save format, which cannot be run: ${HOW_TO_EXPORT}`);
  }
  if (!isRecord(file)) return broken(`is no workflow: ${HOW_TO_EXPORT}`);
  const entries = Object.entries(file);
  if (entries.length === 0) return broken('has no nodes');
  const graph: Record<string, ApiNode> = {};
  const problems: Problem[] = [];
  for (const [id, value] of entries) {
    const read = node.safeParse(value).data;
    if (read) graph[id] = read;
    else problems.push({ file: GRAPH_FILE, node: id, says: 'has no class_type with inputs' });
  }
  return problems.length > 0 ? { problems } : { graph };
}

/** Whether an input comes from another node. */
export function isLink(value: InputValue): value is readonly [node: string, output: number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1])
  );
}
