import type { Verdict } from '../../../src/comfy/graph-check.ts';
import type { NodeInput } from '../../../src/comfy/node-table.ts';
import type { ComfyError } from './comfy-error.ts';
import type { GraphNode } from './graph.ts';
import { pythonNotation } from './python-notation.ts';
import { inputConfig, type ExceptionProblem } from './wire-error.ts';

/**
 * What ComfyUI says of a node at which its validation raised an exception: who caught it has the
 * word, which is the node that led there, or nobody where the check began there.
 */
export function exceptionError(
  found: ExceptionProblem,
  by: Verdict['by'],
  nodeOf: (id: string) => GraphNode | undefined,
  takenBy: (at: NonNullable<Verdict['by']>) => NodeInput | undefined,
): ComfyError {
  const [type, message] = python(found);
  if (!by) {
    return {
      type: 'exception_during_validation',
      message: 'Exception when validating node',
      details: message,
      extra_info: { exception_type: type },
    };
  }
  const takes = takenBy(by);
  return {
    type: 'exception_during_inner_validation',
    message: 'Exception when validating inner node',
    details: message,
    extra_info: {
      input_name: by.input,
      input_config: takes ? inputConfig(takes) : null,
      exception_message: message,
      exception_type: type,
      linked_node: nodeOf(by.node)?.inputs[by.input],
    },
  };
}

const NO_SUCH_OUTPUT = ['IndexError', 'tuple index out of range'] as const;

/** Type and text of the exception. */
function python(found: ExceptionProblem): readonly [type: string, message: string] {
  switch (found.problem) {
    case 'odd_link':
      return oddLink(found.value);
    case 'link_to_nothing':
      return ['KeyError', `'${found.link[0]}'`];
    case 'no_such_output':
      return NO_SUCH_OUTPUT;
    case 'too_deep':
      return ['RecursionError', 'maximum recursion depth exceeded'];
  }
}

/** The id is looked up first. Ids are texts, and a list or an object cannot even be looked up. */
function oddLink([id, output]: readonly unknown[]): readonly [type: string, message: string] {
  if (typeof id === 'object' && id !== null) {
    return ['TypeError', `unhashable type: '${Array.isArray(id) ? 'list' : 'dict'}'`];
  }
  if (typeof id !== 'string') return ['KeyError', pythonNotation(id)];
  if (typeof output === 'boolean' || Number.isInteger(output)) return NO_SUCH_OUTPUT;
  const type = output === null ? 'NoneType' : typeof output === 'string' ? 'str' : 'float';
  return ['TypeError', `tuple indices must be integers or slices, not ${type}`];
}
