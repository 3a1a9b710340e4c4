import { describe, expect, it } from 'vitest';
import {
  KnownModels,
  knownModelsSchema,
  readKnownModels,
} from '../../../src/workflows/needs/known-models.ts';
import {
  paintsNothing,
  proposedRating,
  ratingLines,
  severalRatingLines,
} from '../../../src/workflows/needs/proposed-rating.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import { readText } from '../../docs/pages.ts';
import { node, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';

const table = readCoreNodes();
const known = readKnownModels();
const file = (name: string, folder: string | undefined, url?: string) => ({
  ...{ folder, file: name, url },
  ...{ others: [], by: [] },
});
const proposed = (...models: readonly ReturnType<typeof file>[]) =>
  proposedRating({ models, embeddings: [] }, known);

describe('a base model', () => {
  it.each([
    ['flux1-dev.safetensors', 'FLUX.1 dev'],
    ['FLUX1/flux1-dev-fp8.safetensors', 'FLUX.1 dev'],
    ['flux1-dev-Q4_K_S.gguf', 'FLUX.1 dev'],
    ['flux1-krea-dev_fp8_scaled.safetensors', 'FLUX.1 Krea dev'],
    ['qwen_image_edit_2509_fp8_e4m3fn.safetensors', 'Qwen-Image-Edit-2509'],
    ['z_image_turbo_bf16.safetensors', 'Z-Image-Turbo'],
    ['ZImageTurbo/z_image_turbo_int8_convrot.safetensors', 'Z-Image-Turbo'],
    ['sd_xl_base_1.0.safetensors', 'SDXL base'],
    ['v1-5-pruned-emaonly-fp16.safetensors', 'Stable Diffusion 1.5'],
    ['wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors', 'Wan 2.2'],
  ])('is known by its file, in any precision: %s', (name, base) => {
    expect(known.baseOf(name)?.name).toBe(base);
  });

  it.each(['flux1-dev-nsfw.safetensors', 'my-flux1-dev.safetensors', 'sd_xl_base_1.0_lust.ckpt'])(
    'is not meant by %s',
    (name) => {
      expect(known.baseOf(name)).toBeUndefined();
    },
  );

  it('is not what somebody else publishes under its name', () => {
    const at = (owner: string) => `https://huggingface.co/${owner}/x/resolve/main/flux1-dev.gguf`;
    expect(known.baseOf('flux1-dev.gguf', at('Comfy-Org'))?.name).toBe('FLUX.1 dev');
    expect(known.baseOf('flux1-dev.gguf', at('a-stranger'))).toBeUndefined();
  });
});

describe('a proposed rating', () => {
  const line = 'npm run workflow -- add x.json --general --force';

  it('gives its reasons where every model that paints is known', () => {
    const found = proposed(
      file('flux1-dev.safetensors', 'diffusion_models'),
      file('mine.safetensors', 'text_encoders'),
      file('mine.safetensors', 'controlnet'),
      file('yolox_l.onnx', undefined),
    );
    expect(ratingLines({ ...found, hasExtensions: true }, line)).toEqual([
      'Rating: adult by default. Proposed: general, since its models are known:',
      '  flux1-dev.safetensors is FLUX.1 dev by Black Forest Labs: https://huggingface.co/black-forest-labs/FLUX.1-dev',
      '  Check that its extensions load no other models.',
      `To vouch for that, run: ${line}`,
    ]);
  });

  it('names the files that only the operator can vouch for', () => {
    const found = proposedRating(
      {
        models: [
          file('flux1-dev.safetensors', 'diffusion_models'),
          file('styles/ink\n.safetensors', 'loras'),
          file('odd.bin', undefined),
        ],
        embeddings: ['Fox'],
      },
      known,
    );
    expect(ratingLines({ ...found, hasExtensions: false }, line)).toEqual([
      'Rating: adult by default.',
      '  It can be general only if these suit a general audience: styles/ink .safetensors, odd.bin, embedding:Fox',
      '  flux1-dev.safetensors is FLUX.1 dev by Black Forest Labs: https://huggingface.co/black-forest-labs/FLUX.1-dev',
      `To vouch for that, run: ${line}`,
    ]);
  });

  it('says what the rating depends on where only extensions load models', () => {
    const found = proposedRating({ models: [], embeddings: [] }, known);
    expect(ratingLines({ ...found, hasExtensions: true }, line)).toEqual([
      'Rating: adult by default.',
      '  General, only if what its extensions load suits a general audience.',
      `To vouch for that, run: ${line}`,
    ]);
  });
});

describe('the ratings of several workflows', () => {
  const unrated = (name: string, hasExtensions: boolean, ...files: readonly string[]) => ({
    ...{ name, file: `${name}.json`, hasExtensions },
    ...proposed(...files.map((one) => file(one, 'diffusion_models'))),
  });
  const lines = (...all: readonly ReturnType<typeof unrated>[]) =>
    severalRatingLines(all, (some) => [`add ${some.map((one) => one.file).join(' ')}`]);

  it('are proposed together, and the rest is named', () => {
    const flux = 'flux1-dev.safetensors';
    expect(
      lines(
        unrated('a', false, flux),
        unrated('b', false, flux),
        unrated('c', false, flux, 'odd.safetensors'),
        unrated('d', true, flux),
        unrated('e', true, 'own.safetensors'),
      ),
    ).toEqual([
      'Rated adult by default: 5.',
      'Proposed: general for 2 of them, since their models are known:',
      '  FLUX.1 dev by Black Forest Labs: https://huggingface.co/black-forest-labs/FLUX.1-dev',
      'To vouch for that, run:',
      '  add a.json b.json',
      'These can be general, with --general, only if what they load suits a general audience:',
      '  c: odd.safetensors',
      '  d: what its extensions load',
      '  e: own.safetensors, and what its extensions load',
    ]);
  });

  it('are left out if all have one', () => {
    expect(lines()).toEqual([]);
  });
});

describe('a workflow that paints nothing', () => {
  const upscaler = (changes: Nodes = {}): Nodes => ({
    '1': node('LoadImage', { image: 'a.png' }),
    '2': node('UpscaleModelLoader', { model_name: 'RealESRGAN_x4plus.pth' }),
    '3': node('ImageUpscaleWithModel', { upscale_model: ['2', 0], image: ['1', 0] }),
    '4': node('SaveImage', { images: ['3', 0], filename_prefix: 'a' }),
    ...changes,
  });
  const isOne = (graph: Nodes) => paintsNothing(graph, Object.keys(graph), table);

  it('is one of ComfyUI alone, without a model that paints', () => {
    expect(isOne(upscaler())).toBe(true);
    expect(isOne(sdxl())).toBe(false);
    expect(isOne(upscaler({ '5': node('UNETLoader', { unet_name: 'x.safetensors' }) }))).toBe(
      false,
    );
  });

  it('has no node of others, and no file that calls itself adult-rated', () => {
    expect(isOne(upscaler({ '3': node('MyPainter', { image: ['1', 0] }) }))).toBe(false);
    const adult = node('UpscaleModelLoader', { model_name: '4x_nsfw_skin.pth' });
    expect(isOne(upscaler({ '2': adult }))).toBe(false);
  });
});

describe('nodes/models.json', () => {
  const table = knownModelsSchema.parse(JSON.parse(readText('nodes/models.json')));

  it('has each file of a folder once, at an https address', () => {
    const names = table.files.map(({ folder, file }) => `${folder}/${file}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { url } of table.files) expect(url).toMatch(/^https:\/\/\S+$/);
  });

  it('has each base model once, and none that calls itself adult-rated', () => {
    const files = table.bases.flatMap((base) => base.files);
    expect(new Set(files).size).toBe(files.length);
    const { unknown } = proposedRating(
      { models: files.map((name) => file(`${name}.safetensors`, 'checkpoints')), embeddings: [] },
      new KnownModels(table),
    );
    expect(unknown).toEqual([]);
  });
});
