import { z } from 'zod';
import { isRecord } from '../../comfy/record.ts';
import type { Place } from './exported.ts';

/*
 * What of a workflow in ComfyUI's save format tells which widgets of a subgraph's node stand for
 * which inside: the subgraph's own inputs with their links, and `proxyWidgets` before there were these.
 */
const id = z.union([z.string(), z.number()]).transform(String);
const node = z.object({
  id,
  type: z.string(),
  inputs: z
    .array(z.object({ name: z.string(), widget: z.object({ name: z.string() }).optional() }))
    .optional(),
  properties: z.object({ proxyWidgets: z.array(z.array(z.unknown())).optional() }).optional(),
});
const subgraph = z.object({
  id: z.string(),
  nodes: z.array(node),
  links: z.array(z.object({ id, target_id: id, target_slot: z.number() })).default([]),
  inputs: z.array(z.object({ name: z.string(), linkIds: z.array(id).nullish() })).default([]),
});

type Node = z.infer<typeof node>;
type Subgraph = z.infer<typeof subgraph>;

/** The subgraphs of a workflow, and the nodes of its outermost graph. */
export interface Subgraphs {
  readonly nodes: readonly Node[];
  readonly definitions: ReadonlyMap<string, Subgraph>;
}

/** As deep as subgraphs may lie in each other. */
const DEEPEST = 20;

/** Reads them from a workflow in the save format; what is not understood is passed over. */
export function readSubgraphs(file: unknown): Subgraphs {
  const { nodes, definitions } = isRecord(file) ? file : {};
  const subgraphs = isRecord(definitions) ? definitions.subgraphs : undefined;
  const read = (Array.isArray(subgraphs) ? subgraphs : []).flatMap(
    (one: unknown) => subgraph.safeParse(one).data ?? [],
  );
  return {
    nodes: (Array.isArray(nodes) ? nodes : []).flatMap(
      (one: unknown) => node.safeParse(one).data ?? [],
    ),
    definitions: new Map(read.map((one) => [one.id, one])),
  };
}

/** Where the subgraph of this id stands: the ids of its nodes, by way of those that it lies in. */
export function instancesOf(subgraphs: Subgraphs, wanted: string): readonly string[] {
  const found: string[] = [];
  const look = (nodes: readonly Node[], prefix: string, depth: number): void => {
    for (const { id: at, type } of nodes) {
      if (type === wanted) found.push(`${prefix}${at}`);
      const definition = subgraphs.definitions.get(type);
      if (definition && depth < DEEPEST) look(definition.nodes, `${prefix}${at}:`, depth + 1);
    }
  };
  look(subgraphs.nodes, '', 0);
  return found;
}

/** The places inside of a subgraph's node that one of its widgets stands for, by compound ids. */
export function promotedPlaces(subgraphs: Subgraphs, { node: of, input }: Place): readonly Place[] {
  const found = subgraphs.nodes.find((one) => one.id === of);
  return found ? inside(subgraphs, found, input, of, 0) : [];
}

function inside(
  subgraphs: Subgraphs,
  { type, properties = {} }: Node,
  widget: string,
  prefix: string,
  depth: number,
): readonly Place[] {
  const definition = subgraphs.definitions.get(type);
  if (!definition || depth > DEEPEST) return [];
  const linkIds = definition.inputs.find(({ name }) => name === widget)?.linkIds ?? [];
  const linked = definition.links
    .filter((link) => linkIds.includes(link.id))
    .flatMap(({ target_id: target, target_slot: slot }) => {
      const name = definition.nodes.find((one) => one.id === target)?.inputs?.[slot]?.name;
      return name === undefined ? [] : [{ node: target, input: name }];
    });
  const proxied = (properties.proxyWidgets ?? []).flatMap(([target, name]) =>
    name === widget && (typeof target === 'string' || typeof target === 'number')
      ? [{ node: String(target), input: widget }]
      : [],
  );
  return (linked.length > 0 ? linked : proxied).flatMap((place) => {
    const inner = definition.nodes.find((one) => one.id === place.node);
    const path = `${prefix}:${place.node}`;
    return inner && subgraphs.definitions.has(inner.type)
      ? inside(subgraphs, inner, place.input, path, depth + 1)
      : [{ node: path, input: place.input }];
  });
}
