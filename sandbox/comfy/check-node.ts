import { checkValue, inputConfig, type HasInputFile } from './check-value.ts';
import type { ComfyError } from './comfy-error.ts';
import { isLink, type Graph } from './graph.ts';
import type { InputSpec, NodeTable } from './node-table.ts';

/** An exception inside ComfyUI's own validation, such as a link to nowhere causes. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
  readonly exceptionType: string;

  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** What a graph is held against. */
export interface Checking {
  readonly nodes: NodeTable;
  readonly hasInputFile: HasInputFile;
}

/** Python's own recursion limit. */
const DEEPEST = 1000;

/** What was found about one node: it may be invalid only because of its ancestors' errors. */
export interface NodeVerdict {
  readonly valid: boolean;
  readonly errors: readonly ComfyError[];
}

/**
 * Checks a node and everything it is made from, as ComfyUI's `validate_inputs` does. Verdicts are
 * kept in `seen`, so that a node is checked once. Throws {@link ValidationException} where ComfyUI
 * runs into an exception at this very node.
 */
export function checkNode(
  id: string,
  graph: Graph,
  { nodes, hasInputFile }: Checking,
  seen: Map<string, NodeVerdict>,
  path: readonly string[] = [],
): NodeVerdict {
  const known = seen.get(id);
  if (known) return known;
  if (path.includes(id) || path.length >= DEEPEST) {
    throw new ValidationException('RecursionError', 'maximum recursion depth exceeded');
  }
  const node = graph[id];
  const nodeClass = node && nodes[node.class_type];
  if (!nodeClass) throw new ValidationException('KeyError', `'${id}'`);

  const errors: ComfyError[] = [];
  let valid = true;
  for (const [name, spec] of Object.entries(nodeClass.inputs)) {
    if (!Object.hasOwn(node.inputs, name)) {
      if (spec.required !== false) errors.push(missing(name));
      continue;
    }
    const value = node.inputs[name];
    if (!Array.isArray(value)) {
      const error = checkValue(name, spec, value, hasInputFile);
      if (error) errors.push(error);
      continue;
    }
    const error = checkLink(name, spec, value, graph, nodes);
    if (error) {
      errors.push(error);
      continue;
    }
    const source = String(value[0]);
    try {
      valid = checkNode(source, graph, { nodes, hasInputFile }, seen, [...path, id]).valid && valid;
    } catch (exception) {
      if (!(exception instanceof ValidationException)) throw exception;
      valid = false;
      seen.set(source, { valid, errors: [innerException(name, spec, value, exception)] });
    }
  }
  // A node in a ring has its verdict already: the exception that the ring ended in.
  const verdict = seen.get(id) ?? { valid: valid && errors.length === 0, errors };
  seen.set(id, verdict);
  return verdict;
}

function checkLink(
  name: string,
  spec: InputSpec,
  value: readonly unknown[],
  graph: Graph,
  nodes: NodeTable,
): ComfyError | undefined {
  const about = { input_name: name, input_config: inputConfig(spec) };
  if (!isLink(value)) {
    return {
      type: 'bad_linked_input',
      message: 'Bad linked input, must be a length-2 list of [node_id, slot_index]',
      details: name,
      extra_info: { ...about, received_value: value },
    };
  }
  const source = graph[value[0]];
  if (!source) throw new ValidationException('KeyError', `'${value[0]}'`);
  const received = nodes[source.class_type]?.outputs[value[1]];
  if (received === undefined) {
    throw new ValidationException('IndexError', 'tuple index out of range');
  }
  if (received === spec.type) return undefined;
  return {
    type: 'return_type_mismatch',
    message: 'Return type mismatch between linked nodes',
    details: `${name}, received_type(${received}) mismatch input_type(${spec.type})`,
    extra_info: { ...about, received_type: received, linked_node: value },
  };
}

function missing(name: string): ComfyError {
  return {
    type: 'required_input_missing',
    message: 'Required input is missing',
    details: name,
    extra_info: { input_name: name },
  };
}

function innerException(
  name: string,
  spec: InputSpec,
  link: readonly unknown[],
  exception: ValidationException,
): ComfyError {
  return {
    type: 'exception_during_inner_validation',
    message: 'Exception when validating inner node',
    details: exception.message,
    extra_info: {
      input_name: name,
      input_config: inputConfig(spec),
      exception_message: exception.message,
      exception_type: exception.exceptionType,
      linked_node: link,
    },
  };
}
