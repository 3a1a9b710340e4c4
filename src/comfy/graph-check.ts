import { isRecord } from '../engines/record.ts';
import { isLink, type Link, type PlainGraph, type PlainNode, readNode } from './graph.ts';
import { inputsFor, type NodeInput, type NodeTable, typesFit } from './node-table.ts';

/**
 * What ComfyUI would say against a graph in its API format, as its `validate_prompt` does: of each
 * node that an output is made from, and of every class. It would stop at the first unknown class;
 * here the others are checked nevertheless, and a link from or to an unknown class is taken to fit.
 *
 * @param hasFile Whether the worker has a file. Where nobody is asked, it has whatever is named.
 * @returns Nothing where ComfyUI would run it; problems of a node stand together.
 */
export function checkGraph(
  graph: unknown,
  table: NodeTable,
  hasFile: HasFile = (_class, _input, file) => file !== '',
): readonly GraphProblem[] {
  if (!isRecord(graph)) return [{ problem: 'no_graph' }];
  const problems: GraphProblem[] = [];
  const nodes = new Map<string, PlainNode>();
  const ends: string[] = [];
  for (const [id, value] of Object.entries(graph)) {
    const node = readNode(value);
    if (!node) {
      problems.push({ node: id, problem: 'no_class' });
      continue;
    }
    const { class_type: className } = node;
    const nodeClass = table.get(className);
    if (!nodeClass) problems.push({ node: id, problem: 'unknown_class', className });
    // An unknown class may be one that ends a graph.
    if (nodeClass?.isOutput !== false) ends.push(id);
    nodes.set(id, node);
  }
  if (ends.length === 0) return [...problems, { problem: 'no_output' }];
  const checker = new GraphChecker(nodes, table, hasFile);
  for (const id of ends) checker.check(id);
  return [...problems, ...[...checker.verdicts.values()].flatMap((verdict) => verdict.problems)];
}

/** Whether a worker has the file that an input names. */
export type HasFile = (className: string, input: string, file: string) => boolean;

/** What is found about one node. */
export interface Verdict {
  /** Not even what it is made from has anything against it. */
  readonly valid: boolean;
  /** What is against this very node. */
  readonly problems: readonly NodeProblem[];
  /** The input that led here first; undefined where the check began here. */
  readonly by: { readonly node: string; readonly input: string } | undefined;
}

/** As deep as Python calls itself, and ComfyUI with it. */
const DEEPEST = 1000;

/**
 * Checks nodes and all that they are made from, as ComfyUI's `validate_inputs` does (0.33.0,
 * `execution.py`), each node once. Of nodes whose class is not in the table only the links are
 * followed. Stricter than ComfyUI in one thing: where an option that brings further inputs is no
 * option or not there, ComfyUI notices that when the node runs.
 */
export class GraphChecker {
  readonly #graph: PlainGraph;
  readonly #nodes: NodeTable;
  readonly #hasFile: HasFile;
  readonly #verdicts = new Map<string, Verdict>();
  /** By node: the last ring that it was found in. */
  readonly #rings = new Map<string, readonly string[]>();
  /** The nodes between where the check began and where it is. */
  readonly #path = new Set<string>();

  constructor(graph: PlainGraph, nodes: NodeTable, hasFile: HasFile) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#hasFile = hasFile;
  }

  /** By node, in the order in which they were done with: a node after all that it is made from. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this.#verdicts;
  }

  /** Checks a node, which has to be in the graph. True where it can be made. */
  check(id: string): boolean {
    return this.#check(id, undefined);
  }

  #check(id: string, by: Verdict['by']): boolean {
    const known = this.#verdicts.get(id);
    if (known) return known.valid;
    const node = this.#graph.get(id);
    if (!node || this.#closesRing(id)) return false;
    if (this.#path.size >= DEEPEST) {
      this.#verdicts.set(id, { valid: false, problems: [{ node: id, problem: 'too_deep' }], by });
      return false;
    }
    this.#path.add(id);
    const { valid, problems } = this.#checkInputs(id, node);
    this.#path.delete(id);
    const ring = this.#rings.get(id);
    const whole = ring ? [{ node: id, problem: 'ring' as const, ring }, ...problems] : problems;
    const verdict = { valid: valid && whole.length === 0, problems: whole, by };
    this.#verdicts.set(id, verdict);
    return verdict.valid;
  }

  #closesRing(id: string): boolean {
    if (!this.#path.has(id)) return false;
    const path = [...this.#path];
    const ring = [...path.slice(path.indexOf(id)), id];
    for (const one of ring) this.#rings.set(one, ring);
    return true;
  }

  #checkInputs(id: string, node: PlainNode): Pick<Verdict, 'valid' | 'problems'> {
    const { class_type: className, inputs: values } = node;
    const nodeClass = this.#nodes.get(className);
    if (!nodeClass) return { valid: this.#followLinks(id, node), problems: [] };
    const problems: NodeProblem[] = [];
    let valid = true;
    for (const [input, takes] of inputsFor(nodeClass, values)) {
      const at = { node: id, input, takes };
      const value = Object.hasOwn(values, input) ? values[input] : undefined;
      if (value === undefined) {
        if (takes.required) problems.push({ ...at, problem: 'missing' });
      } else if (!Array.isArray(value)) {
        const found = checkValue(takes, value, (file) => this.#hasFile(className, input, file));
        if (found) problems.push({ ...at, ...found });
      } else if (!isLink(value)) {
        problems.push({ ...at, problem: 'bad_link', value });
      } else {
        const found = this.#checkLink(at, value);
        if (found) problems.push(found);
        else valid = this.#check(value[0], { node: id, input }) && valid;
      }
    }
    return { valid, problems };
  }

  #checkLink(
    at: { readonly node: string; readonly input: string; readonly takes: NodeInput },
    link: Link,
  ): NodeProblem | undefined {
    const source = this.#graph.get(link[0]);
    if (!source) return { ...at, link, problem: 'link_to_nothing' };
    const outputs = this.#nodes.get(source.class_type)?.outputs;
    if (!outputs) return undefined;
    const received = outputs[link[1]];
    if (received === undefined) return { ...at, link, problem: 'no_such_output' };
    if (typesFit(received, at.takes.type)) return undefined;
    return { ...at, link, problem: 'wrong_type', received };
  }

  #followLinks(id: string, { inputs }: PlainNode): boolean {
    let valid = true;
    for (const [input, value] of Object.entries(inputs)) {
      if (isLink(value)) valid = this.#check(value[0], { node: id, input }) && valid;
    }
    return valid;
  }
}

