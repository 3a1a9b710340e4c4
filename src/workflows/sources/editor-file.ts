import { z } from 'zod';
import { isRecord } from '../../engines/record.ts';

/*
 * The format in which ComfyUI's editor saves a workflow: nodes and links as lists, of version 0.4 (a link
 * is a list) or 1.0 (a link is an object). Subgraphs stand in `definitions.subgraphs`, and a node whose
 * type is the id of one represents it. Group nodes, their predecessors, stand in `extra.groupNodes`.
 */

/** A workflow as the editor saves it, in one form for all versions. */
export interface EditorFile {
  readonly root: EditorGraph;
  /** By id, which is the type of the nodes that represent it. */
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  /** By name, as saved: see `group-nodes.ts`. */
  readonly groups: ReadonlyMap<string, unknown>;
  /** Links that the extension cg-use-everywhere makes at run time. */
  readonly broadcasts: readonly EditorLink[];
}

/** Nodes with their links, each by id. */
export interface EditorGraph {
  readonly nodes: ReadonlyMap<string, EditorNode>;
  readonly links: ReadonlyMap<string, EditorLink>;
}

/** A graph that a node represents. */
export interface Subgraph extends EditorGraph {
  readonly name: string;
  readonly inputs: readonly Boundary[];
  readonly outputs: readonly Boundary[];
  /** The node ids that its links use for its own inputs and outputs. */
  readonly inputId: string;
  readonly outputId: string;
}

/** An input or output of a subgraph. */
export interface Boundary {
  readonly name: string;
  readonly links: readonly string[];
}

/** One node. */
export interface EditorNode {
  readonly id: string;
  /** Its class, or the id of a subgraph. */
  readonly type: string;
  readonly mode: number;
  /** The title, if the author gave it one. */
  readonly title: string | undefined;
  readonly inputs: readonly EditorInput[];
  /** Types by slot. */
  readonly outputs: readonly string[];
  /** The values of its widgets: in their order, or, for a few extensions, by name. */
  readonly values: readonly unknown[] | Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An input of a node. */
export interface EditorInput {
  readonly name: string;
  readonly type: string;
  /** The id of the link that leads to it. */
  readonly link: string | undefined;
  /** The name of the widget for its value. */
  readonly widget: string | undefined;
}

/** The end of a link where its value comes from. */
export interface EditorLink {
  readonly from: string;
  readonly fromSlot: number;
  readonly to: string;
  readonly toSlot: number;
}

/** The values of a node's `mode` that matter. */
export const MUTED = 2;
export const BYPASSED = 4;

/** More nodes than this are not read, those that are not sent included. */
const MOST_NODES = 20_000;
/** The most inputs of a node or a subgraph. */
const MOST_SLOTS = 2_000;

/** The longest id. It is part of the ids of all nodes inside, at every depth. */
const LONGEST_ID = 100;
/** The longest type of an input or output: it may be a list. A longer one counts as any. */
const LONGEST_TYPE = 1_000;
/** A higher last id is not believed: counting on from it would lose precision. */
const HIGHEST_ID = 2 ** 50;

const id = z.union([z.string().max(LONGEST_ID), z.number()]).transform(String);
const slot = z.union([z.number().int().min(0), z.string().regex(/^\d{1,6}$/)]).transform(Number);
const type = z
  .union([
    z.string().max(LONGEST_TYPE),
    z.array(z.unknown()).transform(() => 'COMBO'),
    z.unknown().transform(() => '*'),
  ])
  .default('*');

const input = z.object({
  name: z.string(),
  type,
  link: id.nullish(),
  widget: z.object({ name: z.string() }).nullish().catch(undefined),
});
const node = z.object({
  id,
  type: z.string().min(1),
  mode: z.number().catch(0),
  title: z.string().optional().catch(undefined),
  inputs: z.array(input).max(MOST_SLOTS).nullish(),
  outputs: z.array(z.object({ type })).nullish(),
  widgets_values: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).catch({}),
});
const link = z.union([
  z
    .tuple([id, id, slot, id, slot])
    .rest(z.unknown())
    .transform(([at, from, fromSlot, to, toSlot]) => ({ id: at, from, fromSlot, to, toSlot })),
  z
    .object({ id, origin_id: id, origin_slot: slot, target_id: id, target_slot: slot })
    .transform((one) => ({
      id: one.id,
      from: one.origin_id,
      fromSlot: one.origin_slot,
      to: one.target_id,
      toSlot: one.target_slot,
    })),
]);
const boundary = z.object({ name: z.string(), linkIds: z.array(id).nullish() });
const boundaryNode = z.object({ id }).optional().catch(undefined);
const subgraph = z.object({
  id: z.string().min(1),
  name: z.string().catch(''),
  inputs: z.array(boundary).max(MOST_SLOTS).nullish(),
  outputs: z.array(boundary).nullish(),
  inputNode: boundaryNode,
  outputNode: boundaryNode,
});
const broadcast = z.object({
  upstream: id,
  upstream_slot: slot,
  downstream: id,
  downstream_slot: slot,
});

