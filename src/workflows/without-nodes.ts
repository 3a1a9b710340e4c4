import type { NodeTable } from '../comfy/node-table.ts';
import { isLink, type ApiGraph, type ApiNode } from './api-graph.ts';

/**
 * A graph without these nodes: whatever cannot do without one of them goes too, and an input that its
 * class can do without is left out. What a class that is not in the table needs is not known, so it
 * needs everything.
 */
export function withoutNodes(graph: ApiGraph, nodes: Iterable<string>, table: NodeTable): ApiGraph {
  const entries = Object.entries(graph);
  const neededBy = dependents(entries, table);
  // Iterating over a set also yields what is added meanwhile.
  const gone = new Set(nodes);
  for (const id of gone) for (const dependent of neededBy.get(id) ?? []) gone.add(dependent);
  return Object.fromEntries(
    entries.flatMap(([id, node]) => (gone.has(id) ? [] : [[id, without(node, gone)]])),
  );
}

/** By node: the nodes that need it. */
function dependents(entries: readonly (readonly [string, ApiNode])[], table: NodeTable) {
  const found = new Map<string, string[]>();
  for (const [id, { class_type, inputs }] of entries) {
    const known = table.get(class_type)?.inputs ?? {};
    for (const [name, value] of Object.entries(inputs)) {
      if (!isLink(value)) continue;
      if (Object.hasOwn(known, name) && known[name]?.required === false) continue;
      const others = found.get(value[0]);
      if (others) others.push(id);
      else found.set(value[0], [id]);
    }
  }
  return found;
}

function without(node: ApiNode, gone: ReadonlySet<string>): ApiNode {
  const inputs = Object.entries(node.inputs).filter(
    ([, value]) => !isLink(value) || !gone.has(value[0]),
  );
  return inputs.length === Object.keys(node.inputs).length
    ? node
    : { ...node, inputs: Object.fromEntries(inputs) };
}
