import { isRecord, own } from '../engines/record.ts';
import { isLink, type Link, type PlainGraph, type PlainNode, readNode } from './graph.ts';
import { inputsFor, type NodeInput, type NodeTable, typesFit } from './node-table.ts';

/**
 * Predicts what ComfyUI's `validate_prompt` would object to in a graph in API format: checks each node that
 * contributes to an output, and every class. ComfyUI stops at the first unknown class. This checks the others
 * too and accepts any link from or to an unknown class.
 *
 * @param hasFile Whether the worker has a file. Without it, every named file counts as present.
 * @returns Nothing if ComfyUI would run it. A node's problems are adjacent.
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
    // An unknown class may be an output node.
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

/** The result for one node. */
export interface Verdict {
  /** Whether the node and everything it depends on are valid. */
  readonly valid: boolean;
  /** The problems of this node itself. */
  readonly problems: readonly NodeProblem[];
  /** The input through which the check first reached it. `undefined` where the check started. */
  readonly by: { readonly node: string; readonly input: string } | undefined;
}

/** Python's recursion limit, and so ComfyUI's. */
const DEEPEST = 1000;

/**
 * Checks nodes and their dependencies like ComfyUI's `validate_inputs` (0.33.0, `execution.py`), each node
 * once. For classes missing from the table it only follows the links. Stricter than ComfyUI in two points: if
 * the option that brings further inputs is invalid or missing, ComfyUI notices only when the node runs. And it
 * takes an output of -1 for the last one and `true` for 1, which no editor writes.
 */
export class GraphChecker {
  readonly #graph: PlainGraph;
  readonly #nodes: NodeTable;
  readonly #hasFile: HasFile;
  readonly #verdicts = new Map<string, Verdict>();
  /** By node: the last cycle it was found in. */
  readonly #rings = new Map<string, readonly string[]>();
  /** The nodes from where the check started to the current one. */
  readonly #path = new Set<string>();

