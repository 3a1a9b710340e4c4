import { z } from 'zod';
import { isRecord } from '../../engines/record.ts';
import type { Chosen } from './chosen.ts';
import type { Exported, Place } from './exported.ts';
import { Subgraphs } from './subgraphs.ts';

/*
 * ComfyUI's App Mode keeps what it shows in a workflow's `extra.linearData` (ComfyUI_frontend,
 * `comfyWorkflow.ts` and `appModeStore.ts` of 2026): `inputs` as [id, widget, {description?, height?}],
 * `outputs` as ids of nodes. An id is a node's, in any of these forms: `7`; `57:8`, by way of the
 * subgraph's node 57; `<subgraph>:8`; and, of late, `<graph>:<node>:<widget>` with its parts
 * percent-encoded. A widget of a subgraph's own node stands for one inside.
 */
/** The most inputs or outputs of an app, which is one form. */
const MOST_SHOWN = 1_000;

const linearData = z.object({
  inputs: z
    .array(
      z
        .tuple([
          z.union([z.string(), z.number()]),
          z.string(),
          z.object({ description: z.string().optional() }).nullish(),
        ])
        .or(z.tuple([z.union([z.string(), z.number()]), z.string()]).rest(z.unknown())),
    )
    .max(MOST_SHOWN)
    .default([]),
  outputs: z
    .array(z.union([z.string(), z.number()]))
    .max(MOST_SHOWN)
    .default([]),
});

/** What an app shows. */
export interface AppMode {
  readonly inputs: readonly Chosen[];
  /** Ids of nodes, as far as they are in the exported graph. */
  readonly outputs: readonly string[];
  /** What it shows that is not in the exported graph. */
  readonly missing: readonly string[];
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads a workflow as App Mode saves it. Undefined where it holds no app. */
export function readAppMode(file: unknown, exported: Exported): AppMode | undefined {
  const extra = isRecord(file) && isRecord(file.extra) ? file.extra : {};
  const parsed = linearData.safeParse(extra.linearData);
  if (!parsed.success) return undefined;
  const subgraphs = new Subgraphs(file, exported.graph);
  const missing: string[] = [];
  const inputs = parsed.data.inputs.flatMap((input): Chosen[] => {
    const [id, widget, config] = input;
    const places = placesOf(String(id), widget, { exported, subgraphs });
    if (places.length === 0) {
      missing.push(`${widget} of node ${String(id)}`);
      return [];
    }
    const description = isRecord(config) ? config.description : undefined;
    const isSaid = typeof description === 'string' && description.trim() !== '';
    return [{ places, name: widget, ...(isSaid && { description: description.trim() }) }];
  });
  const outputs = parsed.data.outputs.flatMap((id) => nodesOf(String(id), exported));
  return { inputs, outputs, missing };
}

interface Around {
  readonly exported: Exported;
  readonly subgraphs: Subgraphs;
}

function placesOf(id: string, widget: string, { exported, subgraphs }: Around): readonly Place[] {
  const { within, node, input } = partsOf(id, widget);
  const inside = within === undefined ? undefined : subgraphs.inside(within, node);
  const nodes = inside ?? nodesOf(node, exported);
  const promoted = subgraphs.promoted({ node, input });
  return [...nodes.map((one) => ({ node: one, input })), ...promoted].filter((place) =>
    Object.hasOwn(exported.inputsOf(place.node), place.input),
  );
}

/** What an id of any form is about, and the graph or subgraph that it is in. */
function partsOf(
  id: string,
  widget: string,
): { readonly within?: string; readonly node: string; readonly input: string } {
  const [within = '', node = '', name] = id.split(':');
  if (!UUID.test(within)) return { node: id, input: widget };
  return { within, node: decoded(node), input: name === undefined ? widget : decoded(name) };
}

/** The node of this id, or the only one that has it inside a subgraph. */
function nodesOf(id: string, { graph }: Exported): readonly string[] {
  if (Object.hasOwn(graph, id)) return [id];
  const inside = Object.keys(graph).filter((one) => one.endsWith(`:${id}`));
  return inside.length === 1 ? inside : [];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
