import { isInputFile, modelFolder } from '../comfy/model-folders.ts';
import type { NodeTable } from '../comfy/node-table.ts';
import { own } from '../engines/record.ts';
import type { Option } from '../recipes/option.ts';
import { type ApiGraph, GRAPH_FILE, isLink, nodeName } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import type { Problem } from './problem.ts';
import type { Place } from './value-flow.ts';

/** The file with the options for members. */
export const MANIFEST_FILE = 'manifest.json';

/** The name of the single node that stands for a public endpoint. */
export const PUBLIC_NODE = 'input';

/** A graph input that a value is written to. */
export type Target = Place;

/** The target of an entry's value. */
type Where = Pick<Entry, 'node_ids'> & {
  readonly key?: string | readonly string[] | undefined;
};

/** A manifest's entry of a workflow that is being read. */
export interface EntryAt {
  readonly reading: Reading;
  /** The place of the entry in the list. */
  readonly index: number;
}

/** A workflow being read: its sources, and the problems found so far. */
export class Reading {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
  /** Whether it is the flat input of a public endpoint, of which only the set keys are known. */
  readonly isFlat: boolean;
  readonly problems: Problem[] = [];
  readonly #types: readonly string[];
  /** Missing nodes that have been reported. */
  readonly #missing = new Set<string>();
  /** Inputs with a reported problem, by entry. */
  readonly #said = new Set<string>();

  /** `types`: the types of the manifest's entries, for naming them in problems. */
  constructor({
    graph,
    table,
    isFlat,
    types,
  }: Pick<Reading, 'graph' | 'table' | 'isFlat'> & { readonly types: readonly string[] }) {
    this.graph = graph;
    this.table = table;
    this.isFlat = isFlat;
    this.#types = types;
  }

