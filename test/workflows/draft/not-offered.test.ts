import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { draftWorkflow } from '../../../src/workflows/draft/draft-workflow.ts';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes;

describe('what is not offered is named', () => {
  it('where the guidance comes from a node with several numbers', () => {
    expect(
      notes({
        '1': node('CheckpointLoaderSimple', { ckpt_name: 'flux1-dev-fp8.safetensors' }),
        '6': sampler({ cfg: 1, positive: ['20', 0] }),
        '20': node('FluxGuidance', { conditioning: ['3', 0], guidance: ['21', 0] }),
        '21': node('Some Slider', { low: 3, high: 3.5, exact: 1 }),
      }),
    ).toContain(
      'guidance of node 20 (FluxGuidance) comes from node 21 (Some Slider), where no single number stands: it is not offered.',
    );
  });

  it('where a later sampler changes more or less of the picture than the first one', () => {
    expect(
      notes({
        '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
        '6': sampler({ denoise: 0.6 }),
        '7': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
        '20': node('LoadImage', { image: 'a.png' }),
        '21': sampler({ latent_image: ['6', 0], denoise: 0.8 }),
      }),
    ).toContain(
      "denoise of node 21 (KSampler) is 0.8, and not 0.6 as the main sampler's: it is not offered.",
    );
  });

  it('where a later sampler works on what the first one made whole', () => {
    const later = sampler({ latent_image: ['6', 0], denoise: 0.30000000000000004 });
    expect(
      notes({ '7': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }), '21': later }),
    ).toContain(
      "denoise of node 21 (KSampler) is 0.3, and not 1 as the main sampler's: it is not offered.",
    );
  });

  it('where a picture is made that leads nowhere', () => {
    const scaled = node('ImageUpscaleWithModel', { upscale_model: ['22', 0], image: ['7', 0] });
    const model = node('UpscaleModelLoader', { model_name: '4x.pth' });
    expect(notes({ '21': scaled, '22': model })).toContain(
      'Node 21 (ImageUpscaleWithModel) makes a picture that none of the outputs is made from, so it is not run: a SaveImage after it would post it.',
    );
  });

  it('where a picture is only shown beside what is saved', () => {
    const shown = (className: string, inputs: object) =>
      drafted(
        sdxl({
          '20': node('LoadImage', { image: 'a.png' }),
          '21': node(className, { ...inputs }),
          '22': node('PreviewImage', { images: ['21', 0] }),
        }),
      ).notes.join();
    const says = 'makes a picture that none of the outputs is made from';
    const put = { x: 0, y: 0, resize_source: false, destination: ['20', 0], source: ['7', 0] };
    expect(shown('ImageCompositeMasked', put)).toContain(`Node 21 (ImageCompositeMasked) ${says}`);
    expect(shown('ImageInvert', { image: ['20', 0] })).not.toContain(says);
  });

  it('where a node of others loads LoRAs, but for what makes a model fast', () => {
    const loader = node('Power Lora Loader (rgthree)', {
      model: ['1', 0],
      clip: ['1', 1],
      lora_1: { on: true, lora: 'ink/fine.safetensors', strength: 0.8 },
      lora_2: { on: false, lora: 'off.safetensors', strength: 1 },
      lora_3: { on: true, lora: 'Lightning-8steps.safetensors', strength: 1 },
    });
    expect(notes({ '6': sampler({ model: ['20', 0] }), '20': loader })).toContain(
      'LoRAs of node 20 (Power Lora Loader (rgthree)) are not offered: ink/fine.safetensors.',
    );
  });
});

it.each([
  'Wan21_CausVid_14B_T2V_lora_rank32.safetensors',
  'sdxl_lcm_lora.safetensors',
  'wan_4steps_lora.safetensors',
])('the LoRA %s, which makes a model fast, is not offered', (lora_name) => {
  const loader = node('LoraLoaderModelOnly', { model: ['1', 0], lora_name, strength_model: 1 });
  const { entries } = drafted(sdxl({ '6': sampler({ model: ['20', 0] }), '20': loader }));
  expect(entries.join()).not.toContain('lora');
});

