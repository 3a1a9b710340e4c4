import { GraphChecker, type HasFile } from './graph-checker.ts';
import type { GraphProblem } from './graph-problem.ts';
import type { NodeTable } from './node-table.ts';
import { readNode, type PlainNode } from './plain-graph.ts';
import { isRecord } from './record.ts';

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