  constructor(graph: PlainGraph, nodes: NodeTable, hasFile: HasFile) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#hasFile = hasFile;
  }

  /** By node, dependencies first. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this.#verdicts;
  }

  /**
   * Checks a node of the graph. True if it is valid with everything it depends on. `by`: the input that leads
   * to it.
   */
  check(id: string, by?: Verdict['by']): boolean {
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
      const value = own(values, input);
      if (value === undefined) {
        if (takes.required) problems.push({ ...at, problem: 'missing' });
      } else if (!Array.isArray(value)) {
        const found = checkValue(takes, value, (file) => this.#hasFile(className, input, file));
        if (found) problems.push({ ...at, ...found });
      } else if (!isLink(value)) {
        problems.push({ ...at, problem: value.length === 2 ? 'odd_link' : 'bad_link', value });
      } else {
        const found = this.#checkLink(at, value);
        if (found) problems.push(found);
        else valid = this.check(value[0], { node: id, input }) && valid;
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
      if (isLink(value)) valid = this.check(value[0], { node: id, input }) && valid;
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
  /** What this input accepts. */
  readonly takes: NodeInput;
}

interface OfLink extends AtInput {
  readonly link: Link;
}

/** A problem of one node of a graph. */
export type NodeProblem =
  /** A required input is missing. */
  | (AtInput & { readonly problem: 'missing' })
  /** Neither a number nor a numeric string where a number belongs. */
  | (AtInput & { readonly problem: 'no_number'; readonly value: unknown })
  | (AtInput & { readonly problem: 'too_small' | 'too_large'; readonly value: number })
  /** Not among the options, or a missing file. */
  | (AtInput & { readonly problem: 'not_in_list'; readonly value: unknown })
  /** A list that is not a link. ComfyUI takes every list for one. */
  | (AtInput & { readonly problem: 'bad_link'; readonly value: readonly unknown[] })
  /** Two parts, but not a node's id and the index of an output. ComfyUI looks them up and raises. */
  | (AtInput & { readonly problem: 'odd_link'; readonly value: readonly unknown[] })
  | (OfLink & { readonly problem: 'link_to_nothing' })
  /** The linked node has no such output. */
  | (OfLink & { readonly problem: 'no_such_output' })
  /** The linked output has another type, `received`. */
  | (OfLink & { readonly problem: 'wrong_type'; readonly received: string })
  /** The node depends on itself. The first id of the cycle is also the last. */
  | (AtNode & { readonly problem: 'ring'; readonly ring: readonly string[] })
  /** The chain of nodes is too long for ComfyUI. */
  | (AtNode & { readonly problem: 'too_deep' });

/** A problem of a graph. */
export type GraphProblem =
  | NodeProblem
  /** Not a JSON object of nodes. */
  | { readonly problem: 'no_graph' }
  /** No node saves or shows anything. */
  | { readonly problem: 'no_output' }
  /** A node without `class_type`. */
  | (AtNode & { readonly problem: 'no_class' })
  /** The table has no such class: the worker needs an extension for it, or a newer ComfyUI. */
  | (AtNode & { readonly problem: 'unknown_class'; readonly className: string });

/** A problem of a constant, with the converted value. */
export type ValueProblem =
  | { readonly problem: 'no_number' | 'not_in_list'; readonly value: unknown }
  | { readonly problem: 'too_small' | 'too_large'; readonly value: number };

/**
 * Checks a constant against an input like ComfyUI, which converts first: `"20"` and `20.9` become the integer
 * 20, and any value becomes a string or boolean. Steps are not checked. `undefined` if it is valid.
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
    if (min !== undefined && (number < min || isJustBelow(min, number, value))) {
      return { problem: 'too_small', value: number };
    }
    if (max !== undefined && (number > max || isJustAbove(max, number, value))) {
      return { problem: 'too_large', value: number };
    }
    return undefined;
  }
  if (options === undefined) return undefined;
  if (options.some((option) => option === value)) return undefined;
  if (files && typeof value === 'string' && hasFile(value)) return undefined;
  return { problem: 'not_in_list', value };
}

/** A list that is not a link is sent as `{"__value__": […]}`. */
function unwrapped(value: unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, '__value__') ? value.__value__ : value;
}

/**
 * Converts like Python's `int()` and `float()`. `undefined` if they would raise. Stricter in two points: `nan`,
 * which passes every range, and digits of other scripts are no numbers.
 */
export function toNumber(type: 'INT' | 'FLOAT', value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') {
    // JSON has no infinite number: it would be sent as `null`.
    if (!Number.isFinite(value)) return undefined;
    return type === 'INT' ? Math.trunc(value) : value;
  }
  if (typeof value !== 'string') return undefined;
  const text = numeral(value);
  if (type === 'INT') return INT_TEXT.test(text) ? Number(text) : undefined;
  if (INFINITE_TEXT.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return FLOAT_TEXT.test(text) ? Number(text) : undefined;
}

/** Python refuses to convert more digits. */
const INT_TEXT = /^[+-]?\d{1,4300}$/;
const FLOAT_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE_TEXT = /^[+-]?inf(?:inity)?$/i;

/** What Python skips around a number. To JavaScript a byte order mark is a space too, and U+0085 is none. */
const PYTHON_SPACE = /[^\S\uFEFF]|\u0085/;

/** A text without what Python ignores in a number: spaces around it, and single `_` between digits. */
function numeral(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && PYTHON_SPACE.test(text.charAt(start))) start++;
  while (end > start && PYTHON_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end).replaceAll(/(?<=\d)_(?=\d)/g, '');
}

/**
 * Whether an integer is over a limit of 2^n - 1 beyond 2^53, although both are the same JavaScript number. The
 * table has such a limit rounded up.
 */
function isJustAbove(max: number, number: number, given: unknown): boolean {
  return number === max && isInexact(max) && exactly(given) >= BigInt(max);
}

/** The same below a limit of -2^n, which the table has exactly. */
function isJustBelow(min: number, number: number, given: unknown): boolean {
  return number === min && isInexact(min) && exactly(given) < BigInt(min);
}

/** Whether a limit is a power of two that stands for several integers. */
function isInexact(limit: number): boolean {
  const size = Math.abs(limit);
  return size > Number.MAX_SAFE_INTEGER && size < 1e21 && Number.isInteger(Math.log2(size));
}

/** The integer that ComfyUI gets. JSON shortens a large number: 2^64 is sent as 18446744073709552000. */
function exactly(given: unknown): bigint {
  const text = numeral(String(given));
  return INT_TEXT.test(text) ? BigInt(text.replace('+', '')) : BigInt(Math.trunc(Number(text)));
}
