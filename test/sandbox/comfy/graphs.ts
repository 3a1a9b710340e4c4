import sharp from 'sharp';
import type { GraphNode } from '../../../packages/stand-ins/comfy/graph.ts';
import faceId from './graphs/faceid-contract-files.json' with { type: 'json' };
import faceReference from '../../comfy/fixtures/face-reference.json' with { type: 'json' };
import textToImage from '../../comfy/fixtures/text-to-image.json' with { type: 'json' };

type Inputs = Record<string, unknown>;
/** Inputs to set, by node id; undefined takes one out. */
export type Changes = Readonly<Record<string, Inputs>>;

/** The contract's text graph, with some inputs changed. */
export function textGraph(changes: Changes = {}): Record<string, GraphNode> {
  return changed(textToImage, changes);
}

/** The contract's face graph around a photo in base64. */
export function faceGraph(photo: string, changes: Changes = {}): Record<string, GraphNode> {
  return changed(faceReference, { '6': { image: photo }, ...changes });
}

/** A face graph that ComfyUI runs with the contract's own model files; its photo is face.png. */
export function faceIdGraph(changes: Changes = {}): Record<string, GraphNode> {
  return changed(faceId, changes);
}

/** A graph with some inputs changed. */
export function changed(graph: Readonly<Record<string, GraphNode>>, changes: Changes) {
  const result: Record<string, GraphNode> = {};
  for (const [id, node] of Object.entries(graph)) {
    const inputs = Object.entries({ ...node.inputs, ...changes[id] });
    result[id] = {
      class_type: node.class_type,
      inputs: Object.fromEntries(inputs.filter(([, value]) => value !== undefined)),
    };
  }
  return result;
}

/** A photo of left and right halves, as base64 of a PNG: red and blue are as good as a face here. */
export async function photo(): Promise<string> {
  const half = (background: string) => ({
    create: { width: 32, height: 64, channels: 3 as const, background },
  });
  const left = await sharp(half('#e00000')).png().toBuffer();
  const bytes = await sharp({
    create: { width: 64, height: 64, channels: 3, background: '#0000e0' },
  })
    .composite([{ input: left, left: 0, top: 0 }])
    .png()
    .toBuffer();
  return bytes.toString('base64');
}

/** A photo of nothing: one colour. */
export async function flatPhoto(): Promise<string> {
  const bytes = await sharp({
    create: { width: 64, height: 64, channels: 3, background: '#808080' },
  })
    .jpeg()
    .toBuffer();
  return bytes.toString('base64');
}
