import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../packages/stand-ins/comfy/graph.ts';
import type { LoadedPictures } from '../../../packages/stand-ins/comfy/pictures/loaded.ts';
import { Tracer } from '../../../packages/stand-ins/comfy/pictures/tracer.ts';
import { render } from '../../../packages/stand-ins/comfy/render.ts';
import { image } from '../../../src/recipes/image.ts';
import { upscale } from '../../../src/recipes/upscale.ts';

const PARTS = {
  models: { checkpoint: 'ink.safetensors', ipAdapterFile: 'i', clipVisionName: 'v' },
  faceWorkflow: 'plus-face',
  pictures: { image: 'start.png' },
} as const;

const teal = async (width: number, height: number) => {
  const image = sharp({ create: { width, height, channels: 3, background: '#008080' } });
  return { bytes: await image.png().toBuffer(), width, height };
};

/** What comes of a graph that starts from a picture, and how far the first of it is from all teal: 0 to 1. */
async function drawn(given: object, start: Awaited<ReturnType<typeof teal>>) {
  const graph = given as Graph;
  const loader = Object.keys(graph).find((id) => graph[id]?.class_type === 'LoadImage') ?? '';
  const loaded: LoadedPictures = new Map([[loader, start]]);
  const traced = new Tracer(graph, loaded).picturesAt('12', 'images');
  const pictures = await Promise.all(traced.map((picture) => render(picture, { loaded })));
  const { width, height } = await sharp(pictures[0]).metadata();
  const { channels } = await sharp(pictures[0]).stats();
  const [red = 0, green = 0, blue = 0] = channels.map(({ mean }) => mean);
  const off = (red + Math.abs(green - 128) + Math.abs(blue - 128)) / (3 * 255);
  return { count: pictures.length, size: [width, height], off };
}

const params = { ...image.request.parse({ prompt: 'a harbour', steps: 15 }), seed: 3 };

describe('a picture that a graph starts from', () => {
  it('gives its shape, at a megapixel, to as many pictures as are asked for', async () => {
    const graph = image.graph({ ...params, count: 2 }, PARTS);
    const { count, size } = await drawn(graph, await teal(300, 200));
    expect([count, size]).toEqual([2, [1256, 840]]);
  });

  it('shows through the less the more changes', async () => {
    const start = await teal(64, 64);
    const [little, more] = await Promise.all(
      [0.1, 0.9].map((denoise) => drawn(image.graph({ ...params, denoise }, PARTS), start)),
    );
    expect(little?.off).toBeLessThan(0.1);
    expect(more?.off).toBeGreaterThan(little?.off ?? 1);
  });

  it('becomes larger', async () => {
    const larger = { ...upscale.request.parse({ factor: '1.5' }), seed: 3 };
    const { size } = await drawn(upscale.graph(larger, PARTS), await teal(303, 200));
    expect(size).toEqual([448, 296]);
  });

  it('is what comes of it, where nothing samples', async () => {
    const graph: Graph = {
      '6': { class_type: 'LoadImage', inputs: { image: 'start.png' } },
      '12': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'a' } },
    };
    expect(await drawn(graph, await teal(64, 32))).toMatchObject({ size: [64, 32], off: 0 });
  });
});
