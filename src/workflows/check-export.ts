import { checkGraph, type GraphProblem } from '../comfy/graph-check.ts';
import { type ApiGraph, GRAPH_FILE, nodeName } from './api-graph.ts';
import { listed, type Problem, shortened } from './problem.ts';
import type { Reading } from './reading.ts';

const LONGEST_VALUE = 60;

/**
 * Finds ComfyUI's objections to a graph, as far as its node classes are known. Unknown classes may be a
 * worker's own. Which files a worker has is checked by the doctor.
 */
export function checkExport(reading: Reading): void {
  const { graph, table } = reading;
  const ringed = new Set<string>();
  for (const found of checkGraph(graph, table)) {
    if (found.problem === 'ring') {
      // Reported once, at one of its nodes.
      if (found.ring.some((id) => ringed.has(id))) continue;
      for (const id of found.ring) ringed.add(id);
    }
    if (found.problem === 'link_to_nothing' && !reading.noteMissing(found.link[0])) continue;
    const problem = sentenceOf(found, graph);
    if (problem) reading.problems.push(problem);
  }
}

function sentenceOf(found: GraphProblem, graph: ApiGraph): Problem | undefined {
  const at = (says: string): Problem => ({
    file: GRAPH_FILE,
    ...('node' in found && { node: nodeName(graph, found.node) }),
    ...('input' in found && { input: found.input }),
    says,
  });
  switch (found.problem) {
    case 'no_graph':
    case 'no_class':
    case 'unknown_class':
      return undefined;
    case 'no_output':
      // Reported where the outputs are chosen.
      return undefined;
    case 'missing':
      return at(`is missing: ${EXPORT_AGAIN}`);
    case 'no_number':
      return at(`takes a number, and has ${shown(found.value)}: ${EXPORT_AGAIN}`);
    case 'too_small':
      return at(`takes at least ${found.takes.min ?? 0}, and has ${found.value}: ${EXPORT_AGAIN}`);
    case 'too_large':
      return at(`takes at most ${found.takes.max ?? 0}, and has ${found.value}: ${EXPORT_AGAIN}`);
    case 'not_in_list':
      if (found.takes.files === true) {
        return at(
          `names no file, and has ${shown(found.value)}: choose one in ComfyUI and export again`,
        );
      }
      return at(`has ${shown(found.value)}, and takes ${listed(found.takes.options ?? [])}`);
    case 'bad_link':
    case 'odd_link':
      return at(`has a list that is no link: ${EXPORT_AGAIN}`);
    case 'link_to_nothing':
      return at(`comes from node ${found.link[0]}, which is not there: ${EXPORT_AGAIN}`);
    case 'no_such_output':
      return at(
        `comes from output ${found.link[1]} of node ${nodeName(graph, found.link[0])}, which has no such output: ${EXPORT_AGAIN}`,
      );
    case 'wrong_type':
      return at(
        `takes ${found.takes.type}, and node ${nodeName(graph, found.link[0])} gives ${found.received}: ${EXPORT_AGAIN}`,
      );
    case 'ring':
      return at(
        `is made from itself, by the nodes ${found.ring.join(', ')}: cut one of these links`,
      );
    case 'too_deep':
      return at('has more nodes behind it than ComfyUI follows: export a smaller workflow');
  }
}

const EXPORT_AGAIN = 'mend it in ComfyUI and export again';

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'a list or an object';
  return shortened(JSON.stringify(value), LONGEST_VALUE);
}
