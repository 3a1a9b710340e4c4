import { typesFit } from '../../comfy/node-table.ts';
import { reachedFrom } from '../api-graph.ts';
import type { Exported, Place } from './exported.ts';
import { PICKS } from './number-roles.ts';

/**
 * Classes that combine pictures into one batch, such as ComfyUI's `ImageBatch`, `BatchImagesNode`
 * and those for latents.
 */
const BATCHES = /batch/i;
const NO_BATCH = /load|save|rebatch|repeat|seed/i;
/** Names of picture inputs of unknown classes. */
const PICTURE = /^(?:image|picture|photo|latent|sample|pixel)s?(?:_?(?:\d+|[a-z]))?$/i;

interface Around {
  /** All nodes of the workflow. */
  readonly nodes: readonly string[];
  readonly outputs: readonly string[];
  /** The nodes that load members' pictures. */
  readonly pictures: readonly string[];
}

/**
 * Reports nodes that combine pictures, some of them members', into one batch: all become the same
 * size, and several come out.
 */
export function batchesOf(
  exported: Exported,
  { nodes, outputs, pictures }: Around,
): readonly string[] {
  const sent = exported.withMadeFrom(pictures);
  // By way of pictures alone, without what these are made after.
  const saved = reachedFrom(outputs, (node) => picturesInto(exported, node));
  return nodes.flatMap((node) => {
    const className = exported.className(node);
    if (!BATCHES.test(className) || NO_BATCH.test(className) || PICKS.test(className)) return [];
    const sources = picturesInto(exported, node);
    if (sources.length < 2 || !sources.some((source) => sent.has(source))) return [];
    const joins = `Node ${node} (${className}) puts ${sources.length} pictures into one batch`;
    const cut = 'those of another shape than the rest may be cut';
    return saved.has(node)
      ? [
          `${joins}, and each becomes a picture unless a later node joins them or takes one: ${cut}.`,
        ]
      : [`${joins}: ${cut}.`];
  });
}

function picturesInto(exported: Exported, node: string): readonly string[] {
  return exported.sourcesOf(node, (place) => isPicture(exported, place));
}

function isPicture(exported: Exported, place: Place): boolean {
  const type = exported.given(place) ?? exported.takes(place)?.type;
  if (type === undefined) return PICTURE.test(place.input);
  return ['IMAGE', 'LATENT'].some((wanted) => typesFit(type, wanted));
}
