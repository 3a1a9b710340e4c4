import { describe, expect, it } from 'vitest';
import { KNOWN } from '../../../src/workflows/draft/known-classes.ts';
import { fromPicture, node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');
const picture = node('LoadImage', { image: 'a.png' });

it('classes that are known stand in the node table', () => {
  expect([...KNOWN].filter((name) => !table.has(name))).toEqual([]);
});

describe('an option that does nothing is named with the reason', () => {
  const control = {
    '20': node('ControlNetApplyAdvanced', {
      ...{ positive: ['3', 0], negative: ['4', 0], control_net: ['21', 0], image: ['9', 0] },
      ...{ strength: 1, start_percent: 0, end_percent: 1 },
    }),
    '21': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
    '9': picture,
  };

  it.each([
    [1, ['3', 0], true],
    [4, ['3', 0], false],
    [1, ['20', 0], false],
  ])('a picture of the negative side at cfg %s, positive from %j: %s', (cfg, positive, isNamed) => {
    const says = 'cfg of node 6 (KSampler) is 1, so image, control_strength do nothing.';
    const told = sampler({ cfg, positive, negative: ['20', 1] });
    expect(notes({ ...control, '6': told }).includes(says)).toBe(isNamed);
  });

  it('a picture of the negative side at cfg 1, unless the model brings it in', () => {
    const told = sampler({ cfg: 1, negative: ['20', 1], model: ['22', 0] });
    const model = node('NAGuidance', { model: ['1', 0], nag_scale: 5, nag_alpha: 0.5, nag_tau: 1 });
    expect(notes({ ...control, '6': told, '22': model })).not.toContain('does nothing');
  });

  it.each([
    [1, 'lora_2'],
    [0, 'lora, strength'],
    [0.5, undefined],
  ])('a LoRA of a model that a merge leaves out, at ratio %s: %s', (ratio, name) => {
    const lora = (lora_name: string) =>
      node('LoraLoaderModelOnly', { model: ['1', 0], lora_name, strength_model: 1 });
    const said = notes({
      '6': sampler({ model: ['20', 0] }),
      '20': node('ModelMergeSimple', { model1: ['21', 0], model2: ['22', 0], ratio }),
      '21': lora('ink.safetensors'),
      '22': lora('oil.safetensors'),
    });
    if (name === undefined) expect(said).not.toContain('nothing');
    else expect(said).toContain(`ratio of node 20 (ModelMergeSimple) is ${ratio}, so ${name}`);
  });

  it('a picture that is only measured', () => {
    const changes: Nodes = {
      '9': picture,
      '5': node('EmptyLatentImage', { width: ['20', 0], height: ['20', 1], batch_size: 1 }),
      '20': node('GetImageSize', { image: ['9', 0] }),
    };
    expect(notes(changes)).toContain(
      'image of node 20 (GetImageSize) is measured alone, so of image only the size is used.',
    );
  });

  it('a picture that a sampler of its own noise begins with at full noise', () => {
    const custom = (noise: string): Nodes => ({
      ...fromPicture(picture),
      '6': node('SamplerCustomAdvanced', {
        ...{ noise: ['20', 0], guider: ['21', 0], sampler: ['22', 0], sigmas: ['23', 0] },
        latent_image: ['10', 0],
      }),
      '20': node(noise, noise === 'RandomNoise' ? { noise_seed: 1 } : {}),
      '21': node('BasicGuider', { model: ['1', 0], conditioning: ['3', 0] }),
      '22': node('KSamplerSelect', { sampler_name: 'euler' }),
      '23': node('Flux2Scheduler', { steps: 20, width: 1024, height: 1024 }),
    });
    const says = 'Node 6 (SamplerCustomAdvanced) begins at full noise, so of image only the size';
    expect(notes(custom('RandomNoise'))).toContain(says);
    expect(notes(custom('DisableNoise'))).not.toContain(says);
  });
});

describe('a number of pictures', () => {
  const pasted = (changes: Nodes): Nodes => ({
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('ImageCompositeMasked', {
      ...{ destination: ['21', 0], source: ['7', 0], x: 0, y: 0, resize_source: false },
    }),
    ...changes,
  });
  const empty = (batch_size: number) =>
    node('EmptyImage', { width: 2048, height: 2048, batch_size, color: 0 });
  const scaled = (image: string): Nodes => ({
    '21': node('ImageScale', {
      ...{ image: [image, 0], width: 2048, height: 2048 },
      ...{ upscale_method: 'lanczos', crop: 'center' },
    }),
  });
  const says =
    'destination of node 20 (ImageCompositeMasked) is one picture, so count does nothing.';

  it.each<[string, Nodes]>([
    ['a plain picture', { '21': empty(1) }],
    ['a picture that is sent, and scaled', { ...scaled('9'), '9': picture }],
    [
      'a plain picture, by a mask of their own',
      {
        '20': node('ImageCompositeMasked', {
          ...{ destination: ['21', 0], source: ['7', 0], mask: ['22', 0] },
          ...{ x: 0, y: 0, resize_source: false },
        }),
        '21': empty(1),
        '22': node('ImageToMask', { image: ['7', 0], channel: 'red' }),
      },
    ],
  ])('does nothing where these are pasted into %s', (_, changes) => {
    expect(notes(pasted(changes))).toContain(says);
  });

  it.each<[string, Nodes]>([
    ['several', { '21': empty(4) }],
    ['as many', scaled('7')],
    ['what a node of an unknown class makes', { '21': node('Make Some', { image: ['9', 0] }) }],
  ])('does something where these are pasted into %s', (_, changes) => {
    expect(notes(pasted({ '9': picture, ...changes }))).not.toContain('count does nothing');
  });

  it('does nothing for the saver of these alone, where another saves all', () => {
    const both = {
      '21': empty(1),
      '22': node('SaveImage', { images: ['7', 0], filename_prefix: 'b' }),
    };
    expect(notes(pasted(both))).toContain('What node 8 (SaveImage) saves is made without count.');
  });

  it('is kept by what measures a picture', () => {
    const changes: Nodes = {
      '22': node('SaveImage', { images: ['25', 0], filename_prefix: 'b' }),
      '23': node('GetImageSize', { image: ['7', 0] }),
      '24': node('EmptyLatentImage', { width: 512, height: 512, batch_size: ['23', 2] }),
      '25': node('VAEDecode', { samples: ['26', 0], vae: ['1', 2] }),
      '26': sampler({ latent_image: ['24', 0] }),
    };
    expect(notes(changes)).not.toContain('is made without count');
  });
});

describe('a way that is not known', () => {
  const saved = (changes: Nodes): Nodes => ({
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '9': picture,
    ...changes,
  });
  const encoded = (className: string, inputs: object): Nodes => ({
    '6': sampler({ latent_image: ['10', 0], denoise: 0.5 }),
    '9': picture,
    '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    '19': picture,
    '20': node(className, inputs as Record<string, unknown>),
  });
  const doubted = (name: string) => `The value of ${name} reaches the picture only through`;

  it('is that of the second picture of a batch', () => {
    const batch = encoded('ImageBatch', { image1: ['9', 0], image2: ['19', 0] });
    expect(notes(batch)).toContain(`${doubted('image_2')} node 20 (ImageBatch)`);
  });

  it('is that of a mask which becomes transparency, unless that is saved', () => {
    const inputs = { image: ['7', 0], alpha: ['9', 1] };
    const says = `${doubted('mask')} node 20 (JoinImageWithAlpha)`;
    expect(notes(encoded('JoinImageWithAlpha', { ...inputs, image: ['19', 0] }))).toContain(says);
    expect(notes(saved({ '20': node('JoinImageWithAlpha', inputs) }))).not.toContain(says);
  });

  it('is named once, with the options that have no other', () => {
    const changes: Nodes = {
      '6': sampler({ model: ['20', 0] }),
      '9': picture,
      '20': node('Patch It', { model: ['1', 0], image: ['9', 0], how: 'gently' }),
    };
    expect(notes(changes)).toBe(
      'The value of image reaches the picture only through node 20 (Patch It), which may change or drop it: try the option.',
    );
  });

  it('is that of a picture which may be covered', () => {
    const composite = node('ImageCompositeMasked', {
      ...{ destination: ['9', 0], source: ['7', 0], x: 0, y: 0, resize_source: true },
    });
    expect(notes(saved({ '20': composite }))).toContain(`${doubted('image')} node 20 (ImageComp`);
  });

  it('is named by its node where an option has another place that is known', () => {
    const changes: Nodes = {
      '6': sampler({ positive: ['20', 0] }),
      '20': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['22', 0] }),
      '21': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
      '22': node('Bend It', { conditioning: ['21', 0], by: 3 }),
    };
    expect(notes(changes)).toContain(
      'The value of prompt (of node 21) reaches the picture only through',
    );
  });

  it('is said to be the only one with all nodes of all ways', () => {
    const changes: Nodes = {
      '6': sampler({ steps: ['21', 0] }),
      '8': node('SaveImage', { images: ['24', 0], filename_prefix: 'a' }),
      '20': node('easy int', { value: 20 }),
      '21': node('Formula', { text: 'a / 2', a: ['20', 0] }),
      '22': node('easy compare', { comparison: 'a > b', a: ['20', 0], b: 10 }),
      '24': node('Branch', { cond: ['22', 0], yes: ['7', 0], no: ['25', 0] }),
      '25': node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 }),
    };
    const said = notes(changes);
    const [, named] =
      /The value of steps reaches the picture only through node (.*), which/.exec(said) ?? [];
    expect(named?.split(', ').toSorted()).toEqual([
      '21 (Formula)',
      '22 (easy compare)',
      '24 (Branch)',
    ]);
    expect(said).toContain('steps also sets a of node 21 (Formula), a of node 22 (easy compare).');
  });

  it('is named beside one that is known', () => {
    const changes: Nodes = {
      ...fromPicture(picture),
      '6': sampler({ latent_image: ['10', 0], denoise: 0.5, positive: ['20', 0] }),
      '20': node('ControlNetApplyAdvanced', {
        ...{ positive: ['3', 0], negative: ['4', 0], control_net: ['21', 0], image: ['22', 0] },
        ...{ strength: 1, start_percent: 0, end_percent: 1 },
      }),
      '21': node('ControlNetLoader', { control_net_name: 'depth.safetensors' }),
      '22': node('Depth It', { image: ['9', 0], resolution: 512 }),
    };
    expect(notes(changes)).toContain(
      'The value of image also reaches the picture through node 22 (Depth It), which may change it.',
    );
  });

  it('counts the rest of many nodes', () => {
    const changes: Record<string, Nodes[string]> = { '6': sampler({ positive: ['31', 0] }) };
    for (let id = 20; id < 32; id++) {
      const conditioning = [id === 20 ? '3' : String(id - 1), 0];
      changes[String(id)] = node('Bend It', { conditioning, by: 3 });
    }
    const said = notes(changes);
    expect(said).toContain('27 (Bend It) and 4 others, which may change or drop it');
  });

  it('is that of the settings which a saver writes into the file', () => {
    const saver = (seed: unknown): Nodes => ({
      '6': node('KSamplerAdvanced', {
        ...{ model: ['1', 0], positive: ['3', 0], negative: ['4', 0], latent_image: ['5', 0] },
        ...{ add_noise: 'disable', noise_seed: ['20', 0], steps: 20, cfg: 7 },
        ...{ sampler_name: 'euler', scheduler: 'normal', start_at_step: 0, end_at_step: 10000 },
        return_with_leftover_noise: 'disable',
      }),
      '8': node('Image Saver', { images: ['7', 0], filename: 'a', seed_value: seed }),
      '20': node('PrimitiveInt', { value: 7 }),
    });
    expect(notes(saver(['20', 0]))).toContain(
      'The value of seed reaches the picture only through node 8 (Image Saver)',
    );
    expect(notes(saver(7))).toContain('add_noise of node 6 (KSamplerAdvanced) is off');
  });

  it('is not that of the settings where the picture is known to carry them', () => {
    const told = node('Image Saver', { images: ['7', 0], filename: 'a', steps: ['21', 0] });
    const said = notes({
      '6': sampler({ steps: ['20', 0] }),
      '8': told,
      '20': node('PrimitiveInt', { value: 20 }),
      '21': node('Write It', { number: ['20', 0] }),
    });
    expect(said).not.toContain('The value of');
  });

  it('is none where a value stands alone, nor that of one seed among several', () => {
    const changes: Nodes = {
      '6': sampler({ seed: ['20', 0] }),
      '20': node('Seed It', { seed: 7 }),
    };
    expect(notes(changes)).toBe('');
  });
});