  /** Reports a problem of the manifest. `index`: of which entry. */
  manifest(says: string, index?: number): void {
    const place = index === undefined ? {} : { place: this.#placeOf(index) };
    this.problems.push({ file: MANIFEST_FILE, ...place, says });
  }

  /** Reports a problem of the manifest's words in another language. */
  localization(place: string, says: string): void {
    this.problems.push({ file: MANIFEST_FILE, place, says });
  }

  /** Reports a problem of a target. Only the first for each input, since others follow from it. */
  target(
    { node, input, className }: Pick<Target, 'node' | 'input' | 'className'>,
    says: string,
    index: number,
  ): void {
    const at = { place: this.#placeOf(index), node: `${node} (${className})`, input };
    const key = JSON.stringify(at);
    if (!this.#said.has(key)) this.problems.push({ file: MANIFEST_FILE, ...at, says });
    this.#said.add(key);
  }

  /** Whether an entry has a problem so far. Further ones may follow from it. */
  isBroken(index: number): boolean {
    return this.problems.some(({ place }) => place === this.#placeOf(index));
  }

  /** Records a missing node. Returns whether this is its first mention. */
  noteMissing(node: string): boolean {
    const isNews = !this.#missing.has(node);
    this.#missing.add(node);
    return isNews;
  }

  /**
   * The inputs that a manifest entry sets, on each of its nodes: the one named by `key`, all existing ones of
   * a list of keys, or the first of the `usual` ones. Reports and skips inputs that are missing or cannot be
   * set.
   */
  targets(entry: Where, usual: readonly string[], index: number): readonly Target[] {
    const { key } = entry;
    if (this.isFlat) return this.#flatTargets(entry, usual, index);
    if (entry.node_ids === undefined) {
      this.manifest('needs node_ids: the ids of the nodes that it sets', index);
      return [];
    }
    const ids = entry.node_ids.filter((id) => this.#isThere(id, index));
    const keys = typeof key === 'string' ? [key] : (key ?? usual);
    const all = ids.flatMap((id) => {
      const found = keys.flatMap((one) => this.#at(id, one) ?? []);
      if (found.length === 0) this.#noSuchInput(id, keys, index);
      if (typeof key === 'object') return found;
      const inputs = this.graph[id]?.inputs ?? {};
      return found.find(({ input }) => Object.hasOwn(inputs, input)) ?? found.slice(0, 1);
    });
    if (typeof key === 'object') {
      const unused = key.filter((one) => !all.some(({ input }) => input === one));
      if (all.length > 0 && unused.length > 0) {
        this.manifest(
          `names the key ${unused.join(', ')}, which none of its nodes has: take it out`,
          index,
        );
      }
    }
    return all.filter((target) => this.#isFree(target, index));
  }

  #placeOf(index: number): string {
    return `nodes[${index}] (${this.#types[index] ?? '?'})`;
  }

  #flatTargets({ node_ids: ids, key }: Where, usual: readonly string[], index: number) {
    if (ids) this.manifest('a public endpoint has no nodes: leave node_ids out', index);
    const { inputs = {}, class_type: className = '' } = this.graph[PUBLIC_NODE] ?? {};
    const keys = typeof key === 'object' ? key : [key ?? usual[0] ?? ''];
    return keys.map((input) => {
      return { node: PUBLIC_NODE, input, now: own(inputs, input), className, takes: undefined };
    });
  }

  #isThere(id: string, index: number): boolean {
    if (Object.hasOwn(this.graph, id)) return true;
    if (this.noteMissing(id)) {
      this.manifest(
        `names node ${id}, which ${GRAPH_FILE} does not have: give the right id`,
        index,
      );
    }
    return false;
  }

  /** An input that a node has, or that its class has and that accepts a value. */
  #at(id: string, input: string): Target | undefined {
    const { class_type: className = '', inputs = {} } = this.graph[id] ?? {};
    const takes = own(this.table.get(className)?.inputs, input);
    if (!takes && !Object.hasOwn(inputs, input)) return undefined;
    return { node: id, input, now: inputs[input], className, takes };
  }

  #noSuchInput(node: string, keys: readonly string[], index: number): void {
    const { class_type: className = '', inputs = {} } = this.graph[node] ?? {};
    const has = Object.keys(inputs).join(', ') || 'none';
    const says = `is not an input of this node: give the right key (it has ${has})`;
    this.target({ node, input: keys.join(' or '), className }, says, index);
  }

  #isFree(target: Target, index: number): boolean {
    if (!isLink(target.now)) return true;
    const from = nodeName(this.graph, target.now[0]);
    const says = `comes from node ${from} and cannot be set here: name that node, or type a value into this one in ComfyUI and export again`;
    this.target(target, says, index);
    return false;
  }
}

/** A JSON value for a graph input. */
interface Assignment {
  readonly node: string;
  readonly input: string;
  readonly value: string | number | boolean;
}

/** One option of a workflow and its effect on the graph. */
export interface WorkflowInput {
  /** Its internal name. */
  readonly name: string;
  readonly option: Option;
  /** The inputs that it sets. */
  readonly targets: readonly Target[];
  /** The assignments for a valid value. None for an invalid one. */
  readonly write: (value: unknown) => readonly Assignment[];
}

/** By entry of the manifest: the inputs that it lets members set. */
export type InputsOf = readonly (readonly WorkflowInput[])[];

/** Assigns the same value to each of them. */
export function toAll(
  targets: readonly Target[],
  value: string | number | boolean,
): readonly Assignment[] {
  return targets.map(({ node, input }) => ({ node, input, value }));
}

/** The first of these texts that is there twice. */
export function twiceIn(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}

/** What an input accepts in place of another type: `takes whole numbers (type integer)`. */
export function takesInstead({ takes, now, className, input }: Target): string {
  switch (takes?.type ?? typeof now) {
    case 'INT':
      return 'takes whole numbers (type integer)';
    case 'FLOAT':
    case 'number':
      return 'takes numbers (type number)';
    case 'STRING':
    case 'string':
      return 'takes words (type text)';
    case 'BOOLEAN':
    case 'boolean':
      return 'takes yes or no (type boolean)';
    case 'COMBO':
      if (takes?.picture === true) return 'takes a picture (type image or mask)';
      if (isInputFile(className, input)) return 'takes a file that nobody can send';
      return modelFolder(className, input) === 'loras'
        ? 'takes a file (type lora)'
        : modelFolder(className, input) !== undefined
          ? 'takes a file (type model)'
          : 'takes one of several (type choice)';
    default:
      return takes
        ? `takes ${takes.type} from another node, and nothing that could be set`
        : 'has a list or an object, and nothing that could be set';
  }
}
