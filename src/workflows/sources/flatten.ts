import type { NodeTable } from '../../comfy/node-table.ts';
import {
  BYPASSED,
  type EditorFile,
  type EditorGraph,
  type EditorInput,
  type EditorNode,
  MUTED,
  type Subgraph,
} from './editor-file.ts';

/*
 * What ComfyUI's editor does before it sends a workflow (ComfyUI_frontend 1.45, `graphToPrompt` and
 * `ExecutableNodeDTO`): subgraphs are replaced by their nodes, whose ids become `57:8`; links are followed
 * through everything that exists only in the editor, to the node that makes the value.
 */

/** A node that is sent, with its place. */
export interface FlatNode {
  /** `8`, or `57:8` inside the subgraph of node 57. */
  readonly id: string;
  readonly node: EditorNode;
  readonly scope: Scope;
}

/** The root graph, or a subgraph at the node that represents it. */
export interface Scope {
  readonly graph: EditorGraph;
  /** The start of its nodes' ids: empty, or `57:`. */
  readonly prefix: string;
  readonly within: Within | undefined;
  readonly inner: ReadonlyMap<string, Scope>;
}

interface Within {
  readonly scope: Scope;
  readonly host: EditorNode;
  readonly subgraph: Subgraph;
}

/** Where the value of an input comes from. */
export type Origin =
  /** An output of a node that is sent. */
  | { readonly kind: 'output'; readonly id: string; readonly slot: number }
  /** A value that a primitive node holds. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** A widget inside a subgraph, which stands for this input too. */
  | { readonly kind: 'widget'; readonly of: FlatNode; readonly name: string };

/** The most nodes sent, as in `api-graph.ts`. */
export const MOST_SENT = 2_000;
/** The most nodes at all places. */
const MOST_PLACES = 40_000;
/** Subgraphs in subgraphs. */
const DEEPEST = 100;

/** Classes that hold one value for a widget. */
const PRIMITIVES: ReadonlySet<string> = new Set(['PrimitiveNode']);
/** Classes that pass their input on, or remember it under a name. */
const REROUTES: ReadonlySet<string> = new Set(['Reroute', 'Reroute (rgthree)']);
const SETTERS: ReadonlySet<string> = new Set(['SetNode', 'easy setNode']);
const GETTERS: ReadonlySet<string> = new Set(['GetNode', 'easy getNode']);
/** Classes that make links at run time, by the type of their inputs. */
const BROADCASTERS = /^(Anything Everywhere\??\d*|Prompts Everywhere|Seed Everywhere)$/;
/** Other classes that exist only in the editor: notes, and rgthree-comfy's switches for modes. */
const EDITOR_ONLY: ReadonlySet<string> = new Set([
  'Note',
  'MarkdownNote',
  'Label (rgthree)',
  'Bookmark (rgthree)',
  'Fast Muter (rgthree)',
  'Fast Bypasser (rgthree)',
  'Fast Groups Muter (rgthree)',
  'Fast Groups Bypasser (rgthree)',
  'Fast Actions Button (rgthree)',
  'Mute / Bypass Relay (rgthree)',
  'Mute / Bypass Repeater (rgthree)',
  'Node Collector (rgthree)',
  'Random Unmuter (rgthree)',
]);

/** Whether a class exists only in the editor, and is never sent. */
function isVirtual(type: string): boolean {
  const all = [PRIMITIVES, REROUTES, SETTERS, GETTERS, EDITOR_ONLY];
  return all.some((classes) => classes.has(type)) || BROADCASTERS.test(type);
}

/** A workflow without subgraphs. */
export interface Flat {
  readonly nodes: readonly FlatNode[];
  /** Muted and bypassed nodes, with their place. */
  readonly skipped: readonly FlatNode[];
  /** Nodes that stand for a subgraph. */
  readonly hosts: readonly FlatNode[];
  /** The widget inside that an input of such a node shows, if nothing is linked to it. */
  readonly widgetBehind: (host: FlatNode, input: number) => Origin | undefined;
  /** Follows the link of an input, by its index in {@link inputsAt}. */
  readonly originOf: (node: FlatNode, input: number) => Origin | undefined;
  /** A node's inputs, in the order of its class. */
  readonly inputsAt: (node: EditorNode) => readonly EditorInput[];
}

/**
 * Flattens a workflow, or says why that is impossible. `socketsOf`: the inputs of a node that is no subgraph,
 * in the order of its class.
 */