describe('a number that sets more than its name says', () => {
  const held = (input: string): Nodes => ({
    '6': sampler({ steps: ['20', 0], [input]: ['20', 0] }),
    '20': node('PrimitiveInt', { value: 20 }),
  });

  it('is named', () => {
    expect(notes(held('seed'))).toContain('steps also sets seed of node 6 (KSampler).');
    expect(notes(held('steps'))).toBe('');
  });
});

it('what App Mode does not show of what is saved is named', () => {
  const file = sdxl({
    '20': node('SaveImage', { images: ['21', 0], filename_prefix: 'b' }),
    '21': node('ImageInvert', { image: ['7', 0] }),
  });
  const app = { extra: { linearData: { inputs: [], outputs: ['8'] } }, nodes: [] };
  expect(drafted(file, { app }).notes.join('\n')).toContain(
    'App Mode does not show what these save, so it is not posted: 20 (SaveImage).',
  );
});

it('frames of a video that are saved one by one are named, though nothing samples', () => {
  const file = {
    '1': node('LoadVideo', { file: 'a.mp4' }),
    '2': node('GetVideoComponents', { video: ['1', 0] }),
    '3': node('ImageInvert', { image: ['2', 0] }),
    '4': node('SaveImage', { images: ['3', 0], filename_prefix: 'a' }),
  };
  expect(drafted(file).notes.join('\n')).toContain(
    'Node 1 (LoadVideo) brings a video. Each frame is saved as a picture of its own',
  );
});

