import { GRAPH_FILE, nodeName, type ApiGraph } from './api-graph.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';
import { NO_PICTURES, savesPictures } from './saves-pictures.ts';

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
      problem(`names node ${nodeName(graph, id)}, which saves no picture: name one that does`);
    } else if (!node && reading.noteMissing(id)) {
      problem(`names node ${id}, which ${GRAPH_FILE} does not have: give the right id`);
    }
  }
  if (outputs) {
    return Object.fromEntries(
      entries.filter(([id, node]) => outputs.includes(id) || isOutput(node.class_type) !== true),
    );
  }
  const found = entries.map(([, node]) => saves(node.class_type));
  if (found.every((one) => one === false)) reading.problems.push(NO_PICTURES);
  else if (!found.includes(true)) {
    problem('is missing, and no node is known to save a picture: name the ids of those that do');
  }
  return graph;
}