export function flatten(
  file: EditorFile,
  table: NodeTable,
  socketsOf: (node: EditorNode) => readonly EditorInput[],
): { readonly flat: Flat } | { readonly says: string } {
  const nodes: FlatNode[] = [];
  const skipped: FlatNode[] = [];
  const hosts: FlatNode[] = [];
  let says: string | undefined;
  /** All nodes at all places, those that are not sent included. */
  let count = 0;
  const open = (
    graph: EditorGraph,
    prefix: string,
    within: Within | undefined,
    path: readonly string[],
  ): Scope => {
    const inner = new Map<string, Scope>();
    const scope: Scope = { graph, prefix, within, inner };
    for (const node of graph.nodes.values()) {
      if (says !== undefined) break;
      const id = `${prefix}${node.id}`;
      count += 1;
      const flat = { id, node, scope };
      const isOff = node.mode === MUTED || node.mode === BYPASSED;
      if (isOff && !EDITOR_ONLY.has(node.type)) skipped.push(flat);
      const subgraph = file.subgraphs.get(node.type);
      if (!subgraph) {
        if (!isOff && !isVirtual(node.type)) nodes.push(flat);
      } else if (!isOff) {
        if (path.includes(node.type)) {
          says = `has a subgraph that contains itself (node ${id}): take it out there`;
        } else if (path.length >= DEEPEST) {
          says = `has subgraphs nested deeper than ${DEEPEST} levels: save it again`;
        } else {
          const at = { scope, host: node, subgraph };
          hosts.push(flat);
          inner.set(node.id, open(subgraph, `${id}:`, at, [...path, node.type]));
        }
      }
      if (nodes.length > MOST_SENT || count > MOST_PLACES) {
        says ??= `has more than ${MOST_SENT} nodes with those of its subgraphs: save a smaller workflow`;
      }
    }
    return scope;
  };
  const root = open(file.root, '', undefined, []);
  const ids = new Set<string>();
  for (const { id } of nodes) {
    if (ids.has(id)) says ??= `has two nodes with the id ${id}: rename one`;
    ids.add(id);
  }
  if (says !== undefined) return { says };
  const links = new LinkWalker(file, root, table, socketsOf);
  return {
    flat: {
      nodes,
      skipped,
      hosts,
      widgetBehind: ({ scope, node }, input) => links.widgetBehind(scope, node, input),
      originOf: ({ scope, node }, input) => links.origin(scope, node, input),
      inputsAt: (node) => links.inputsAt(node),
    },
  };
}

/** A step of a walk against the direction of links. */
type Step =
  | {
      readonly at: 'input';
      readonly scope: Scope;
      readonly node: EditorNode;
      readonly slot: number;
      /** The type that a bypassed node further up must fit, if not this input's own. */
      readonly type?: string;
    }
  | {
      readonly at: 'output';
      readonly scope: Scope;
      readonly node: EditorNode;
      readonly slot: number;
      readonly type: string;
    };

/** Follows links to where their value is made. Remembers each step, so that all walks together are linear. */
class LinkWalker {
  readonly #file: EditorFile;
  readonly #table: NodeTable;
  readonly #socketsOf: (node: EditorNode) => readonly EditorInput[];
  readonly #inputs = new Map<EditorNode, readonly EditorInput[]>();
  readonly #found = new Map<string, Origin | undefined>();
  /** By graph: setters by the name that they remember their input under. */
  readonly #setters = new Map<EditorGraph, ReadonlyMap<string, EditorNode>>();
  readonly #root: Scope;
  /** By place of an input: the output that an extension links to it. */
  readonly #broadcasts: ReadonlyMap<string, { readonly from: string; readonly fromSlot: number }>;

