import {
  type NodeClass,
  type NodeInput,
  type NodeTable,
  typesFit,
} from '../../comfy/node-table.ts';
import { own } from '../../engines/record.ts';
import { type ApiGraph, isLink, nodeName, reachedFrom } from '../api-graph.ts';

/** An input of a node, holding a value or a link. */
export interface Place {
  readonly node: string;
  readonly input: string;
}

/** ComfyUI's own node that passes on one of two inputs. */
export const SWITCH = 'ComfySwitchNode';

/** Extensions' nodes that do the same, with the input that decides. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
  ['LazySwitchKJ', 'switch'],
  ...['easy ifElse', 'Switch any [Crystools]', 'Switch latent [Crystools]'].map(
    (name) => [name, 'boolean'] as const,
  ),
  ...['Switch conditioning [Crystools]', 'Switch image [Crystools]', 'Switch mask [Crystools]'].map(
    (name) => [name, 'boolean'] as const,
  ),
  ['Switch string [Crystools]', 'boolean'],
]);

/** Identifies a place. */
export function placeKey({ node, input }: Place): string {
  return JSON.stringify([node, input]);
}

/** The places without duplicates. */
export function distinctPlaces(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

/** An input that uses an output of another node. */
export interface Use extends Place {
  /** That node, and the index of the output. */
  readonly source: string;
  readonly slot: number;
}

/** What is known about a graph besides its nodes. */
interface About {
  readonly chosen?: readonly Place[];
  readonly titles?: ReadonlyMap<string, string>;
}

/** An exported graph with the known node classes. Nodes and inputs asked for may be missing. */
export class Exported {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
  /** The nodes' titles in the editor. */
  readonly titles: ReadonlyMap<string, string>;
  /** Inputs that the author chose to offer. */
  readonly #chosen: ReadonlySet<string>;
  readonly #uses: ReadonlyMap<string, readonly Use[]>;
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
    // The node after a switch counts as the user of the passed value.
    const users = Object.keys(graph).filter((node) => this.sideOf(node) === undefined);
    const uses = users.flatMap((node) =>
      this.placesAt(node).flatMap((place) => this.#useAt(place)),
    );
    this.#uses = Map.groupBy(uses, ({ source }) => source);
  }

  #useAt(place: Place): readonly Use[] {
    const value = this.value(this.through(place));
    return isLink(value) ? [{ ...place, source: value[0], slot: value[1] }] : [];
  }

  isChosen(place: Place): boolean {
    return this.#chosen.has(placeKey(place));
  }

  className(node: string): string {
    return own(this.graph, node)?.class_type ?? '';
  }

  /** A node's id with its class, for remarks. */
  named(node: string): string {
    return nodeName(this.graph, node);
  }

  /** An input with its node, as notes name it: `seed of node 3 (KSampler)`. */
  inputNamed({ node, input }: Place): string {
    return `${input} of node ${this.named(node)}`;
  }

  names(nodes: readonly string[]): readonly string[] {
    return nodes.map((node) => this.named(node));
  }

  classOf(node: string): NodeClass | undefined {
    return this.table.get(this.className(node));
  }

  inputsOf(node: string): Readonly<Record<string, unknown>> {
    return own(this.graph, node)?.inputs ?? {};
  }

  /** All inputs of a node. */
  placesAt(node: string): readonly Place[] {
    return Object.keys(this.inputsOf(node)).map((input) => ({ node, input }));
  }

  value({ node, input }: Place): unknown {
    return own(this.inputsOf(node), input);
  }

  /** The node that feeds an input, looking through switches. */
  source(place: Place): string | undefined {
    const value = this.value(this.through(place));
    return isLink(value) && Object.hasOwn(this.graph, value[0]) ? value[0] : undefined;
  }

  /** The source nodes of a node's inputs, or of the wanted ones among them. */
  sourcesOf(node: string, isWanted: (place: Place) => boolean = () => true): readonly string[] {
    return this.placesAt(node)
      .filter(isWanted)
      .flatMap((place) => this.source(place) ?? []);
  }

  /**
   * The place of the value or link that an input receives: its own, or one passed on by switches.
   */
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

  /**
   * The input that a switch passes on; `undefined` if the node is no switch, or the graph does not
   * determine it.
   */
  sideOf(node: string): string | undefined {
    const className = this.className(node);
    const input = className === SWITCH ? 'switch' : SWITCHES.get(className);
    if (input === undefined) return undefined;
    const own = { node, input };
    const set = this.value(own);
    const isHeld = isLink(set) && this.className(set[0]) === 'PrimitiveBoolean';
    const at = isHeld ? { node: set[0], input: 'value' } : own;
    const isOn = this.value(at);
    if (typeof isOn !== 'boolean' || this.isChosen(at)) return undefined;
    const side = isOn ? 'on_true' : 'on_false';
    return Object.hasOwn(this.inputsOf(node), side) ? side : undefined;
  }

  takes({ node, input }: Place): NodeInput | undefined {
    return own(this.classOf(node)?.inputs, input);
  }

  /** The type of the output that feeds an input; undefined if unknown. */
  given(place: Place): string | undefined {
    const value = this.value(this.through(place));
    return isLink(value) ? this.classOf(value[0])?.outputs[value[1]] : undefined;
  }

  /** The known types of an input: its source's output type, and the type that its class accepts. */
  typesAt(place: Place): readonly string[] {
    return [this.given(place), this.takes(place)?.type].filter((type) => type !== undefined);
  }

  /** Whether an input may get one of these types. Undefined where no type is known of it. */
  brings(place: Place, types: readonly string[]): boolean | undefined {
    const known = this.typesAt(place);
    if (known.length === 0) return undefined;
    return known.every((type) => types.some((wanted) => typesFit(type, wanted)));
  }

  usesOf(node: string): readonly Use[] {
    return this.#uses.get(node) ?? [];
  }

  /** These nodes and all that they depend on, each after its dependencies. */
  behind(ends: readonly string[]): readonly string[] {
    const found = new Set<string>();
    const entered = new Set<string>();
    // Uses its own stack, since untrusted graphs may be deeper than the call stack.
    const stack = [...ends].reverse().map((node) => ({ node, isDone: false }));
    for (let top = stack.pop(); top; top = stack.pop()) {
      if (top.isDone) found.add(top.node);
      if (top.isDone || entered.has(top.node)) continue;
      entered.add(top.node);
      stack.push({ node: top.node, isDone: true });
      const sources = this.sourcesOf(top.node);
      for (const node of sources.toReversed()) stack.push({ node, isDone: false });
    }
    return [...found];
  }

  /** These nodes and all that depend on them. */
  withMadeFrom(nodes: readonly string[]): ReadonlySet<string> {
    return reachedFrom(nodes, (node) => this.#usersOf(node));
  }

  /** Nodes whose class matches, and all that depend on them. Cached by pattern. */
  madeFromKind(name: RegExp): ReadonlySet<string> {
    const known = this.#madeFromKind.get(name);
    if (known) return known;
    const nodes = Object.keys(this.graph).filter((node) => name.test(this.className(node)));
    const made = this.withMadeFrom(nodes);
    this.#madeFromKind.set(name, made);
    return made;
  }

  /** The nodes that depend on these, directly or indirectly. */
  madeFrom(nodes: readonly string[]): ReadonlySet<string> {
    return this.withMadeFrom(nodes.flatMap((node) => this.#usersOf(node)));
  }

  #usersOf(node: string): readonly string[] {
    return this.usesOf(node).map((use) => use.node);
  }
}
