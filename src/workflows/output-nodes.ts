import { GRAPH_FILE, nodeName, type ApiGraph } from './api-graph.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';
import { endsOf, noPictures, savesPictures, whyNoSaver } from './saves-pictures.ts';

/**
 * The graph with only those outputs that are wanted, so that no preview comes back as a picture. Without
 * `outputs`, all that are known to be some stay.
 */
export function withOutputs(reading: Reading, outputs: readonly string[] | undefined): ApiGraph {
  const { graph } = reading;
  const entries = Object.entries(graph);
  const isOutput = (className: string) => reading.classOf(className)?.isOutput;
  const saves = (className: string) => savesPictures(className, reading.classOf(className));
  const problem = (says: string) => {
    reading.problems.push({ file: MANIFEST_FILE, place: 'outputs', says });
  };
  for (const id of outputs ?? []) {
    const node = Object.hasOwn(graph, id) ? graph[id] : undefined;
    if (node && saves(node.class_type) === false) {
      const why = whyNoSaver(node.class_type, reading.classOf(node.class_type));
      problem(`names node ${nodeName(graph, id)}, ${why}`);
    } else if (!node && reading.noteMissing(id)) {
      problem(`names node ${id}, which ${GRAPH_FILE} does not have: give the right id`);
    }
  }
  if (outputs) {
    return Object.fromEntries(
      entries.filter(([id, node]) => outputs.includes(id) || isOutput(node.class_type) !== true),
    );
  }
  const { savers, unknown } = endsOf(graph, reading.table);
  if (savers.length > 0) return graph;
  if (unknown.length === 0) reading.problems.push(noPictures(graph, reading.table));
  else {
    const named = unknown.map((id) => nodeName(graph, id)).join(', ');
    problem(
      `is missing, and no node is known to save a picture: name the ids of those that do, among ${named}`,
    );
  }
  return graph;
}
