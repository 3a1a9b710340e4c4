import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../packages/stand-ins/comfy/graph.ts';
import { Tracer } from '../../../packages/stand-ins/comfy/pictures/tracer.ts';
import { startComfy } from './comfy.ts';
import { flux, node, overPicture, qwenEdit, through, zImage } from './picture-graphs.ts';

/** Pictures of the sandbox's input folder, each of one colour. */
const COLOURS = { 'one.png': '#208080', 'two.png': '#e0c020' };

const plain = (background: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

/** White in its left half. */
const half = async (width: number, height: number) => {
  const left = await plain('#fff', width / 2, height);
  return sharp(await plain('#000', width, height))
    .composite([{ input: left, left: 0, top: 0 }])
    .greyscale()
    .png()
    .toBuffer();
};

interface Drawn {
  readonly size: readonly [width: number, height: number];
  /** Red, green and blue at a place of the picture, given in shares of its sides. */
  readonly at: (x: number, y: number) => readonly number[];
  readonly bytes: Buffer;
}

/** Runs a graph with the pictures that it names, and reads what it saved. */
async function run(graph: Graph, inputs: Readonly<Record<string, Buffer>> = {}) {
  const { comfy } = await startComfy();
  for (const [filename, bytes] of Object.entries(inputs)) {
    comfy.files.write({ filename, subfolder: '', type: 'input' }, bytes);
  }
  const heard: string[] = [];
  comfy.listen((event) => {
    if ('data' in event && event.type === 'progress') {
      heard.push(
        `${String(event.data.node)} ${String(event.data.value)}/${String(event.data.max)}`,
      );
    }
  });
  const submitted = comfy.submit({ prompt: graph });
  if (!submitted.ok) throw new Error(JSON.stringify(submitted));
  const entry = await comfy.finished(submitted.promptId);
  expect(entry?.status.messages.at(-1)?.[0]).toBe('execution_success');
  const saved = Object.values(entry?.outputs ?? {}).flatMap(({ images }) => images);
  const pictures = await Promise.all(
    saved.map(async (file): Promise<Drawn> => {
      const { data, info } = await sharp(comfy.files.read(file))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const { width, height, channels } = info;
      const at = (x: number, y: number) => {
        const pixel = Math.floor(y * height) * width + Math.floor(x * width);
        return [...data.subarray(pixel * channels, (pixel + 1) * channels)];
      };
      return { size: [width, height], at, bytes: data };
    }),
  );
  return { pictures, steps: heard };
}

async function runOne(graph: Graph, inputs?: Readonly<Record<string, Buffer>>): Promise<Drawn> {
  const [picture] = (await run(graph, inputs)).pictures;
  if (!picture) throw new Error('no picture');
  return picture;
}

const inputs = async (width = 96, height = 64) => ({
  'one.png': await plain(COLOURS['one.png'], width, height),
  'two.png': await plain(COLOURS['two.png'], height, width),
});

/** How far two colours are apart, in shades. */
const apart = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((shade, channel) => Math.abs(shade - (other[channel] ?? 0))));
const TEAL = [0x20, 0x80, 0x80];
const YELLOW = [0xe0, 0xc0, 0x20];