interface AtNode {
  /** The node's id. */
  readonly node: string;
}

interface AtInput extends AtNode {
  readonly input: string;
  /** What this input takes. */
  readonly takes: NodeInput;
}

interface OfLink extends AtInput {
  readonly link: Link;
}

/** What ComfyUI has against one node of a graph. */
export type NodeProblem =
  /** A required input is not there. */
  | (AtInput & { readonly problem: 'missing' })
  /** Neither a number nor a text that is one, where a number belongs. */
  | (AtInput & { readonly problem: 'no_number'; readonly value: unknown })
  | (AtInput & { readonly problem: 'too_small' | 'too_large'; readonly value: number })
  /** None of the options, or a file that is not there. */
  | (AtInput & { readonly problem: 'not_in_list'; readonly value: unknown })
  /** A list that is no link, which every list is taken for. */
  | (AtInput & { readonly problem: 'bad_link'; readonly value: readonly unknown[] })
  | (OfLink & { readonly problem: 'link_to_nothing' })
  /** The node that is linked has no such output. */
  | (OfLink & { readonly problem: 'no_such_output' })
  /** That output is of another type, the one `received`. */
  | (OfLink & { readonly problem: 'wrong_type'; readonly received: string })
  /** It is made from itself: the ring of ids, the first of which is also the last. */
  | (AtNode & { readonly problem: 'ring'; readonly ring: readonly string[] })
  /** So many nodes stand one behind another that ComfyUI gives up. */
  | (AtNode & { readonly problem: 'too_deep' });

/** What ComfyUI has against a graph. */
export type GraphProblem =
  | NodeProblem
  /** No JSON object of nodes. */
  | { readonly problem: 'no_graph' }
  /** No node in it saves or shows anything. */
  | { readonly problem: 'no_output' }
  /** A node without `class_type`. */
  | (AtNode & { readonly problem: 'no_class' })
  /** The table has no such class: a worker needs an extension for it, or a newer ComfyUI. */
  | (AtNode & { readonly problem: 'unknown_class'; readonly className: string });

/** What speaks against a constant, and what it was taken for. */
export type ValueProblem =
  | { readonly problem: 'no_number' | 'not_in_list'; readonly value: unknown }
  | { readonly problem: 'too_small' | 'too_large'; readonly value: number };

/**
 * Checks a constant against an input as ComfyUI does, which converts before it looks: `"20"` and
 * `20.9` are the whole number 20, anything at all is a text or a yes or no, and steps are nobody's
 * business. Undefined where nothing speaks against it.
 */
function checkValue(
  takes: NodeInput,
  given: unknown,
  hasFile: (file: string) => boolean,
): ValueProblem | undefined {
  const value = unwrapped(given);
  const { type, options, files, min, max } = takes;
  if (type === 'INT' || type === 'FLOAT') {
    const number = toNumber(type, value);
    if (number === undefined) return { problem: 'no_number', value };
    if (min !== undefined && number < min) return { problem: 'too_small', value: number };
    if (max !== undefined && number > max) return { problem: 'too_large', value: number };
    return undefined;
  }
  if (options === undefined) return undefined;
  if (options.some((option) => option === value)) return undefined;
  if (files && typeof value === 'string' && hasFile(value)) return undefined;
  return { problem: 'not_in_list', value };
}

/** A list that is no link is sent as `{"__value__": […]}`. */
function unwrapped(value: unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, '__value__') ? value.__value__ : value;
}

/** What Python's `int()` and `float()` make of a value; undefined where they refuse it. */
export function toNumber(type: 'INT' | 'FLOAT', value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return type === 'INT' ? Math.trunc(value) : value;
  if (typeof value !== 'string') return undefined;
  const form = type === 'INT' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const text = value.trim();
  return form.test(text) ? Number(text) : undefined;
}
