import { isLink, nodeName, type ApiGraph } from './api-graph.ts';
import { madeOf } from './output-nodes.ts';
import { readManifest } from './read-manifest.ts';

/** Longer values are cut: some are whole texts, or files. */
const LONGEST = 60;

/**
 * Lists every value that the worker is sent as it was exported, a line for each node: all that a drafted manifest does
 * not let people set. It asks nothing of what the inputs mean, so that no value can be missing.
 */
export function whatStays(graph: ApiGraph, drafted: object): readonly string[] {
  const read = readManifest(drafted);
  if ('problems' in read) return [];
  const { nodes: entries, outputs = Object.keys(graph) } = read.manifest;
  const set = new Set(
    entries.flatMap((entry) => {
      const key = 'key' in entry ? entry.key : undefined;
      const keys = entry.type === 'aspect_ratio' ? ['width', 'height'] : [key ?? []].flat();
      const ids = entry.node_ids ?? [];
      return ids.flatMap((id) => keys.map((input) => placeName(id, input)));
    }),
  );
  const sent = madeOf(graph, outputs);
  return Object.entries(graph).flatMap(([id, { inputs }]) => {
    if (!sent.has(id)) return [];
    const values = Object.entries(inputs).flatMap(([input, value]) =>
      isLink(value) || set.has(placeName(id, input)) ? [] : [`${input} ${shown(value)}`],
    );
    return values.length === 0 ? [] : [`${nodeName(graph, id)}: ${values.join(', ')}`];
  });
}

function placeName(node: string, input: string): string {
  return JSON.stringify([node, input]);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
