import { z } from 'zod';
import { isRecord } from '../../engines/record.ts';
import type { ApiGraph } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';

/*
 * ComfyUI's App Mode keeps what it shows in a workflow's `extra.linearData` (ComfyUI_frontend,
 * `comfyWorkflow.ts` and `appModeStore.ts` of 2026): `inputs` as [id, widget, {description?, height?}],
 * `outputs` as ids of nodes. An id is a node's, in any of these forms: `7`; `57:8`, by way of the
 * subgraph's node 57; `<subgraph>:8`; and, of late, `<graph>:<node>:<widget>` with its parts
 * percent-encoded. A widget of a subgraph's own node stands for one inside.
 */
/** The maximum number of inputs or outputs of an app, which is a single form. */
const MOST_SHOWN = 1_000;

const id = z.union([z.string(), z.number()]).transform(String);
const linearData = z.object({
  inputs: z
    .array(z.tuple([id, z.string()]).rest(z.unknown()))
    .max(MOST_SHOWN)
    .default([]),
  outputs: z.array(id).max(MOST_SHOWN).default([]),
});

/** The inputs and outputs that an app shows. */
export interface AppMode {
  readonly inputs: readonly Chosen[];
  /** Node ids, as far as they are in the exported graph. */
  readonly outputs: readonly string[];
  /** Items that are not in the exported graph. */
  readonly missing: readonly string[];
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads a workflow as saved by App Mode. Undefined if it holds no app. */
export function readAppMode(file: unknown, exported: Exported): AppMode | undefined {
  const extra = isRecord(file) && isRecord(file.extra) ? file.extra : {};
  const parsed = linearData.safeParse(extra.linearData);
  if (!parsed.success) return undefined;
  const subgraphs = new Subgraphs(file, exported.graph);
  const missing: string[] = [];
  const inputs = parsed.data.inputs.flatMap(([shown, widget, config]): Chosen[] => {
    const places = placesOf(shown, widget, { exported, subgraphs });
    if (places.length === 0) {
      missing.push(`${widget} of node ${shown}`);
      return [];
    }
    const description = isRecord(config) ? config.description : undefined;
    const isSaid = typeof description === 'string' && description.trim() !== '';
    return [{ places, name: widget, ...(isSaid && { description: description.trim() }) }];
  });
  const outputs = parsed.data.outputs.flatMap((shown) => nodesOf(shown, exported));
  return { inputs, outputs, missing };
}

interface Around {
  readonly exported: Exported;
  readonly subgraphs: Subgraphs;
}

function placesOf(id: string, widget: string, { exported, subgraphs }: Around): readonly Place[] {
  const { within, node, input } = partsOf(id, widget);
  const inside = within === undefined ? undefined : subgraphs.inside(within, node);
  const nodes = inside ?? nodesOf(node, exported);
  const promoted = subgraphs.promoted({ node, input });
  return [...nodes.map((one) => ({ node: one, input })), ...promoted].filter((place) =>
    Object.hasOwn(exported.inputsOf(place.node), place.input),
  );
}

/** The node that an id of any form means, and its graph or subgraph. */
function partsOf(
  id: string,
  widget: string,
): { readonly within?: string; readonly node: string; readonly input: string } {
  const [within = '', node = '', name] = id.split(':');
  if (!UUID.test(within)) return { node: id, input: widget };
  return { within, node: decoded(node), input: name === undefined ? widget : decoded(name) };
}

/** The node with this id, or the only one with it inside a subgraph. */
function nodesOf(id: string, { graph }: Exported): readonly string[] {
  if (Object.hasOwn(graph, id)) return [id];
  const inside = Object.keys(graph).filter((one) => one.endsWith(`:${id}`));
  return inside.length === 1 ? inside : [];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** An input that a workflow's author chose to offer. */
export interface Chosen {
  /** The inputs that its value sets. */
  readonly places: readonly Place[];
  /** The author's name for it. */
  readonly name?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/*
 * The parts of ComfyUI's save format that map widgets of a subgraph's node to inputs inside: the
 * subgraph's own inputs with their links, and the older `proxyWidgets`.
 */
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

/** A subgraph's node, with the inner inputs that its `proxyWidgets` name. */
interface Node {
  readonly type: string;
  readonly proxied: ReadonlySet<string>;
}

interface Subgraph {
  readonly id: string;
  readonly nodes: ReadonlyMap<string, Node>;
  /** By inner place: the subgraph's own input that leads to it. */
  readonly widgets: ReadonlyMap<string, string>;
  /** The subgraph's inputs with a link. */
  readonly linked: ReadonlySet<string>;
}

/** One occurrence of a subgraph, and the node that represents it. */
interface Instance {
  readonly node: Node;
  readonly subgraph: Subgraph;
}

/** Subgraphs nested deeper are ignored. */
const DEEPEST = 20;

/**
 * Finds exported nodes by their ids in the save format. Starts from each exported node and works
 * outwards, since subgraphs that contain each other could represent any number of nodes.
 */
class Subgraphs {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #subgraphs: ReadonlyMap<string, Subgraph>;
  readonly #inside = new Map<string, string[]>();
  readonly #promoted = new Map<string, Place[]>();

  /** `file`: a workflow in the save format. Skips anything unknown. */
  constructor(file: unknown, graph: ApiGraph) {
    const { nodes, definitions } = isRecord(file) ? file : {};
    const subgraphs = isRecord(definitions) ? definitions.subgraphs : undefined;
    this.#nodes = nodesIn(listIn(nodes).flatMap((one) => node.safeParse(one).data ?? []));
    this.#subgraphs = new Map(
      listIn(subgraphs)
        .flatMap((one) => subgraph.safeParse(one).data ?? [])
        .map((one) => [one.id, subgraphOf(one)]),
    );
    for (const [path, { inputs }] of Object.entries(graph)) this.#note(path, Object.keys(inputs));
  }

  /** The exported nodes for this node of a subgraph. Undefined if there is no such subgraph. */
  inside(subgraphId: string, nodeId: string): readonly string[] | undefined {
    if (!this.#subgraphs.has(subgraphId)) return undefined;
    return this.#inside.get(insideKey(subgraphId, nodeId)) ?? [];
  }

  /** The exported inputs behind a widget of a subgraph's node. */
  promoted(widget: Place): readonly Place[] {
    return this.#promoted.get(placeKey(widget)) ?? [];
  }

  #note(path: string, inputs: readonly string[]): void {
    const parts = path.split(':', DEEPEST + 2);
    const around = this.#around(parts.slice(0, -1));
    const innermost = around?.at(-1);
    if (!around || !innermost) return;
    add(this.#inside, insideKey(innermost.subgraph.id, parts.at(-1) ?? ''), path);
    for (const input of inputs) {
      const widget = outermostWidget(parts, input, around);
      if (widget) add(this.#promoted, placeKey(widget), { node: path, input });
    }
  }

  /** The subgraphs around a node, outermost first. Undefined if the file has no such node. */
  #around(parts: readonly string[]): readonly Instance[] | undefined {
    if (parts.length > DEEPEST) return undefined;
    const around: Instance[] = [];
    let nodes = this.#nodes;
    for (const part of parts) {
      const outer = nodes.get(part);
      const inner = outer && this.#subgraphs.get(outer.type);
      if (!inner) return undefined;
      around.push({ node: outer, subgraph: inner });
      nodes = inner.nodes;
    }
    return around;
  }
}

function outermostWidget(
  parts: readonly string[],
  input: string,
  around: readonly Instance[],
): Place | undefined {
  let place: Place = { node: parts.at(-1) ?? '', input };
  for (const [depth, instance] of [...around.entries()].reverse()) {
    const widget = widgetFor(place, instance);
    if (widget === undefined) return undefined;
    place = { node: parts[depth] ?? '', input: widget };
  }
  return place;
}

/** The widget of a subgraph's node for an input inside. */
function widgetFor(place: Place, { node: outer, subgraph: inner }: Instance): string | undefined {
  const key = placeKey(place);
  const linked = inner.widgets.get(key);
  if (linked !== undefined) return linked;
  // A widget with links represents only the inputs that these lead to.
  return outer.proxied.has(key) && !inner.linked.has(place.input) ? place.input : undefined;
}

function nodesIn(nodes: readonly z.infer<typeof node>[]): ReadonlyMap<string, Node> {
  return new Map(
    nodes.map(({ id: at, type, properties }) => [
      at,
      { type, proxied: new Set((properties?.proxyWidgets ?? []).flatMap(proxiedKey)) },
    ]),
  );
}

function proxiedKey([at, input]: readonly unknown[]): readonly string[] {
  const isNamed = (typeof at === 'string' || typeof at === 'number') && typeof input === 'string';
  return isNamed ? [placeKey({ node: String(at), input })] : [];
}

function subgraphOf({ id: own, nodes, links, inputs }: z.infer<typeof subgraph>): Subgraph {
  const nodesById = new Map(nodes.map((one) => [one.id, one]));
  const linksById = new Map(links.map((link) => [link.id, link]));
  const widgets = new Map(
    inputs.flatMap(({ name, linkIds }) =>
      (linkIds ?? []).flatMap((linkId): [string, string][] => {
        const { target_id: target = '', target_slot: slot = 0 } = linksById.get(linkId) ?? {};
        const input = nodesById.get(target)?.inputs?.[slot]?.name;
        return input === undefined ? [] : [[placeKey({ node: target, input }), name]];
      }),
    ),
  );
  return { id: own, nodes: nodesIn(nodes), widgets, linked: new Set(widgets.values()) };
}

function insideKey(subgraphId: string, nodeId: string): string {
  return JSON.stringify([subgraphId, nodeId]);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
