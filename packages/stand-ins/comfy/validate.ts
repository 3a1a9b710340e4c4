import { z } from 'zod';
import { GraphChecker, type HasFile, type Verdict } from '../../../src/comfy/graph-check.ts';
import { inputsFor, type NodeTable } from '../../../src/comfy/node-table.ts';
import { readNode } from '../../../src/comfy/graph.ts';
import type { ComfyError, NodeErrors } from './comfy-error.ts';
import { exceptionError } from './exception-error.ts';
import type { Graph, GraphNode } from './graph.ts';
import { missingNode, type MissingNodeForm } from './missing-node.ts';
import { isException, wireError } from './wire-error.ts';

/** What a graph is held against. */
export interface Checking {
  readonly nodes: NodeTable;
  readonly hasFile: HasFile;
}

/** ComfyUI's answer to `POST /prompt`: the graph with the outputs it will make, or its refusal. */
export type Validation =
  | {
      readonly ok: true;
      readonly graph: Graph;
      /** Ids of the output nodes that can be made: at least one. */
      readonly outputs: readonly string[];
      readonly nodeErrors: Readonly<Record<string, NodeErrors>>;
    }
  | {
      readonly ok: false;
      readonly error: ComfyError;
      readonly nodeErrors: Readonly<Record<string, NodeErrors>>;
    };

/** The title a node has for people to read; anything else is ignored. */
const titledSchema = z.object({ _meta: z.object({ title: z.string() }) });
const promptSchema = z.record(z.string(), z.unknown());

/**
 * Checks a graph as ComfyUI 0.33.0's `validate_prompt` does, in its order and with its texts.
 * A link to a missing node is an exception there, and so it is reported here. Older ones differ in
 * what they say of a missing class, for which `form` stands.
 */
export function validate(
  prompt: unknown,
  against: Checking,
  form: MissingNodeForm = 'missing_node_type',
): Validation {
  const parsed = promptSchema.safeParse(prompt);
  if (!parsed.success) return refuse('no_prompt', 'No prompt provided', 'No prompt provided');

  const graph: Record<string, GraphNode> = {};
  const outputs: string[] = [];
  for (const [id, value] of Object.entries(parsed.data)) {
    const node = readNode(value);
    const title = titledSchema.safeParse(value).data?._meta.title;
    const nodeClass = node && against.nodes.get(node.class_type);
    if (!nodeClass) {
      const error = missingNode(form, id, { className: node?.class_type, title });
      return { ok: false, error, nodeErrors: {} };
    }
    graph[id] = node;
    if (nodeClass.isOutput) outputs.push(id);
  }
  if (outputs.length === 0) return refuse('prompt_no_outputs', 'Prompt has no outputs');
  return checkOutputs(graph, outputs, against);
}

function checkOutputs(graph: Graph, outputs: readonly string[], against: Checking): Validation {
  const { nodes, hasFile } = against;
  const checker = new GraphChecker(new Map(Object.entries(graph)), nodes, hasFile);
  const nodeErrors: Record<string, NodeErrors> = {};
  const good: string[] = [];
  const details: string[] = [];
  for (const output of outputs) {
    if (checker.check(output)) {
      good.push(output);
      continue;
    }
    for (const [id, verdict] of checker.verdicts) {
      const errors = errorsOf(verdict, graph, nodes);
      if (errors.length === 0) continue;
      if (id === output) {
        details.push(...errors.map((error) => `${error.message}: ${error.details}`));
      }
      nodeErrors[id] = {
        errors,
        dependent_outputs: [...(nodeErrors[id]?.dependent_outputs ?? []), output],
        class_type: graph[id]?.class_type ?? '',
      };
    }
  }
  if (good.length > 0) return { ok: true, graph, outputs: good, nodeErrors };
  return refuse(
    'prompt_outputs_failed_validation',
    'Prompt outputs failed validation',
    details.join('\n'),
    nodeErrors,
  );
}

/** What ComfyUI says of a node: where it ran into an exception there, nothing else. */
function errorsOf(
  { problems, by }: Verdict,
  graph: Graph,
  nodes: NodeTable,
): readonly ComfyError[] {
  const nodeOf = (id: string) => graph[id];
  const exception = problems.find(isException);
  if (!exception) {
    return problems.flatMap((found) => (isException(found) ? [] : [wireError(found, nodeOf)]));
  }
  const error = exceptionError(exception, by, nodeOf, (at) => {
    const node = graph[at.node];
    const nodeClass = node && nodes.get(node.class_type);
    return nodeClass && inputsFor(nodeClass, node.inputs).get(at.input);
  });
  return [error];
}

function refuse(
  type: string,
  message: string,
  details = '',
  nodeErrors: Readonly<Record<string, NodeErrors>> = {},
): Validation {
  return { ok: false, error: { type, message, details, extra_info: {} }, nodeErrors };
}
