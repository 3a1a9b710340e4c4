import type { NodeClass, NodeInput, NodeTable } from '../comfy/node-table.ts';
import { GRAPH_FILE, isLink, type ApiGraph, type InputValue } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import type { Problem } from './problem.ts';

/** The file of what people may set. */
export const MANIFEST_FILE = 'manifest.json';

/** The one node that a public endpoint is, and what it is called. */
export const PUBLIC_NODE = 'input';

/** An input of the graph that a value is written to. */
export interface Target {
  readonly node: string;
  readonly input: string;
  /** What stands there in the exported graph. */
  readonly now: InputValue;
  /** The class of its node, and what that takes there, as far as the node table says. */
  readonly className: string;
  readonly takes: NodeInput | undefined;
}

/** A workflow that is being read: what there is to read it by, and what turned out to be wrong. */
export class Reading {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
  /** Whether it is the flat input of a public endpoint, of which nothing is known but what is set. */
  readonly isFlat: boolean;
  readonly problems: Problem[] = [];

  constructor({ graph, table, isFlat }: Pick<Reading, 'graph' | 'table' | 'isFlat'>) {
    this.graph = graph;
    this.table = table;
    this.isFlat = isFlat;
  }

  /** What the manifest says that cannot be. */
  manifest(says: string, index?: number): void {
    const entry = index === undefined ? {} : { input: `nodes[${index}]` };
    this.problems.push({ file: MANIFEST_FILE, ...entry, says });
  }

  /** What an input of the graph is that it must not be. */
  target({ node, input, className }: Pick<Target, 'node' | 'input' | 'className'>, says: string) {
    this.problems.push({ file: GRAPH_FILE, node: `${node} (${className})`, input, says });
  }

  classOf(className: string): NodeClass | undefined {
    return this.table.get(className);
  }

  /**
   * The inputs that an entry of the manifest sets: the first of `keys` that each of its nodes has.
   * Those that are not there, or that cannot be set, are problems and left out.
   */
  targets(
    { type, node_ids: ids = this.isFlat ? [PUBLIC_NODE] : [] }: Pick<Entry, 'type' | 'node_ids'>,
    keys: readonly string[],
    index: number,
  ): readonly Target[] {
    if (ids.length === 0) this.manifest(`${type} needs node_ids, the nodes that it sets`, index);
    return ids.flatMap((id) => this.#target(id, keys, index) ?? []);
  }

  #target(id: string, keys: readonly string[], index: number): Target | undefined {
    const node = Object.hasOwn(this.graph, id) ? this.graph[id] : undefined;
    if (!node) {
      this.manifest(`names node ${id}, which ${GRAPH_FILE} does not have`, index);
      return undefined;
    }
    const { class_type: className, inputs } = node;
    const known = this.classOf(className);
    const takesOf = (key: string) =>
      known && Object.hasOwn(known.inputs, key) ? known.inputs[key] : undefined;
    const input =
      keys.find((key) => Object.hasOwn(inputs, key)) ?? keys.find((key) => takesOf(key));
    const [first = ''] = keys;
    if (input === undefined && !this.isFlat) {
      const has = Object.keys(inputs).join(', ') || 'none';
      const says = `is not an input of this node: give the right key (it has ${has})`;
      this.target({ node: id, input: keys.join(' or '), className }, says);
      return undefined;
    }
    const target = {
      node: id,
      input: input ?? first,
      now: inputs[input ?? first],
      className,
      takes: takesOf(input ?? first),
    };
    if (isLink(target.now)) {
      const says = `comes from node ${target.now[0]} and cannot be set: set it there, or type a value into it in ComfyUI and export again`;
      this.target(target, says);
      return undefined;
    }
    return target;
  }
}