describe('the stand-in runs a graph of today', () => {
  it('FLUX, with a sampler in parts that counts its steps', async () => {
    const { pictures, steps } = await run(flux());
    expect(pictures.map(({ size }) => size)).toEqual([[64, 64]]);
    expect(steps).toEqual(['sample 1/4', 'sample 2/4', 'sample 3/4', 'sample 4/4']);
  });

  it.each<[string, Graph]>([
    ['seed', { noise: node('RandomNoise', { noise_seed: 8 }) }],
    ['words', { text: node('CLIPTextEncode', { text: 'a cat', clip: ['clip', 0] }) }],
    ['guidance', { guidance: node('FluxGuidance', { conditioning: ['text', 0], guidance: 20 }) }],
    [
      'LoRA',
      {
        lora: node('LoraLoaderModelOnly', {
          model: ['unet', 0],
          lora_name: 'ink.safetensors',
          strength_model: 1,
        }),
        guider: node('BasicGuider', { model: ['lora', 0], conditioning: ['guidance', 0] }),
      },
    ],
  ])('FLUX, otherwise with another %s', async (_, changes) => {
    const before = await runOne(flux());
    const after = await runOne({ ...flux(), ...changes });
    expect(after.bytes.equals(before.bytes)).toBe(false);
  });

  it('Z-Image, with words and a batch from nodes of their own', async () => {
    const { pictures, steps } = await run(zImage());
    expect(pictures).toHaveLength(2);
    expect(pictures[0]?.bytes.equals(pictures[1]?.bytes ?? Buffer.alloc(0))).toBe(false);
    expect(steps).toHaveLength(9);
    const other = node('PrimitiveStringMultiline', { value: 'a hare in the snow' });
    const changed = await runOne({ ...zImage(), words: other });
    expect(changed.bytes.equals(pictures[0]?.bytes ?? Buffer.alloc(0))).toBe(false);
  });

  it('Qwen-Image-Edit: the first picture below what is painted, the second beside it', async () => {
    const picture = await runOne(qwenEdit(), await inputs());
    expect(picture.size).toEqual([128, 80]);
    expect(apart(picture.at(0.1, 0.9), YELLOW)).toBeLessThan(8);
    expect(apart(picture.at(0.1, 0.1), TEAL)).toBeLessThan(180);
  });

  it('SDXL over a picture, of which the less is left the more changes', async () => {
    const given = await inputs();
    const left = async (denoise: number) =>
      apart((await runOne(overPicture(denoise), given)).at(0.5, 0.5), TEAL);
    const [little, much] = [await left(0.1), await left(1)];
    expect(little).toBeLessThan(20);
    expect(much).toBeGreaterThan(little);
  });

  it.each<[string, Graph]>([
    [
      'a picture of it',
      {
        mask: node('LoadImageMask', { image: 'mask.png', channel: 'red' }),
        of: node('VAEEncode', { pixels: ['one', 0], vae: ['model', 2] }),
        latent: node('SetLatentNoiseMask', { samples: ['of', 0], mask: ['mask', 0] }),
      },
    ],
    [
      'the alpha of the picture, turned round',
      {
        one: node('LoadImage', { image: 'clear.png' }),
        turned: node('InvertMask', { mask: ['one', 1] }),
        mask: node('InvertMask', { mask: ['turned', 0] }),
        latent: node('VAEEncodeForInpaint', {
          pixels: ['one', 0],
          vae: ['model', 2],
          mask: ['mask', 0],
          grow_mask_by: 6,
        }),
      },
    ],
  ])('paints only where a mask is white: %s', async (_, latent) => {
    const mask = await half(96, 64);
    // What is white in the mask is not to be seen in this one.
    const alpha = await sharp(mask).negate().extractChannel(0).raw().toBuffer();
    const clear = await sharp((await inputs())['one.png'])
      .joinChannel(alpha, { raw: { width: 96, height: 64, channels: 1 } })
      .png()
      .toBuffer();
    const given = { ...(await inputs()), 'mask.png': mask, 'clear.png': clear };
    const picture = await runOne(overPicture(1, latent), given);
    expect(apart(picture.at(0.75, 0.5), TEAL)).toBeLessThan(3);
    expect(apart(picture.at(0.25, 0.5), TEAL)).toBeGreaterThan(20);
  });

  it('enlarges a picture tile by tile', async () => {
    const model = node('UpscaleModelLoader', { model_name: 'RealESRGAN_x2plus.pth' });
    const last = node('ImageUpscaleWithModel', { upscale_model: ['model', 0], image: ['one', 0] });
    const { pictures, steps } = await run(through({ model, last }), await inputs(600, 80));
    expect(pictures[0]?.size).toEqual([1200, 160]);
    expect(steps).toEqual(['last 1/2', 'last 2/2']);
    expect(apart(pictures[0]?.at(0.5, 0.5) ?? [], TEAL)).toBeLessThan(3);
  });

  it('shows a picture upright, whatever lies in its file', async () => {
    const sideways = await sharp(await plain(COLOURS['one.png'], 96, 64))
      .jpeg()
      .withExif({})
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { size } = await runOne(through({}, 'one'), { 'one.png': sideways });
    expect(size).toEqual([64, 96]);
  });

  it.each([
    ['grey', (image: Sharp) => image.greyscale().png()],
    ['grey and clear in part', (image: Sharp) => image.greyscale().ensureAlpha(0.5).png()],
    ['of a palette', (image: Sharp) => image.png({ palette: true })],
  ])('takes a picture that is %s', async (_, of) => {
    const png = await of(sharp((await inputs())['one.png'])).toBuffer();
    expect((await runOne(through({}, 'one'), { 'one.png': png })).at(0.5, 0.5)).toHaveLength(3);
  });
});

