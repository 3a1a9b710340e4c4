import { checkGraph } from '../comfy/graph-check.ts';
import type { GraphProblem } from '../comfy/graph-problem.ts';
import { GRAPH_FILE, type ApiGraph } from './api-graph.ts';
import type { Problem } from './problem.ts';
import type { Reading } from './reading.ts';

const LONGEST_VALUE = 60;

/**
 * What ComfyUI would have against a graph, as far as its node classes are known. Classes that are not
 * may be a worker's own, and which files a worker has is for the doctor to ask.
 */
export function graphProblems({ graph, table }: Pick<Reading, 'graph' | 'table'>): Problem[] {
  return checkGraph(graph, table).flatMap((problem) => sentenceOf(problem, graph) ?? []);
}

function sentenceOf(found: GraphProblem, graph: ApiGraph): Problem | undefined {
  const at = (says: string): Problem => {
    const node = 'node' in found ? found.node : undefined;
    return {
      file: GRAPH_FILE,
      ...(node !== undefined && { node: `${node} (${graph[node]?.class_type ?? 'no class'})` }),
      ...('input' in found && { input: found.input }),
      says,
    };
  };
  switch (found.problem) {
    case 'no_graph':
    case 'no_class':
    case 'unknown_class':
      return undefined;
    case 'no_output':
      // Said where the outputs are chosen.
      return undefined;
    case 'missing':
      return at('is missing: connect or fill it in ComfyUI and export again');
    case 'no_number':
      return at(`takes a number, and has ${shown(found.value)}`);
    case 'too_small':
      return at(`has ${found.value}, and takes at least ${found.takes.min ?? 'more'}`);
    case 'too_large':
      return at(`has ${found.value}, and takes at most ${found.takes.max ?? 'less'}`);
    case 'not_in_list':
      return at(`has ${shown(found.value)}, which it does not take`);
    case 'bad_link':
      return at('has a list that is no link');
    case 'link_to_nothing':
      return at(`comes from node ${found.link[0]}, which is not there`);
    case 'no_such_output':
      return at(
        `comes from output ${found.link[1]} of node ${found.link[0]}, which has no such output`,
      );
    case 'wrong_type':
      return at(`takes ${found.takes.type}, and node ${found.link[0]} gives ${found.received}`);
    case 'ring':
      return at(`is made from itself, by the nodes ${found.ring.join(', ')}`);
    case 'too_deep':
      return at('has more nodes behind it than ComfyUI follows');
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
