import type { NodeProblem } from '../../../src/comfy/graph-check.ts';
import { isInputFile } from '../../../src/comfy/model-folders.ts';
import type { NodeInput } from '../../../src/comfy/node-table.ts';
import type { ComfyError } from './comfy-error.ts';
import type { GraphNode } from './graph.ts';
import { pythonNotation } from './python-notation.ts';

/** A longer list of options is not sent back. */
const LONGEST_LIST = 20;

const EXCEPTIONS = ['odd_link', 'link_to_nothing', 'no_such_output', 'too_deep'] as const;

/** What makes ComfyUI's own validation raise an exception, rather than complain. */
export type ExceptionProblem = Extract<
  NodeProblem,
  { readonly problem: (typeof EXCEPTIONS)[number] }
>;

export function isException(found: NodeProblem): found is ExceptionProblem {
  return EXCEPTIONS.some((one) => one === found.problem);
}

/** A complaint in the words of ComfyUI 0.33.0. */
export function wireError(
  found: Exclude<NodeProblem, ExceptionProblem>,
  nodeOf: (id: string) => GraphNode | undefined,
): ComfyError {
  const className = nodeOf(found.node)?.class_type ?? '';
  if (found.problem === 'ring') return ringError(found.node, found.ring, nodeOf);
  const { input, takes } = found;
  const about = { input_name: input, input_config: inputConfig(takes) };
  switch (found.problem) {
    case 'missing': {
      // What another input brings is called by its last name alone.
      const details = input.split('.').at(-1) ?? input;
      const message = 'Required input is missing';
      return {
        type: 'required_input_missing',
        message,
        details,
        extra_info: { input_name: input },
      };
    }
    case 'no_number':
      return {
        type: 'invalid_input_type',
        message: `Failed to convert an input value to a ${takes.type} value`,
        details: `${input}, ${show(found.value)}, ${refusalOf(takes.type, found.value)}`,
        extra_info: { ...about, received_value: found.value },
      };
    case 'too_small':
      return {
        type: 'value_smaller_than_min',
        message: `Value ${found.value} smaller than min of ${takes.min ?? ''}`,
        details: input,
        extra_info: { ...about, received_value: found.value },
      };
    case 'too_large':
      return {
        type: 'value_bigger_than_max',
        message: `Value ${found.value} bigger than max of ${takes.max ?? ''}`,
        details: input,
        extra_info: { ...about, received_value: found.value },
      };
    case 'not_in_list':
      return CHECKS_ITS_FILE.has(className) && isInputFile(className, input)
        ? noSuchFile(className, input, found.value)
        : notInList(input, takes, found.value);
    case 'bad_link':
      return {
        type: 'bad_linked_input',
        message: 'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        details: input,
        extra_info: { ...about, received_value: found.value },
      };
    case 'wrong_type':
      return {
        type: 'return_type_mismatch',
        message: 'Return type mismatch between linked nodes',
        details: `${input}, received_type(${found.received}) mismatch input_type(${takes.type})`,
        extra_info: { ...about, received_type: found.received, linked_node: found.link },
      };
  }
}

/** An input as ComfyUI describes it in its errors: its type or options, then its limits. */
export function inputConfig(takes: NodeInput): readonly unknown[] | null {
  const { type, options, default: otherwise, min, max, step } = takes;
  if (options && options.length > LONGEST_LIST) return null;
  // Keys without a value do not survive as JSON.
  return [options ?? type, { default: otherwise, min, max, step }];
}

function ringError(
  id: string,
  ring: readonly string[],
  nodeOf: (id: string) => GraphNode | undefined,
): ComfyError {
  return {
    type: 'dependency_cycle',
    message: 'Dependency cycle detected',
    details: ring.map((one) => `${one} (${nodeOf(one)?.class_type ?? ''})`).join(' -> '),
    extra_info: { node_id: id, cycle_nodes: [...new Set(ring)] },
  };
}

/** The classes with a check of their own for the file that they read. */
const CHECKS_ITS_FILE: ReadonlySet<string> = new Set([
  'LoadImage',
  'LoadImageMask',
  'LoadLatent',
  'LoadVideo',
  'LoadAudio',
]);

/** What a class says itself of a file that is not there. It repeats the whole value, however long. */
function noSuchFile(className: string, input: string, value: unknown): ComfyError {
  const kind = { LoadLatent: 'latent', LoadVideo: 'video', LoadAudio: 'audio' }[className];
  return {
    type: 'custom_validation_failed',
    message: 'Custom validation failed for node',
    details: `${input} - Invalid ${kind ?? 'image'} file: ${show(value)}`,
    extra_info: { input_name: input },
  };
}

function notInList(input: string, takes: NodeInput, value: unknown): ComfyError {
  const { options = [] } = takes;
  const isLong = options.length > LONGEST_LIST;
  const list = isLong ? `(list of length ${options.length})` : pythonNotation(options);
  return {
    type: 'value_not_in_list',
    message: 'Value not in list',
    details: `${input}: ${pythonNotation(value)} not in ${list}`,
    extra_info: { input_name: input, input_config: inputConfig(takes), received_value: value },
  };
}

/** What Python's `int()` and `float()` say against a value. */
function refusalOf(type: string, value: unknown): string {
  if (typeof value !== 'string') return 'argument must be a string or a real number';
  return type === 'INT'
    ? `invalid literal for int() with base 10: ${pythonNotation(value)}`
    : `could not convert string to float: ${pythonNotation(value)}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : pythonNotation(value);
}