/** Reads a parsed file, or says why it cannot be read. */
export function readEditorFile(
  file: Readonly<Record<string, unknown>>,
): { readonly editor: EditorFile } | { readonly says: string } {
  const defined = definitionsIn(file);
  const all = [file, ...defined].reduce((sum, { nodes }) => sum + listIn(nodes).length, 0);
  if (all > MOST_NODES) {
    return { says: `has ${all} nodes, and ${MOST_NODES} are read: save a smaller workflow` };
  }
  const root = graphOf(file);
  if ('says' in root) return root;
  const subgraphs = new Map<string, Subgraph>();
  for (const one of defined) {
    const head = subgraph.safeParse(one).data;
    if (!head) return { says: 'has a subgraph that cannot be read: save it again in ComfyUI' };
    const graph = graphOf(one);
    if ('says' in graph) return graph;
    subgraphs.set(head.id, {
      ...graph,
      name: head.name,
      inputs: boundariesOf(head.inputs),
      outputs: boundariesOf(head.outputs),
      inputId: head.inputNode?.id ?? '-10',
      outputId: head.outputNode?.id ?? '-20',
    });
  }
  const extra = isRecord(file.extra) ? file.extra : {};
  return {
    editor: {
      root,
      subgraphs: distinctIds(root, subgraphs, lastNodeId(file)),
      groups: new Map(Object.entries(isRecord(extra.groupNodes) ? extra.groupNodes : {})),
      broadcasts: listIn(extra.ue_links).flatMap((one) => {
        const read = broadcast.safeParse(one).data;
        if (!read) return [];
        const { upstream: from, upstream_slot: fromSlot, downstream: to } = read;
        return [{ from, fromSlot, to, toSlot: read.downstream_slot }];
      }),
    },
  };
}

/** The definitions of a file and, in some versions, those inside other definitions. */
function definitionsIn(file: Readonly<Record<string, unknown>>) {
  const found: Readonly<Record<string, unknown>>[] = [];
  const waiting = [file];
  for (let one = waiting.pop(); one && found.length <= MOST_NODES; one = waiting.pop()) {
    const inside = isRecord(one.definitions) ? listIn(one.definitions.subgraphs) : [];
    const records = inside.filter(isRecord);
    found.push(...records);
    waiting.push(...records);
  }
  return found;
}

function graphOf(file: Readonly<Record<string, unknown>>): EditorGraph | { readonly says: string } {
  const nodes = new Map<string, EditorNode>();
  for (const one of listIn(file.nodes)) {
    const read = node.safeParse(one).data;
    if (!read) return { says: 'has a node that cannot be read: save it again in ComfyUI' };
    if (read.id === '' || read.id === '__proto__') {
      return { says: `calls a node ${JSON.stringify(read.id)}, which cannot be used: rename it` };
    }
    if (nodes.has(read.id)) {
      return { says: `has two nodes with the id ${read.id}: save it again in ComfyUI` };
    }
    nodes.set(read.id, nodeOf(read));
  }
  const links = new Map<string, EditorLink>();
  for (const one of listIn(file.links)) {
    // Null stands for a link that was removed.
    const read = link.safeParse(one).data;
    if (read) links.set(read.id, read);
  }
  return { nodes, links };
}

function nodeOf({ widgets_values: values, ...read }: z.infer<typeof node>): EditorNode {
  const { title } = read;
  return {
    id: read.id,
    type: read.type,
    mode: read.mode,
    title: title === undefined || title.trim() === '' ? undefined : title,
    inputs: (read.inputs ?? []).map((one) => ({
      name: one.name,
      type: one.type,
      link: one.link ?? undefined,
      widget: one.widget?.name,
    })),
    outputs: (read.outputs ?? []).map((one) => one.type),
    values: Array.isArray(values) || isRecord(values) ? values : [],
    properties: read.properties,
  };
}

function boundariesOf(listed: readonly z.infer<typeof boundary>[] | null | undefined) {
  return (listed ?? []).map(({ name, linkIds }) => ({ name, links: linkIds ?? [] }));
}

/**
 * Gives each node inside subgraphs an id of its own, as the editor does when it loads a file: a later copy
 * of a subgraph may use ids that are taken. Ids that are not numbers stay.
 */
function distinctIds(
  root: EditorGraph,
  subgraphs: ReadonlyMap<string, Subgraph>,
  last: number,
): ReadonlyMap<string, Subgraph> {
  const used = new Set([...root.nodes.keys()].filter(isNumber));
  let next = last;
  return new Map(
    [...subgraphs].map(([key, graph]) => {
      const renamed = new Map<string, string>();
      for (const one of graph.nodes.keys()) {
        if (!isNumber(one)) continue;
        if (used.has(one)) {
          do next += 1;
          while (used.has(String(next)));
          renamed.set(one, String(next));
          used.add(String(next));
        } else {
          used.add(one);
          next = Math.max(next, Number(one));
        }
      }
      return [key, renamed.size === 0 ? graph : withIds(graph, renamed)];
    }),
  );
}

function withIds(graph: Subgraph, renamed: ReadonlyMap<string, string>): Subgraph {
  const now = (one: string) => renamed.get(one) ?? one;
  return {
    ...graph,
    nodes: new Map(
      [...graph.nodes.values()].map((one) => [now(one.id), { ...one, id: now(one.id) }]),
    ),
    links: new Map(
      [...graph.links].map(([key, one]) => [key, { ...one, from: now(one.from), to: now(one.to) }]),
    ),
  };
}

function lastNodeId({ last_node_id: old, state }: Readonly<Record<string, unknown>>): number {
  const last = isRecord(state) ? state.lastNodeId : old;
  const isLikely = Number.isSafeInteger(last) && Number(last) >= 0 && Number(last) < HIGHEST_ID;
  return isLikely ? Number(last) : 0;
}

function isNumber(one: string): boolean {
  return /^\d{1,9}$/.test(one);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
