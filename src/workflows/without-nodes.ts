import type { NodeTable } from '../comfy/node-table.ts';
import { isLink, type ApiGraph, type ApiNode } from './api-graph.ts';

/**
 * A graph without these nodes: whatever cannot do without one of them goes too, and an input that its
 * class can do without is left out. What a class that is not in the table needs is not known, so it
 * needs everything.
 */
export function withoutNodes(graph: ApiGraph, nodes: Iterable<string>, table: NodeTable): ApiGraph {
  const gone = new Set(nodes);
  const entries = Object.entries(graph);
  for (let before = -1; before < gone.size;) {
    before = gone.size;
    for (const [id, node] of entries) {
      if (!gone.has(id) && needsOneOf(node, gone, table)) gone.add(id);
    }
  }
  return Object.fromEntries(
    entries.flatMap(([id, node]) => (gone.has(id) ? [] : [[id, without(node, gone)]])),
  );
}

function needsOneOf({ class_type, inputs }: ApiNode, gone: ReadonlySet<string>, table: NodeTable) {
  const known = table.get(class_type)?.inputs;
  return Object.entries(inputs).some(([name, value]) => {
    if (!isLink(value) || !gone.has(value[0])) return false;
    return !known || !Object.hasOwn(known, name) || known[name]?.required !== false;
  });
}

function without(node: ApiNode, gone: ReadonlySet<string>): ApiNode {
  const inputs = Object.entries(node.inputs).filter(
    ([, value]) => !isLink(value) || !gone.has(value[0]),
  );
  return inputs.length === Object.keys(node.inputs).length
    ? node
    : { ...node, inputs: Object.fromEntries(inputs) };
}
