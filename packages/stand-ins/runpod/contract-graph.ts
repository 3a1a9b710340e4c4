import { z } from 'zod';
import type { Graph, GraphNode } from '../comfy/graph.ts';
import { pictureKind } from './picture-kind.ts';

/** A graph that stock ComfyUI can run, and the input files that it names. */
export interface PlayableGraph {
  readonly prompt: unknown;
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

const LOADERS: readonly string[] = ['LoadImage', 'LoadImageMask'];

const graphSchema = z.record(
  z.string(),
  z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);

/**
 * Turns the contract's graph into one that exists: a picture in base64 becomes an input file of the
 * job's own, and the contract's face node becomes IPAdapterFaceID with an insightface loader.
 * What it does not know is left to ComfyUI, to be refused there.
 */
export function playableGraph(input: unknown, jobId: string): PlayableGraph {
  const parsed = graphSchema.safeParse(input);
  if (!parsed.success) return { prompt: input, files: [] };
  const graph: Record<string, GraphNode> = {};
  const files: { name: string; bytes: Buffer }[] = [];
  for (const [id, node] of Object.entries(parsed.data)) {
    const { image } = node.inputs;
    const kind = typeof image === 'string' ? pictureKind(image) : undefined;
    if (LOADERS.includes(node.class_type) && typeof image === 'string' && kind) {
      const name = `${jobId}-${id}.${kind}`;
      files.push({ name, bytes: Buffer.from(image, 'base64') });
      graph[id] = { ...node, inputs: { ...node.inputs, image: name } };
    } else if (isFaceNode(node)) {
      const loaderId = freeId(parsed.data);
      graph[loaderId] = {
        class_type: 'IPAdapterInsightFaceLoader',
        inputs: { provider: 'CPU', model_name: 'buffalo_l' },
      };
      graph[id] = faceIdNode(node, loaderId);
    } else {
      graph[id] = node;
    }
  }
  return { prompt: graph, files };
}

function isFaceNode({ class_type: name, inputs }: GraphNode): boolean {
  return (
    name === 'IPAdapterAdvanced' &&
    (inputs.weight_faceidv2 !== undefined || inputs.combine_embeds === 'Average')
  );
}

function faceIdNode({ inputs }: GraphNode, loaderId: string): GraphNode {
  // The class knows no `clip`, and refuses a link that it does not know.
  const known = Object.entries(inputs).filter(([name]) => name !== 'clip');
  return {
    class_type: 'IPAdapterFaceID',
    inputs: {
      weight_faceidv2: 1,
      weight_type: 'linear',
      start_at: 0,
      end_at: 1,
      ...Object.fromEntries(known),
      // A single picture is the same whichever way it is combined.
      combine_embeds: 'concat',
      insightface: [loaderId, 0],
    },
  };
}

function freeId(graph: Graph): string {
  const numbers = Object.keys(graph)
    .map(Number)
    .filter((number) => Number.isInteger(number));
  return String(Math.max(0, ...numbers) + 1);
}
