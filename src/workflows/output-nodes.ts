import { GRAPH_FILE, type ApiGraph } from './api-graph.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';

/**
 * The graph with only those outputs that are wanted, so that no preview comes back as a picture. Without
 * `outputs`, all that are known to be some stay.
 */
export function withOutputs(reading: Reading, outputs: readonly string[] | undefined): ApiGraph {
  const { graph } = reading;
  const entries = Object.entries(graph);
  const isOutput = (className: string) => reading.classOf(className)?.isOutput;
  const problem = (says: string, file = MANIFEST_FILE) => {
    reading.problems.push({ file, ...(file === MANIFEST_FILE && { input: 'outputs' }), says });
  };
  for (const id of outputs ?? []) {
    const node = Object.hasOwn(graph, id) ? graph[id] : undefined;
    if (!node) problem(`names node ${id}, which ${GRAPH_FILE} does not have`);
    else if (isOutput(node.class_type) === false) {
      problem(`names node ${id}, a ${node.class_type}, which saves nothing`);
    }
  }
  if (outputs) {
    return Object.fromEntries(
      entries.filter(([id, node]) => outputs.includes(id) || isOutput(node.class_type) !== true),
    );
  }
  if (!entries.some(([, node]) => isOutput(node.class_type) === true)) {
    const isAllKnown = entries.every(([, node]) => reading.classOf(node.class_type));
    if (isAllKnown)
      problem('has no node that saves a picture: add SaveImage in ComfyUI', GRAPH_FILE);
    else problem('is missing, and no node is known to save a picture: name those that do');
  }
  return graph;
}
