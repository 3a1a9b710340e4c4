import { inputsFor, type NodeTable, typesFit } from '../comfy/node-table.ts';
import { isLink, type ApiGraph } from './api-graph.ts';
import type { NamedInput } from './names-file.ts';

/** A graph, and what is known of its node classes. */
export interface Known {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
}

/** An input of a node. */
export interface Place extends NamedInput {
  readonly node: string;
}

/** Types of what may be written into a graph, and not only be made there. */
const VALUES = ['STRING', 'INT', 'FLOAT', 'BOOLEAN', 'COMBO'];

/** All inputs of a graph, where something stands or is linked. */
export function placesIn({ graph, table }: Known): readonly Place[] {
  return Object.entries(graph).flatMap(([node, { class_type: className, inputs }]) => {
    const known = table.get(className);
    const takes = known && inputsFor(known, inputs);
    return Object.entries(inputs).map(([input, now]) => ({
      node,
      input,
      className,
      takes: takes?.get(input),
      now,
    }));
  });
}

/** Inputs by their nodes. */
export function byNode(places: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  for (const place of places) {
    const others = found.get(place.node);
    if (others) others.push(place);
    else found.set(place.node, [place]);
  }
  return found;
}

/**
 * The nodes whose values get to one of these inputs, each with an input that they get to: by links
 * that may bring a value, through nodes that hand one on, as primitives and switches do. A class that
 * is not known may hand on all that it is given; with `surely`, only where it is given nothing else.
 * Takes time that grows as the graph does.
 */
export function nodesLeadingTo(
  ends: readonly Place[],
  places: readonly Place[],
  known: Known,
  { surely }: { readonly surely: boolean },
): ReadonlyMap<string, Place> {
  const inputsOf = byNode(places);
  const found = new Map<string, Place>();
  const waiting = ends.map((place) => ({ place, end: place }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { place, end } = next;
    const node = sourceOf(place, known, surely);
    if (node === undefined || found.has(node)) continue;
    found.set(node, end);
    for (const one of inputsOf.get(node) ?? []) waiting.push({ place: one, end });
  }
  return found;
}

/** The node that hands a value into an input. */
function sourceOf({ takes, now }: Place, { graph, table }: Known, surely: boolean) {
  if (!isLink(now) || (takes && !isValue(takes.type))) return undefined;
  const [node, slot] = now;
  const source = Object.hasOwn(graph, node) ? graph[node] : undefined;
  if (!source) return undefined;
  const given = table.get(source.class_type)?.outputs;
  if (given) return isValue(given[slot] ?? '') ? node : undefined;
  return surely && Object.keys(source.inputs).length > 1 ? undefined : node;
}

function isValue(type: string): boolean {
  return type.startsWith('COMFY_DYNAMIC') || VALUES.some((one) => typesFit(type, one));
}
