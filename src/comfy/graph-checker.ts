import { checkValue } from './check-value.ts';
import type { NodeProblem } from './graph-problem.ts';
import type { Link } from './graph.ts';
import { inputsFor } from './node-inputs.ts';
import type { NodeInput, NodeTable } from './node-table.ts';
import { isLink, type PlainGraph, type PlainNode } from './plain-graph.ts';
import { typesFit } from './types-fit.ts';

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
