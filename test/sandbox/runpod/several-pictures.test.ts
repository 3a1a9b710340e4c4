import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Graph } from '../../../packages/stand-ins/comfy/graph.ts';
import { node, overPicture, qwenEdit } from '../comfy/picture-graphs.ts';
import { start } from './setup.ts';

const outputSchema = z.object({ images: z.array(z.object({ data: z.string() })).length(1) });

const plain = async (background: string, channels: 3 | 4 = 3) =>
  (
    await sharp({ create: { width: 96, height: 64, channels, background } })
      .png()
      .toBuffer()
  ).toString('base64');

/** The colour in the middle of what a job brought. */
async function middleOf(output: unknown): Promise<readonly number[]> {
  const [image] = outputSchema.parse(output).images;
  const { data, info } = await sharp(Buffer.from(image?.data ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixel = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3;
  return [...data.subarray(pixel, pixel + 3)];
}

/** A picture that is painted over where a second one is white, which is nowhere. */
const inpaint = (): Graph =>
  overPicture(1, {
    mask: node('LoadImageMask', { image: 'two.png', channel: 'green' }),
    latent: node('VAEEncodeForInpaint', {
      pixels: ['one', 0],
      vae: ['model', 2],
      mask: ['mask', 0],
      grow_mask_by: 6,
    }),
  });

const pictures = async () => ({
  'one.png': await plain('#208080', 4),
  'two.png': await plain('#000000'),
});

/** The graph as the contract has it: each file's name replaced by the picture itself. */
function withPictures(graph: Graph, files: Readonly<Record<string, string>>): Graph {
  return Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs }]) => {
      const bytes = typeof inputs.image === 'string' ? files[inputs.image] : undefined;
      return [id, node(class_type, { ...inputs, ...(bytes !== undefined && { image: bytes }) })];
    }),
  );
}

describe.each([
  ['two pictures', qwenEdit],
  ['a picture with alpha and a mask', inpaint],
])('a job of %s', (_, graph) => {
  it("is done by the contract's worker, which finds them in the graph", async () => {
    const { finish } = await start();
    const job = await finish(withPictures(graph(), await pictures()));
    expect(await middleOf(job.output)).toHaveLength(3);
  });

  it('is done by worker-comfyui, which is given them as files', async () => {
    const { finish } = await start({ worker: 'worker-comfyui' });
    const files = Object.entries(await pictures());
    const images = files.map(([name, image]) => ({ name, image }));
    const job = await finish({ workflow: graph(), images });
    expect(await middleOf(job.output)).toHaveLength(3);
  });
});

it('nothing is painted where the mask is black, whichever worker does it', async () => {
  const [contract, official] = [await start(), await start({ worker: 'worker-comfyui' })];
  const given = await pictures();
  const images = Object.entries(given).map(([name, image]) => ({ name, image }));
  const jobs = [
    await contract.finish(withPictures(inpaint(), given)),
    await official.finish({ workflow: inpaint(), images }),
  ];
  for (const { output } of jobs) expect(await middleOf(output)).toEqual([0x20, 0x80, 0x80]);
});
