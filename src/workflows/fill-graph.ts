import type { NodeTable } from '../comfy/node-table.ts';
import type { ApiGraph } from './api-graph.ts';
import { withoutNodes } from './without-nodes.ts';
import type { WorkflowInput } from './workflow-input.ts';

export interface Filling {
  readonly inputs: readonly WorkflowInput[];
  readonly table: NodeTable;
  /** By option. What is missing is left as it was exported. */
  readonly params: Readonly<Record<string, unknown>>;
  /** By option, each as the worker's LoadImage is given it. */
  readonly pictures: Readonly<Record<string, string>>;
}

/** The graph with these values in it, and without the nodes that load a picture nobody sent. */
export function fillGraph(graph: ApiGraph, filling: Filling): ApiGraph {
  const { inputs, table, params, pictures } = filling;
  const absent = inputs.filter(
    ({ name, option }) => option.kind === 'picture' && pictures[name] === undefined,
  );
  const nodes = absent.flatMap(({ targets }) => targets.map(({ node }) => node));
  const filled: Record<string, ApiGraph[string]> = {
    ...(nodes.length === 0 ? graph : withoutNodes(graph, nodes, table)),
  };
  for (const { name, option, write } of inputs) {
    const value = option.kind === 'picture' ? pictures[name] : params[name];
    for (const assignment of write(value)) {
      const node = filled[assignment.node];
      if (!node) continue;
      filled[assignment.node] = {
        ...node,
        inputs: { ...node.inputs, [assignment.input]: assignment.value },
      };
    }
  }
  return filled;
}
