import { GRAPH_FILE, isLink, nodeName, type ApiGraph } from './api-graph.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';
import { endsOf, noPictures, savesPictures, whyNoSaver } from './saves-pictures.ts';

/**
 * The graph with only what the wanted outputs are made from, so that no preview comes back as a picture, and no
 * worker makes a video that nobody sees. Without `outputs`, all of it stays.
 */
export function withOutputs(reading: Reading, outputs: readonly string[] | undefined): ApiGraph {
  const { graph } = reading;
  const entries = Object.entries(graph);
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
    const wanted = madeOf(graph, outputs);
    return Object.fromEntries(entries.filter(([id]) => wanted.has(id)));
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

/** These nodes, and all that they are made from. */
export function madeOf(graph: ApiGraph, ends: readonly string[]): ReadonlySet<string> {
  const found = new Set(ends);
  // Iterating over a set also yields what is added meanwhile.
  for (const id of found) {
    const { inputs = {} } = Object.hasOwn(graph, id) ? (graph[id] ?? {}) : {};
    for (const value of Object.values(inputs)) if (isLink(value)) found.add(value[0]);
  }
  return found;
}
