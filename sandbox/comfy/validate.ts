import { z } from 'zod';
import { checkNode, ValidationException, type Checking, type NodeVerdict } from './check-node.ts';
import type { ComfyError, NodeErrors } from './comfy-error.ts';
import type { Graph, GraphNode } from './graph.ts';
import { missingNode, type MissingNodeForm } from './missing-node.ts';

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

const nodeSchema = z.object({
  class_type: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
});
/** The title a node has for people to read; anything else is ignored. */
const titledSchema = z.object({ _meta: z.object({ title: z.string() }) });
const promptSchema = z.record(z.string(), z.unknown());

/**
 * Checks a graph as ComfyUI 0.3.64's `validate_prompt` does, in its order and with its texts.
 * A link to a missing node is an exception there, and so it is reported here. Newer ones differ
 * only in what they say of a missing class: `form` says how.
 */
export function validate(
  prompt: unknown,
  against: Checking,
  form: MissingNodeForm = 'invalid_prompt',
): Validation {
  const parsed = promptSchema.safeParse(prompt);
  if (!parsed.success) return refuse('no_prompt', 'No prompt provided', 'No prompt provided');

  const { nodes } = against;
  const graph: Record<string, GraphNode> = {};
  const outputs: string[] = [];
  for (const [id, value] of Object.entries(parsed.data)) {
    const node = nodeSchema.safeParse(value);
    const title = titledSchema.safeParse(value).data?._meta.title;
    if (!node.success) {
      return { ok: false, error: missingNode(form, id, { title }), nodeErrors: {} };
    }
    const { class_type: name } = node.data;
    const nodeClass = Object.hasOwn(nodes, name) ? nodes[name] : undefined;
    if (!nodeClass) {
      const error = missingNode(form, id, { className: name, title });
      return { ok: false, error, nodeErrors: {} };
    }
    graph[id] = node.data;
    if (nodeClass.outputNode) outputs.push(id);
  }
  if (outputs.length === 0) return refuse('prompt_no_outputs', 'Prompt has no outputs');
  return checkOutputs(graph, outputs, against);
}

function checkOutputs(graph: Graph, outputs: readonly string[], against: Checking): Validation {
  const seen = new Map<string, NodeVerdict>();
  const nodeErrors: Record<string, NodeErrors> = {};
  const good: string[] = [];
  const details: string[] = [];
  for (const output of outputs) {
    const verdict = checkOutput(output, graph, against, seen);
    if (verdict.valid) {
      good.push(output);
      continue;
    }
    details.push(...verdict.errors.map((error) => `${error.message}: ${error.details}`));
    for (const [id, { errors }] of seen) {
      if (errors.length === 0) continue;
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

function checkOutput(
  id: string,
  graph: Graph,
  against: Checking,
  seen: Map<string, NodeVerdict>,
): NodeVerdict {
  try {
    return checkNode(id, graph, against, seen);
  } catch (exception) {
    if (!(exception instanceof ValidationException)) throw exception;
    const error: ComfyError = {
      type: 'exception_during_validation',
      message: 'Exception when validating node',
      details: exception.message,
      extra_info: { exception_type: exception.exceptionType },
    };
    const verdict = { valid: false, errors: [error] };
    seen.set(id, verdict);
    return verdict;
  }
}

function refuse(
  type: string,
  message: string,
  details = '',
  nodeErrors: Readonly<Record<string, NodeErrors>> = {},
): Validation {
  return { ok: false, error: { type, message, details, extra_info: {} }, nodeErrors };
}