it('what is drawn is said to be brought to the size of a Painter without a picture', () => {
  const paint = (inputs: object) =>
    node('Painter', { mask: 'a.png', width: 512, height: 512, bg_color: '#000000', ...inputs });
  const says = 'Node 9 (Painter) brings a picture that is sent to a size of its own';
  expect(notes({ ...fromPicture(paint({})) })).toContain(says);
  const over = { ...fromPicture(paint({ image: ['20', 0] })), '20': picture };
  expect(notes(over)).not.toContain(says);
});

it('a node that only some paths lead through is named though another option is named with it', () => {
  const said = notes({
    '9': picture,
    '20': node('Condition It', { positive: ['3', 0], pixels: ['9', 0], vae: ['1', 2] }),
    '6': sampler({ positive: ['20', 0] }),
    '21': node('ImageCompositeMasked', {
      ...{ destination: ['9', 0], source: ['7', 0], x: 0, y: 0, resize_source: true },
      mask: ['22', 0],
    }),
    '22': node('LoadImageMask', { image: 'm.png', channel: 'red' }),
    '8': node('SaveImage', { images: ['21', 0], filename_prefix: 'a' }),
  });
  const through = 'through node 20 (Condition It), which may';
  expect(said).toContain(`The value of prompt reaches the picture only ${through}`);
  expect(said).toContain(`The value of image also reaches the picture ${through}`);
});

describe('a node that holds a text', () => {
  const told = (className: string, slot: number) =>
    notes({
      '3': node('CLIPTextEncode', { text: ['20', slot], clip: ['1', 1] }),
      '20': node(className, { text: 'a fox' }),
    });

  it('hands it on as it is, so that it needs no word', () => {
    expect(told('Text Multiline', 0)).not.toContain('only through');
  });

  it.each([
    ['LoraTextExtractor-b1f83aa2', 0],
    ['Text Multiline', 1],
  ])('but is named where it may make another of it: output of %s %i', (className, slot) => {
    expect(told(className, slot)).toContain(
      `The value of prompt reaches the picture only through node 20 (${className})`,
    );
  });
});