describe('the size of a picture', () => {
  const loaded = new Map([
    ['one', { width: 300, height: 200 }],
    ['two', { width: 100, height: 100 }],
  ]);
  const of = (inputs: object) => ({ image: ['one', 0], ...inputs });
  const latent = node('EmptyLatentImage', { width: 516, height: 256, batch_size: 2 });

  it.each<[string, string, object, number[], Graph?]>([
    ['a scale', 'ImageScaleBy', of({ scale_by: 1.5 }), [450, 300]],
    ['a size', 'ImageScale', of({ width: 70, height: 90, crop: 'center' }), [70, 90]],
    ['one side', 'ImageScale', of({ width: 0, height: 100, crop: 'disabled' }), [150, 100]],
    [
      'megapixels',
      'ImageScaleToTotalPixels',
      of({ megapixels: 1, resolution_steps: 8 }),
      [1256, 840],
    ],
    ['its longer side', 'ImageScaleToMaxDimension', of({ largest_size: 90 }), [90, 60]],
    ['what Kontext knows', 'FluxKontextImageScale', of({}), [1248, 832]],
    ['a canvas', 'ResizeAndPadImage', of({ target_width: 64, target_height: 64 }), [64, 64]],
    ['edges', 'ImagePadForOutpaint', of({ left: 8, top: 0, right: 16, bottom: 4 }), [324, 204]],
    ['a crop', 'ImageCrop', of({ x: 250, y: 10, width: 100, height: 100 }), [50, 100]],
    ['a turn', 'ImageRotate', of({ rotation: '90 degrees' }), [200, 300]],
    [
      'a choice',
      'ResizeImageMaskNode',
      { input: ['one', 0], resize_type: 'scale width', 'resize_type.width': 150 },
      [150, 100],
    ],
    ['an encoder', 'VAEEncode', { pixels: ['one', 0] }, [296, 200]],
    ['a latent', 'VAEDecode', { samples: ['l', 0] }, [512, 256], { l: latent }],
    [
      'a larger latent',
      'LatentUpscaleBy',
      { samples: ['l', 0], scale_by: 1.5 },
      [768, 384],
      { l: latent },
    ],
    [
      'a neighbour',
      'ImageStitch',
      {
        image1: ['one', 0],
        image2: ['two', 0],
        direction: 'down',
        match_image_size: true,
        spacing_width: 4,
      },
      [300, 504],
    ],
    ['a class that is only known by name', 'ImageSharpen', of({ sigma: 1 }), [300, 200]],
    [
      'the size of another',
      'EmptySD3LatentImage',
      { width: ['s', 0], height: ['s', 1], batch_size: 1 },
      [296, 200],
      { s: node('GetImageSize', { image: ['one', 0] }) },
    ],
    [
      'a shape',
      'EmptySD3LatentImage',
      { width: ['s', 0], height: ['s', 1], batch_size: 1 },
      [1368, 768],
      {
        s: node('ResolutionSelector', {
          aspect_ratio: '16:9 (Widescreen)',
          megapixels: 1,
          multiple: 8,
        }),
      },
    ],
  ])('follows %s', (_, className, inputs, size, more = {}) => {
    const graph = {
      one: node('LoadImage', { image: 'one.png' }),
      two: node('LoadImage', { image: 'two.png' }),
      ...more,
      it: node(className, { ...inputs }),
    };
    const [picture] = new Tracer(graph, loaded).pictures(['it', 0]);
    expect([picture?.width, picture?.height]).toEqual(size);
  });

  it.each<[string, string, object, number]>([
    ['repeats', 'RepeatLatentBatch', { samples: ['l', 0], amount: 3 }, 6],
    ['joins', 'BatchImagesNode', { 'images.image0': ['l', 0], 'images.image1': ['one', 0] }, 3],
    ['takes one out', 'LatentFromBatch', { samples: ['l', 0], batch_index: 1, length: 5 }, 1],
    ['passes on', 'VAEDecode', { samples: ['l', 0] }, 2],
  ])('a batch: %s', (_, className, inputs, count) => {
    const graph = {
      one: node('LoadImage', { image: 'one.png' }),
      l: latent,
      it: node(className, { ...inputs }),
    };
    expect(new Tracer(graph, loaded).pictures(['it', 0])).toHaveLength(count);
  });
});
