import { isLink, nodeName, type ApiGraph } from './api-graph.ts';
import type { Manifest } from './manifest.ts';
import { madeOf } from './output-nodes.ts';

/** Longer values are cut: some are whole texts, or files. */
const LONGEST = 60;

/** A place that an option sets. */
interface SetPlace {
  readonly option: string;
  readonly node: string;
  readonly input: string;
}

/**
 * Lists every value that the worker is sent as it was exported, a line for each node: all that a drafted manifest does
 * not let people set. It asks nothing of what the inputs mean, so that no value can be missing.
 */
export function whatStays(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const set = new Set(placesIn(manifest).map(({ node, input }) => placeName(node, input)));
  const sent = madeOf(graph, manifest.outputs ?? Object.keys(graph));
  return Object.entries(graph).flatMap(([id, { inputs }]) => {
    if (!sent.has(id)) return [];
    const values = Object.entries(inputs).flatMap(([input, value]) =>
      isLink(value) || set.has(placeName(id, input)) ? [] : [`${input} ${shown(value)}`],
    );
    return values.length === 0 ? [] : [`${nodeName(graph, id)}: ${values.join(', ')}`];
  });
}

/** Lists where each option of a drafted manifest goes, with the value that was exported there. */
export function whatIsSet(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const byOption = new Map<string, string[]>();
  for (const { option, node, input } of placesIn(manifest)) {
    const inputs = Object.hasOwn(graph, node) ? (graph[node]?.inputs ?? {}) : {};
    if (!Object.hasOwn(inputs, input)) continue;
    const places = byOption.get(option) ?? [];
    byOption.set(option, places);
    places.push(`${input} of ${nodeName(graph, node)}, ${shown(inputs[input])}`);
  }
  return [...byOption].map(([option, places]) => `${option}: ${places.join('; ')}`);
}

function placesIn({ nodes }: Manifest): readonly SetPlace[] {
  return nodes.flatMap((entry) => {
    const key = 'key' in entry ? entry.key : undefined;
    const keys = entry.type === 'aspect_ratio' ? ['width', 'height'] : [key ?? []].flat();
    const option = entry.name ?? entry.type;
    return (entry.node_ids ?? []).flatMap((node) => keys.map((input) => ({ option, node, input })));
  });
}

function placeName(node: string, input: string): string {
  return JSON.stringify([node, input]);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
