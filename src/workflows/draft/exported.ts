import type { NodeClass, NodeInput, NodeTable } from '../../comfy/node-table.ts';
import { type ApiGraph, isLink, nodeName } from '../api-graph.ts';

/** An input of a node, where a value or a link stands. */
export interface Place {
  readonly node: string;
  readonly input: string;
}

/** ComfyUI's own node that passes on one of its two inputs. */
export const SWITCH = 'ComfySwitchNode';

/** Two places are the same where this is. */
export function placeKey({ node, input }: Place): string {
  return JSON.stringify([node, input]);
}

/** Where an output of a node goes. */
export interface Use extends Place {
  /** Which of its outputs. */
  readonly slot: number;
}

/** What is known of a graph besides. */
interface About {
  readonly chosen?: readonly Place[];
  readonly titles?: ReadonlyMap<string, string>;
}

/** An exported graph with what is known of its node classes. What is asked for may not be there. */
export class Exported {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
  /** What the editor calls the nodes. */
  readonly titles: ReadonlyMap<string, string>;
  /** Those that its author chose for people to set. */
  readonly #chosen: ReadonlySet<string>;
  readonly #uses = new Map<string, Use[]>();
  /** By switch: the place of the value that it passes on. */
  readonly #behind = new Map<string, Place>();
  readonly #madeFromKind = new Map<RegExp, ReadonlySet<string>>();

  constructor(
    graph: ApiGraph,
    table: NodeTable,
    { chosen = [], titles = new Map<string, string>() }: About = {},
  ) {
    this.graph = graph;
    this.table = table;
    this.titles = titles;
    this.#chosen = new Set(chosen.map(placeKey));
    for (const [node, { inputs }] of Object.entries(graph)) {
      // A value that a switch passes on is used by the node after it.
      if (this.sideOf(node) !== undefined) continue;
      for (const input of Object.keys(inputs)) {
        const value = this.value(this.through({ node, input }));
        if (!isLink(value)) continue;
        const [source, slot] = value;
        const uses = this.#uses.get(source);
        if (uses) uses.push({ node, input, slot });
        else this.#uses.set(source, [{ node, input, slot }]);
      }
    }
  }

  isChosen(place: Place): boolean {
    return this.#chosen.has(placeKey(place));
  }

  className(node: string): string {
    return Object.hasOwn(this.graph, node) ? (this.graph[node]?.class_type ?? '') : '';
  }

  /** A node's id with its class, as notes name it. */
  named(node: string): string {
    return nodeName(this.graph, node);
  }

  classOf(node: string): NodeClass | undefined {
    return this.table.get(this.className(node));
  }

  inputsOf(node: string): Readonly<Record<string, unknown>> {
    return Object.hasOwn(this.graph, node) ? (this.graph[node]?.inputs ?? {}) : {};
  }

  value({ node, input }: Place): unknown {
    const inputs = this.inputsOf(node);
    return Object.hasOwn(inputs, input) ? inputs[input] : undefined;
  }

  /** The node that an input comes from, through switches. */
  source(place: Place): string | undefined {
    const value = this.value(this.through(place));
    return isLink(value) && Object.hasOwn(this.graph, value[0]) ? value[0] : undefined;
  }

  /** The place of the value or link that an input gets: its own, or one that switches pass on. */
  through(place: Place): Place {
    const passed = new Set<string>();
    let at = place;
    for (;;) {
      const value = this.value(at);
      if (!isLink(value) || passed.has(value[0])) break;
      const [node] = value;
      const input = this.#behind.has(node) ? undefined : this.sideOf(node);
      at = input === undefined ? (this.#behind.get(node) ?? at) : { node, input };
      if (input === undefined) break;
      passed.add(node);
    }
    for (const node of passed) this.#behind.set(node, at);
    return at;
  }

  /** The input that a switch passes on; `undefined` if a node is no switch, or the graph does not say which. */
  sideOf(node: string): string | undefined {
    if (this.className(node) !== SWITCH) return undefined;
    const own = { node, input: 'switch' };
    const set = this.value(own);
    const isHeld = isLink(set) && this.className(set[0]) === 'PrimitiveBoolean';
    const at = isHeld ? { node: set[0], input: 'value' } : own;
    const isOn = this.value(at);
    if (typeof isOn !== 'boolean' || this.isChosen(at)) return undefined;
    const side = isOn ? 'on_true' : 'on_false';
    return Object.hasOwn(this.inputsOf(node), side) ? side : undefined;
  }

  takes({ node, input }: Place): NodeInput | undefined {
    const inputs = this.classOf(node)?.inputs ?? {};
    return Object.hasOwn(inputs, input) ? inputs[input] : undefined;
  }

  /** What the node gives that an input comes from; undefined where that is not known. */
  given(place: Place): string | undefined {
    const value = this.value(this.through(place));
    return isLink(value) ? this.classOf(value[0])?.outputs[value[1]] : undefined;
  }

  /** The types that are known of what an input gets: what its source gives, and what its class takes. */
  typesAt(place: Place): readonly string[] {
    return [this.given(place), this.takes(place)?.type].filter((type) => type !== undefined);
  }

  usesOf(node: string): readonly Use[] {
    return this.#uses.get(node) ?? [];
  }

  /** The nodes that these are made from, and themselves: each after those that it is made from. */
  behind(ends: readonly string[]): readonly string[] {
    const found = new Set<string>();
    const entered = new Set<string>();
    // With a stack of its own: a graph from elsewhere may be deeper than the program's.
    const stack = [...ends].reverse().map((node) => ({ node, isDone: false }));
    for (let top = stack.pop(); top; top = stack.pop()) {
      if (top.isDone) found.add(top.node);
      if (top.isDone || entered.has(top.node)) continue;
      entered.add(top.node);
      stack.push({ node: top.node, isDone: true });
      const { node } = top;
      const sources = Object.keys(this.inputsOf(node)).flatMap(
        (input) => this.source({ node, input }) ?? [],
      );
      for (const node of sources.reverse()) stack.push({ node, isDone: false });
    }
    return [...found];
  }

  /** These nodes, and all that are made from them. */
  withMadeFrom(nodes: readonly string[]): ReadonlySet<string> {
    return new Set([...nodes, ...this.madeFrom(nodes)]);
  }

  /** The nodes of classes of this name, and all that are made from them: found once for each pattern. */
  madeFromKind(name: RegExp): ReadonlySet<string> {
    const known = this.#madeFromKind.get(name);
    if (known) return known;
    const nodes = Object.keys(this.graph).filter((node) => name.test(this.className(node)));
    const made = this.withMadeFrom(nodes);
    this.#madeFromKind.set(name, made);
    return made;
  }

  /** The nodes that are made from these, directly or through others. */
  madeFrom(nodes: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const waiting = [...nodes];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (const use of this.usesOf(node)) {
        if (found.has(use.node)) continue;
        found.add(use.node);
        waiting.push(use.node);
      }
    }
    return found;
  }
}
