import type { Needs } from './needs.ts';
import { isLink, type PlainGraph, type PlainNode } from './plain-graph.ts';

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
const BIG_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';

/** What of a graph is not sent to ComfyUI as it stands, and what is needed in its place. */
interface Translated {
  readonly needs: Needs;
  /** Ids of the nodes that the needs stand for. */
  readonly answered: ReadonlySet<string>;
}

/**
 * The contract's face nodes, which no ComfyUI has: what the worker in `worker/` puts in their place,
 * by the tables in its `face_node.py`. Several files will do for CLIP vision.
 */
export function contractFaceNeeds(graph: PlainGraph): Translated {
  const nodes = new Set<string>();
  const models: Needs['models'][number][] = [];
  const answered = new Set<string>();
  for (const [id, node] of graph) {
    if (!isContractFace(node)) continue;
    answered.add(id);
    const adapter = textOf(graph, node.inputs.ipadapter, 'ipadapter_file').toLowerCase();
    const isFaceId = adapter === '' || adapter.includes('faceid');
    const classes = isFaceId
      ? ['IPAdapterFaceID', 'IPAdapterInsightFaceLoader']
      : ['IPAdapterAdvanced'];
    for (const name of classes) nodes.add(name);
    const clip = node.inputs.clip_vision;
    const named = textOf(graph, clip, 'clip_name');
    if (!isLink(clip) || named === '') continue;
    answered.add(clip[0]);
    nodes.add('CLIPVisionLoader');
    models.push({ folder: 'clip_vision', files: clipFiles(adapter, isFaceId, named) });
  }
  return { needs: { nodes: [...nodes], models }, answered };
}

function isContractFace({ class_type: name, inputs }: PlainNode): boolean {
  if (name !== 'IPAdapterAdvanced' || inputs.weight_type !== undefined) return false;
  const { weight_faceidv2: weight, clip, combine_embeds: combine } = inputs;
  return weight !== undefined || isLink(clip) || combine === 'Average';
}

/** Those with which it works, best first. */
function clipFiles(adapter: string, isFaceId: boolean, named: string): readonly string[] {
  if (adapter.includes('vit-h') || adapter.includes('faceid-plus')) return unique(VIT_H, named);
  return isFaceId ? unique(VIT_H, named, BIG_G) : [named];
}

function unique(...files: readonly string[]): readonly string[] {
  return [...new Set(files)];
}

/** A text among the inputs of the node that a link comes from; empty where there is none. */
function textOf(graph: PlainGraph, link: unknown, input: string): string {
  const value = isLink(link) ? graph.get(link[0])?.inputs[input] : undefined;
  return typeof value === 'string' ? value : '';
}