  constructor(
    file: EditorFile,
    root: Scope,
    table: NodeTable,
    socketsOf: (node: EditorNode) => readonly EditorInput[],
  ) {
    this.#socketsOf = socketsOf;
    this.#file = file;
    this.#root = root;
    this.#table = table;
    this.#broadcasts = new Map(
      file.broadcasts.map((link) => [JSON.stringify([link.to, link.toSlot]), link]),
    );
  }

  inputsAt(node: EditorNode): readonly EditorInput[] {
    const known = this.#inputs.get(node);
    if (known) return known;
    const subgraph = this.#file.subgraphs.get(node.type);
    const inputs = subgraph
      ? subgraph.inputs.map(
          ({ name }) =>
            node.inputs.find((one) => one.name === name) ?? {
              name,
              type: '*',
              link: undefined,
              widget: undefined,
            },
        )
      : this.#socketsOf(node);
    this.#inputs.set(node, inputs);
    return inputs;
  }

  origin(scope: Scope, node: EditorNode, slot: number): Origin | undefined {
    const passed: string[] = [];
    const seen = new Set<string>();
    let step: Step | undefined = { at: 'input', scope, node, slot };
    let found: Origin | undefined;
    while (step) {
      const key = keyOf(step);
      if (this.#found.has(key)) {
        found = this.#found.get(key);
        break;
      }
      // A ring of links has no origin.
      if (seen.has(key)) break;
      seen.add(key);
      passed.push(key);
      const next: Step | { readonly end: Origin | undefined } =
        step.at === 'input' ? this.#fromInput(step) : this.#fromOutput(step);
      if ('end' in next) {
        found = next.end;
        step = undefined;
      } else {
        step = next;
      }
    }
    for (const key of passed) this.#found.set(key, found);
    return found;
  }

  #fromInput(step: Step & { at: 'input' }): Step | { readonly end: Origin | undefined } {
    const { scope, node, slot, type } = step;
    const input = this.inputsAt(node)[slot];
    if (!input) return { end: undefined };
    const link = this.#linkTo(scope, node, input, slot);
    if (!link) return { end: undefined };
    const { within } = scope;
    if (within?.subgraph.inputId === link.from) return this.#outOf(within, link.fromSlot);
    const origin = scope.graph.nodes.get(link.from);
    if (!origin) return { end: undefined };
    return { at: 'output', scope, node: origin, slot: link.fromSlot, type: type ?? input.type };
  }

  #linkTo(scope: Scope, node: EditorNode, input: EditorInput, slot: number) {
    if (input.link !== undefined) return scope.graph.links.get(input.link);
    if (scope.within || this.#broadcasts.size === 0) return undefined;
    const saved = node.inputs.findIndex(({ name }) => name === input.name);
    return this.#broadcasts.get(JSON.stringify([node.id, saved === -1 ? slot : saved]));
  }

  /** From inside a subgraph to the input of the node that represents it. */
  #outOf(within: Within, slot: number): Step | { readonly end: Origin | undefined } {
    const { scope, host } = within;
    const input = this.inputsAt(host)[slot];
    if (!input) return { end: undefined };
    if (input.link !== undefined) return { at: 'input', scope, node: host, slot };
    return { end: this.widgetBehind(scope, host, slot) };
  }

  widgetBehind(scope: Scope, host: EditorNode, slot: number): Origin | undefined {
    const inside = scope.inner.get(host.id);
    return inside?.within && this.#firstWidget(inside, inside.within.subgraph, slot);
  }

  /** The first widget that an input of a subgraph leads to. The editor shows it, and its value counts for all. */
  #firstWidget(scope: Scope, subgraph: Subgraph, slot: number): Origin | undefined {
    const entered = [{ scope, subgraph, slot }];
    for (let one = entered.pop(); one; one = entered.pop()) {
      const more: typeof entered = [];
      for (const at of one.subgraph.inputs[one.slot]?.links ?? []) {
        const target = one.scope.graph.nodes.get(one.scope.graph.links.get(at)?.to ?? '');
        const input = target?.inputs.find(({ link }) => link === at);
        if (!target || !input) continue;
        const inner = one.scope.inner.get(target.id);
        if (inner?.within) {
          const { subgraph: next } = inner.within;
          const place = next.inputs.findIndex(({ name }) => name === input.name);
          more.push({ scope: inner, subgraph: next, slot: place });
          continue;
        }
        const name = this.#widgetOf(target, input);
        if (name !== undefined && more.length === 0) {
          const of = { id: `${one.scope.prefix}${target.id}`, node: target, scope: one.scope };
          return { kind: 'widget', of, name };
        }
      }
      entered.push(...more.reverse());
    }
    return undefined;
  }

  #widgetOf(node: EditorNode, input: EditorInput): string | undefined {
    const known = this.inputsAt(node).find(({ name }) => name === input.name);
    return known?.widget;
  }

  #fromOutput(step: Step & { at: 'output' }): Step | { readonly end: Origin | undefined } {
    const { scope, node, slot, type } = step;
    if (PRIMITIVES.has(node.type)) {
      const [value] = Array.isArray(node.values) ? (node.values as readonly unknown[]) : [];
      return { end: value === undefined ? undefined : { kind: 'value', value } };
    }
    if (node.mode === MUTED) return { end: undefined };
    if (node.mode === BYPASSED) {
      const through = this.#bypass(node, slot, type);
      return through === -1 ? { end: undefined } : { at: 'input', scope, node, slot: through };
    }
    const inner = scope.inner.get(node.id);
    if (inner?.within) return this.#into(inner, inner.within, slot, type);
    if (REROUTES.has(node.type) && this.#isFromPrimitive(scope, node)) return { end: undefined };
    if (REROUTES.has(node.type) || SETTERS.has(node.type)) {
      return { at: 'input', scope, node, slot: 0, type };
    }
    if (GETTERS.has(node.type)) {
      const setter = this.#setter(scope, nameIn(node)) ?? this.#setter(this.#root, nameIn(node));
      return setter ? { at: 'input', ...setter, slot: 0, type } : { end: undefined };
    }
    if (isVirtual(node.type)) return { end: undefined };
    return { end: { kind: 'output', id: `${scope.prefix}${node.id}`, slot } };
  }

  /** The editor writes a primitive's value into the widgets next to it only. */
  #isFromPrimitive({ graph }: Scope, node: EditorNode): boolean {
    const from = graph.links.get(node.inputs[0]?.link ?? '')?.from;
    return PRIMITIVES.has(graph.nodes.get(from ?? '')?.type ?? '');
  }

  /** From an output of a subgraph's node to the node inside. */
  #into(
    inner: Scope,
    within: Within,
    slot: number,
    type: string,
  ): Step | { readonly end: Origin | undefined } {
    const { subgraph, host, scope } = within;
    const [first = ''] = subgraph.outputs[slot]?.links ?? [];
    const link = subgraph.links.get(first);
    if (!link) return { end: undefined };
    if (link.from === subgraph.inputId) {
      return { at: 'input', scope, node: host, slot: link.fromSlot };
    }
    const origin = subgraph.nodes.get(link.from);
    if (!origin) return { end: undefined };
    return { at: 'output', scope: inner, node: origin, slot: link.fromSlot, type };
  }

  #setter(scope: Scope, name: string | undefined) {
    const { graph } = scope;
    let known = this.#setters.get(graph);
    if (!known) {
      const setters = [...graph.nodes.values()].filter((node) => SETTERS.has(node.type));
      known = new Map(setters.reverse().map((node) => [nameIn(node) ?? '', node]));
      this.#setters.set(graph, known);
    }
    const node = name === undefined ? undefined : known.get(name);
    return node && { scope, node };
  }

  /** The input that takes the place of a bypassed node's output, or -1: the first of a type that fits. */
  #bypass(node: EditorNode, slot: number, type: string): number {
    const inputs = this.inputsAt(node);
    const known = this.#table.get(node.type)?.outputs[slot];
    const output = known === undefined || known.startsWith('COMFY_') ? node.outputs[slot] : known;
    if (isAny(type)) return inputs.length > slot ? slot : 0;
    const fits = (input: EditorInput | undefined) =>
      input !== undefined && mayLink(input.type, output ?? '*') && mayLink(input.type, type);
    if (fits(inputs[slot])) return slot;
    const exact = inputs.findIndex((input) => input.type === type);
    return exact === -1 ? inputs.findIndex(fits) : exact;
  }
}

function keyOf(step: Step): string {
  const { at, scope, node, slot, type } = step;
  return JSON.stringify([scope.prefix, node.id, at, slot, type]);
}

/** The name that a setter or getter refers to. */
function nameIn({ values }: EditorNode): string | undefined {
  const [name] = Array.isArray(values) ? (values as readonly unknown[]) : [];
  return typeof name === 'string' ? name : undefined;
}

function isAny(type: string): boolean {
  return type === '' || type === '*';
}

/** Whether the editor lets an output of one type be linked to an input of another. */
function mayLink(one: string, other: string): boolean {
  if (isAny(one) || isAny(other)) return true;
  const [ones, others] = [one, other].map((type) => type.toLowerCase().split(','));
  return ones?.some((type) => others?.includes(type)) ?? false;
}
