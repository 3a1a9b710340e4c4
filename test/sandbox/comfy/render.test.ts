import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import type { Graph } from '../../../packages/stand-ins/comfy/graph.ts';
import type { LoadedPictures } from '../../../packages/stand-ins/comfy/pictures/loaded.ts';
import { Tracer } from '../../../packages/stand-ins/comfy/pictures/tracer.ts';
import { preview, render, SOFTWARE } from '../../../packages/stand-ins/comfy/render.ts';
import { faceIdGraph, photo, textGraph, type Changes } from './graphs.ts';
import { pngTextOf } from './png-text-of.ts';

const small: Changes = { '13': { width: 128, height: 128 } };

/** All pictures that the node 12 saves. */
function pictures(graph: Graph, loaded: LoadedPictures = new Map(), metadata?: Graph) {
  const traced = new Tracer(graph, loaded).picturesAt('12', 'images');
  return Promise.all(traced.map((picture) => render(picture, { loaded, metadata })));
}

async function picture(graph: Graph, face?: string) {
  const loaded: LoadedPictures =
    face === undefined
      ? new Map()
      : new Map([['6', { bytes: Buffer.from(face, 'base64'), width: 64, height: 64 }]]);
  const [png] = await pictures(graph, loaded, graph);
  if (!png) throw new Error('no picture');
  return png;
}

function pixelsOf(png: Buffer): Promise<Buffer> {
  return sharp(png).raw().toBuffer();
}

describe('render', () => {
  it.each([
    ['1:1', 1024, 1024],
    ['16:9', 1344, 768],
    ['9:16', 768, 1344],
    ['4:3', 1152, 896],
    ['3:4', 896, 1152],
    ['4:5', 896, 1152],
  ])('makes a picture of %s exactly as large as asked', async (_, width, height) => {
    const png = await picture(textGraph({ '13': { width, height } }));
    expect(await sharp(png).metadata()).toMatchObject({
      format: 'png',
      width,
      height,
      channels: 3,
    });
  });

  it('makes the same bytes of the same graph', async () => {
    expect(await picture(textGraph(small))).toEqual(await picture(textGraph(small)));
  });

  it.each<[string, Changes]>([
    ['seed', { '10': { seed: 0 } }],
    ['steps', { '10': { steps: 21 } }],
    ['cfg', { '10': { cfg: 7.9 } }],
    ['denoise', { '10': { denoise: 0.9 } }],
    ['sampler', { '10': { sampler_name: 'dpmpp_2m' } }],
    ['scheduler', { '10': { scheduler: 'karras' } }],
    ['prompt', { '7': { text: 'a harbour at night' } }],
    ['negative prompt', { '8': { text: '' } }],
    ['checkpoint', { '1': { ckpt_name: 'sd_xl_base_1.0.safetensors' } }],
  ])('paints something else for another %s', async (_, changes) => {
    const before = await pixelsOf(await picture(textGraph(small)));
    const after = await pixelsOf(await picture(textGraph({ ...small, ...changes })));
    expect(after.equals(before)).toBe(false);
  });

  it('shows the face in the middle of the picture', async () => {
    const pixels = await pixelsOf(await picture(faceIdGraph(small), await photo()));
    const at = (x: number, y: number) => [...pixels.subarray((y * 128 + x) * 3).subarray(0, 3)];
    expect(at(52, 64)).toEqual([0xe0, 0, 0]);
    expect(at(76, 64)).toEqual([0, 0, 0xe0]);
  });

  it.each(['weight', 'weight_faceidv2'])('lets %s change the picture', async (weight) => {
    const face = await photo();
    const before = await pixelsOf(await picture(faceIdGraph(small), face));
    const after = await pixelsOf(
      await picture(faceIdGraph({ ...small, '5': { [weight]: 0.5 } }), face),
    );
    expect(after.equals(before)).toBe(false);
  });

  it('makes as many different pictures as the batch has', async () => {
    const batch = await pictures(textGraph({ '13': { width: 128, height: 128, batch_size: 3 } }));
    const pixels = await Promise.all(batch.map(pixelsOf));
    expect(new Set(pixels.map((bytes) => bytes.toString('hex'))).size).toBe(3);
  });

  it('writes the graph into the picture as ComfyUI does, unless it is told not to', async () => {
    const graph = textGraph({ ...small, '7': { text: 'café 🌄' } });
    const text = pngTextOf(await picture(graph)).get('prompt') ?? '';
    expect(JSON.parse(text)).toEqual(graph);
    const [bare = Buffer.alloc(0)] = await pictures(graph);
    expect(pngTextOf(bare).has('prompt')).toBe(false);
  });

  it('shows unfinished pictures as small JPEGs that change with each step', async () => {
    const [painted] = new Tracer(textGraph(small), new Map()).pictures(['10', 0]);
    if (painted?.kind !== 'painted') throw new Error('not painted');
    const [early, late] = [await preview(painted, 1), await preview(painted, 19)];
    expect(await sharp(early).metadata()).toMatchObject({ format: 'jpeg', width: 16, height: 16 });
    expect(late.equals(early)).toBe(false);
  });

  it('says in the picture that no model made it', async () => {
    const png = await picture(textGraph(small));
    expect(pngTextOf(png).get('Software')).toBe(SOFTWARE);
    expect(SOFTWARE).toContain('stand-in');
  });
});