describe('the model that a command is described by', () => {
  it("is the first sampler's, and not that of a refiner", () => {
    const { manifest } = drafted(
      sdxl({
        '7': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
        '20': node('CheckpointLoaderSimple', { ckpt_name: 'refiner.safetensors' }),
        '21': sampler({ model: ['20', 0], latent_image: ['6', 0] }),
      }),
    );
    expect(manifest).toMatchObject({ description: 'Pictures by sd xl base 1.0' });
  });

  it('is no file of a node that finds depths', () => {
    const { manifest } = drafted({
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('DepthPreprocessor', { image: ['1', 0], ckpt_name: 'depth.pth' }),
      '3': node('SaveImage', { images: ['2', 0], filename_prefix: 'a' }),
    });
    expect(manifest).toMatchObject({ description: 'Pictures by the workflow mine' });
  });
});

it.each(['加载图像', '載入圖像', '画像を読み込む', 'Загрузить изображение'])(
  'the title %s, which ComfyUI gives by itself, says nothing of a picture',
  (title) => {
    const loads = { ...node('LoadImage', { image: 'a.png' }), _meta: { title } };
    const { manifest } = drafted(
      sdxl({ '5': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }), '20': loads }),
    );
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'image', description: 'A picture to work from' }),
      ]) as unknown,
    });
  },
);

describe('a picture of which only a colour becomes a mask', () => {
  const inpaint = (more: Nodes, mask = '22') => ({
    '6': sampler({ latent_image: ['10', 0] }),
    '10': node('VAEEncodeForInpaint', {
      ...{ pixels: ['11', 0], vae: ['1', 2], mask: [mask, 0], grow_mask_by: 6 },
    }),
    '11': node('LoadImage', { image: 'a.png' }),
    '21': node('LoadImage', { image: 'b.png' }),
    '22': node('ImageToMask', { image: ['21', 0], channel: 'red' }),
    ...more,
  });
  const described = (more: Nodes, mask?: string) => drafted(sdxl(inpaint(more, mask))).manifest;
  const says = (description: string, type = 'mask') => ({
    nodes: expect.arrayContaining([
      expect.objectContaining({ type, description, node_ids: ['21'] }),
    ]) as unknown,
  });

  it('is a mask, and members read what counts', () => {
    const scaled = node('ImageScale', {
      ...{ image: ['21', 0], upscale_method: 'bicubic', width: 512, height: 512, crop: 'disabled' },
    });
    const blue = node('ImageToMask', { image: ['23', 0], channel: 'blue' });
    expect(described({})).toMatchObject(says('A mask: what is white in it counts'));
    expect(described({ '22': blue, '23': scaled })).toMatchObject(
      says('A mask: what is white in it counts'),
    );
  });

  it('counts where it is black if it is turned round', () => {
    const turnedMask = node('InvertMask', { mask: ['22', 0] });
    const turnedPicture = node('ImageInvert', { image: ['21', 0] });
    const ofIt = node('ImageToMask', { image: ['23', 0], channel: 'red' });
    expect(described({ '23': turnedMask }, '23')).toMatchObject(
      says('A mask: what is black in it counts'),
    );
    expect(described({ '22': ofIt, '23': turnedPicture })).toMatchObject(
      says('A mask: what is black in it counts'),
    );
  });

  it('is a picture where more is made of it', () => {
    const itself = { pixels: ['21', 0], vae: ['1', 2], mask: ['22', 0], grow_mask_by: 6 };
    expect(described({ '10': node('VAEEncodeForInpaint', itself) })).toMatchObject(
      says('A picture; what is white in it is made anew', 'image'),
    );
  });

  it('is no mask by its alpha channel, which loaded pictures have no more', () => {
    const alpha = node('ImageToMask', { image: ['21', 0], channel: 'alpha' });
    expect(described({ '22': alpha })).toMatchObject(says('A picture to work from', 'image'));
  });
});

it('a GIF by a node that combines videos is no video, and another node would be taken', () => {
  const file = sdxl({
    '8': node('VHS_VideoCombine', { images: ['7', 0], frame_rate: 8, format: 'image/gif' }),
  });
  const draft = draftWorkflow({ name: 'mine', file, table, isGeneral: true });
  expect('problems' in draft && draft.problems.map(problemLine)).toEqual([
    'graph.json: saves no picture (node 8 (VHS_VideoCombine) makes an animation that workers do not return), and the bot shows nothing else yet: add a SaveAnimatedWEBP in ComfyUI and export again',
  ]);
});
