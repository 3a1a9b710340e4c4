import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { fromPicture, node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

const found = (changes: Nodes) => drafted(sdxl(changes)).entries;
const notes = (changes: Nodes) => drafted(sdxl(changes)).notes;

/** What the check says of what was drafted. */
function checked(file: Nodes): readonly string[] {
  const { manifest, changed } = drafted(file);
  const read = workflowRecipe({ name: 'mine', manifest, graph: changed ?? file }, table);
  return 'problems' in read ? read.problems.map(problemLine) : [];
}

describe('a picture out of what was made before (LoadImageOutput)', () => {
  const changes = fromPicture(node('LoadImageOutput', { image: 'author.png [output]' }));

  it('is one that people send', () => {
    expect(found(changes)).toContain('image: 9.image');
    expect(checked(sdxl(changes))).toEqual([]);
  });
});

describe('a workflow whose pictures are frames', () => {
  const frames = { '5': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 16 }) };
  const animated = (className: string) =>
    node(className, { images: ['7', 0], filename_prefix: 'a', fps: 8, ...MORE[className] });
  const MORE: Readonly<Record<string, object>> = {
    SaveAnimatedWEBP: { lossless: false, quality: 80, method: 'default' },
    SaveAnimatedPNG: { compress_level: 4 },
  };
  const SAID =
    'Node 5 (EmptyLatentImage) makes 16 frames of an animation (batch_size): how many stays as it was exported.';

  it.each(Object.keys(MORE))('lets nobody choose how many, as %s saves them', (className) => {
    const changes = { ...frames, '8': animated(className) };
    expect(found(changes).join()).not.toContain('count');
    expect(notes(changes)).toContain(SAID);
  });

  it('is one where AnimateDiff makes them, whatever saves them', () => {
    const changes = {
      ...frames,
      '6': sampler({ model: ['20', 0] }),
      '20': node('ADE_AnimateDiffLoaderGen1', { model: ['1', 0], model_name: 'mm.ckpt' }),
    };
    expect(found(changes).join()).not.toContain('count');
    expect(notes(changes)).toContain(SAID);
    expect(notes(changes)).toContain(
      'Each frame is saved as a picture of its own, and a message holds 10: SaveAnimatedWEBP makes one of them.',
    );
  });

  it('is one that begins with the latent of a video, of which one clip is made', () => {
    const latent = { width: 832, height: 480, length: 33, batch_size: 1 };
    const changes = { '5': node('EmptyHunyuanLatentVideo', latent) };
    expect(found(changes).join()).not.toContain('count');
    expect(notes(changes).join()).toContain('makes 33 frames of an animation (length)');
  });

  it('is none where a video model makes a picture', () => {
    const latent = { width: 832, height: 480, length: 1, batch_size: 1 };
    expect(found({ '5': node('EmptyHunyuanLatentVideo', latent) })).toContain(
      'count: 5.batch_size',
    );
  });
});

/** Further savers, each of a picture of its own. */
const savers = (count: number): Nodes =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      [`${30 + at}`, node('SaveImage', { images: [`${60 + at}`, 0], filename_prefix: 'a' })],
      [`${60 + at}`, node('ImageFlip', { image: ['7', 0], flip_method: 'x-axis: vertically' })],
    ]).flat(),
  ) as Nodes;

describe('how many are made at once', () => {
  it('is no more than a message holds, where several savers show as many each', () => {
    const { manifest } = drafted(sdxl(savers(2)));
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'count', max: 3 }),
      ]) as unknown,
    });
  });

  it('is not asked for where it could only be one', () => {
    expect(found(savers(6)).join()).not.toContain('count');
  });
});

describe('how much is added to a picture', () => {
  it('is one choice of sides, with the exported amounts', () => {
    const pad = { image: ['9', 0], left: 0, top: 0, right: 128, bottom: 64, feathering: 40 };
    const changes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '10': node('VAEEncodeForInpaint', {
        pixels: ['30', 0],
        mask: ['30', 1],
        vae: ['1', 2],
        grow_mask_by: 8,
      }),
      '30': node('ImagePadForOutpaint', pad),
    };
    const { entries, manifest } = drafted(sdxl(changes));
    expect(entries.at(-1)).toBe('extend (choice): 30.left 30.top 30.right 30.bottom');
    const padded = (left: number, top: number, right: number, bottom: number) => ({
      '30': { left, top, right, bottom },
    });
    expect(manifest.nodes.at(-1)).toEqual({
      type: 'choice',
      name: 'extend',
      description: 'Where the picture is extended',
      choices: [
        { name: 'right and bottom', values: padded(0, 0, 128, 64) },
        { name: 'all around', values: padded(128, 128, 128, 64) },
        { name: 'both sides', values: padded(128, 0, 128, 0) },
        { name: 'left', values: padded(128, 0, 0, 0) },
        { name: 'right', values: padded(0, 0, 128, 0) },
        { name: 'top and bottom', values: padded(0, 128, 0, 64) },
        { name: 'top', values: padded(0, 128, 0, 0) },
        { name: 'bottom', values: padded(0, 0, 0, 64) },
      ],
    });
    expect(checked(sdxl(changes))).toEqual([]);
  });
});

describe('what stands behind a switch', () => {
  const fast = (isOn: unknown) => ({
    '6': sampler({ steps: ['20', 0], model: ['23', 0] }),
    '20': node('ComfySwitchNode', { switch: isOn, on_false: ['21', 0], on_true: ['22', 0] }),
    '21': node('PrimitiveInt', { value: 20 }),
    '22': node('PrimitiveInt', { value: 4 }),
    '23': node('ComfySwitchNode', { switch: isOn, on_false: ['1', 0], on_true: ['24', 0] }),
    '24': node('LoraLoaderModelOnly', {
      model: ['1', 0],
      lora_name: 'ink.safetensors',
      strength_model: 1,
    }),
    '25': node('PrimitiveBoolean', { value: false }),
    '26': node('MyChoice', {}),
  });

  it.each([
    ['off', false, 'steps: 21.value', false],
    ['off by a node of its own', ['25', 0], 'steps: 21.value', false],
    ['on', true, 'steps: 22.value', true],
  ])('is found at the side that is used: %s', (_, isOn, steps, hasLora) => {
    const entries = found(fast(isOn));
    expect(entries).toContain(steps);
    expect(entries.join().includes('lora')).toBe(hasLora);
    expect(checked(sdxl(fast(isOn)))).toEqual([]);
  });

  it.each([
    ['LazySwitchKJ', 'switch'],
    ['easy ifElse', 'boolean'],
    ['Switch any [Crystools]', 'boolean'],
  ])('is found behind a switch of others: %s', (className, input) => {
    const steps = node(className, { [input]: true, on_false: ['21', 0], on_true: ['22', 0] });
    expect(found({ ...fast(true), '20': steps })).toContain('steps: 22.value');
  });
});

describe('a later sampler', () => {
  const changes = {
    '7': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
    '20': sampler({ latent_image: ['6', 0], positive: ['21', 0], steps: 12, denoise: 0.5 }),
    '21': node('CLIPTextEncode', { text: 'in oil', clip: ['1', 1] }),
  };

  it('with other words has them offered', () => {
    expect(found(changes).slice(0, 2)).toEqual(['prompt: 3.text', 'prompt_2 (text): 21.text']);
  });

  it.each([
    ['a fox in oil', { denoise: 0.5 }, true],
    ['a fox in oil', { denoise: 1 }, false],
    ['a fox in oil', { denoise: 0.5, latent_image: ['22', 0] }, false],
    ['oil on canvas', { denoise: 0.5 }, false],
  ])('that refines the picture gets the prompt: %s, %j', (text, inputs, isSame) => {
    const refined = {
      '3': node('CLIPTextEncode', { text: 'a red fox in snow', clip: ['1', 1] }),
      '7': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
      '20': sampler({ latent_image: ['6', 0], positive: ['21', 0], ...inputs }),
      '21': node('CLIPTextEncode', { text, clip: ['1', 1] }),
      '22': node('SetLatentNoiseMask', { samples: ['6', 0], mask: ['23', 0] }),
      '23': node('SolidMask', { value: 1, width: 512, height: 512 }),
    };
    const says =
      'prompt replaces different texts: text of node 3 (CLIPTextEncode), text of node 21 (CLIPTextEncode).';
    expect(found(refined)[0]).toBe(isSame ? 'prompt: 3 21.text' : 'prompt: 3.text');
    expect(notes(refined).includes(says)).toBe(isSame);
  });
});

describe('the negative prompt of a sampler', () => {
  const dual = (cond2: string) => ({
    '7': node('VAEDecode', { samples: ['30', 0], vae: ['1', 2] }),
    '30': node('SamplerCustomAdvanced', {
      noise: ['31', 0],
      guider: ['32', 0],
      sampler: ['33', 0],
      sigmas: ['34', 0],
      latent_image: ['5', 0],
    }),
    '31': node('RandomNoise', { noise_seed: 7 }),
    '32': node('DualCFGGuider', {
      model: ['1', 0],
      cond1: ['3', 0],
      cond2: [cond2, 0],
      negative: ['4', 0],
      cfg_conds: 5,
      cfg_cond2_negative: 2,
    }),
    '33': node('KSamplerSelect', { sampler_name: 'euler' }),
    '34': node('BasicScheduler', { model: ['1', 0], scheduler: 'simple', steps: 20, denoise: 1 }),
  });

  it('is not offered if the positive prompt uses it too, with the reason', () => {
    const changes = dual('4');
    expect(found(changes).join()).not.toContain('negative_prompt');
    expect(notes(changes)).toContain(
      'text of node 4 (CLIPTextEncode) is a negative prompt of the sampler, and is what the sampler is asked to show too: it is not offered as negative_prompt.',
    );
    expect(checked(sdxl(changes))).toEqual([]);
  });

  it('is offered if the other side discards the same words', () => {
    const changes = {
      '6': sampler({ positive: ['20', 0] }),
      '20': node('ConditioningZeroOut', { conditioning: ['4', 0] }),
    };
    expect(found(changes)).toContain('negative_prompt: 4.text');
    expect(checked(sdxl(changes))).toEqual([]);
  });
});

describe('an input that ComfyUI has come to require', () => {
  it('is filled in where it has a default or is one of several, and named', () => {
    const { changed, notes: said } = drafted(
      sdxl({
        ...fromPicture(node('LoadImage', { image: 'a.png' })),
        '10': node('VAEEncodeForInpaint', { pixels: ['9', 0], mask: ['9', 1], vae: ['1', 2] }),
        '6': sampler({ latent_image: ['10', 0], positive: ['20', 0] }),
        '20': node('StyleModelApply', {
          conditioning: ['3', 0],
          style_model: ['21', 0],
          clip_vision_output: ['22', 0],
        }),
        '21': node('StyleModelLoader', { style_model_name: 'redux.safetensors' }),
        '22': node('CLIPVisionEncode', { clip_vision: ['23', 0], image: ['9', 0] }),
        '23': node('CLIPVisionLoader', { clip_name: 'vision.safetensors' }),
      }),
    );
    expect(changed).toMatchObject({
      '10': { inputs: { grow_mask_by: 6 } },
      '20': { inputs: { strength: 1, strength_type: 'multiply' } },
      '22': { inputs: { crop: 'center' } },
    });
    expect(said.join('\n')).toContain('grow_mask_by of node 10 (VAEEncodeForInpaint) is 6');
  });

  it('leaves the export as it is where none is', () => {
    expect(drafted(sdxl())).not.toHaveProperty('changed');
  });
});

describe('what a workflow is always made with', () => {
  it('is named: a file of its author that no person can send', () => {
    const changes = fromPicture(node('Load Image Base64', { image: 'iVBORw0K'.repeat(200) }));
    expect(found(changes).join()).not.toContain('image');
    expect(notes(changes)).toContain(
      "image of node 9 (Load Image Base64) stays its author's: a LoadImage in its place would let people send a picture.",
    );
  });
});

describe('a loader that encodes both sides itself', () => {
  it('has the words of both sides found', () => {
    const loader = { ckpt_name: 'a.safetensors', positive: 'a fox', negative: 'blurry' };
    const changes = {
      '3': node('Efficient Loader', loader),
      '6': sampler({ positive: ['3', 1], negative: ['3', 2] }),
    };
    expect(found(changes)).toContain('prompt: 3.positive');
    expect(found(changes)).toContain('negative_prompt: 3.negative');
    expect(checked(sdxl(changes))).toEqual([]);
  });
});

describe('words that are put together', () => {
  it('are set where words stand, and not what is done with them', () => {
    const joined = { action: 'append', tidy_tags: 'no', text_a: 'a fox', text_b: '' };
    const changes = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '20': node('StringFunction|pysssss', joined),
    };
    expect(found(changes)[0]).toBe('prompt: 20.text_a');
  });

  it('stay where the model expects them before the words, and are named where they would not', () => {
    const start = 'You help to draw. <Prompt Start> ';
    const whole = { '3': node('CLIPTextEncode', { text: `${start}a fox`, clip: ['1', 1] }) };
    expect(notes(whole)).toContain(
      'prompt also replaces what text of node 3 (CLIPTextEncode) says up to "<Prompt Start>", which the model expects before the words: join the two with a StringConcatenate.',
    );
    const joined = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '20': node('StringConcatenate', { string_a: start, string_b: 'a fox', delimiter: '' }),
    };
    expect(found(joined)[0]).toBe('prompt: 20.string_b');
    expect(notes(joined).join()).not.toContain('Prompt Start');
  });
});

describe('how many pictures are made', () => {
  const many = { '5': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 4 }) };
  const repeated = (amount: number): Nodes => ({
    '6': sampler({ latent_image: ['20', 0] }),
    '20': node('RepeatLatentBatch', { samples: ['5', 0], amount }),
  });

  it('is not offered where several nodes multiply it', () => {
    const changes = { ...many, ...repeated(3) };
    expect(found(changes).join()).not.toContain('count');
    expect(notes(changes)).toContain(
      'Several nodes multiply the pictures, so how many pictures are made stays as it was exported: 20 (RepeatLatentBatch), 5 (EmptyLatentImage).',
    );
  });

  it.each([
    ['20.amount', repeated(3)],
    ['5.batch_size', { ...many, ...repeated(1) }],
    ['20.amount', repeated(1)],
  ])('is set in the one node that does, %s', (place, changes) => {
    expect(found(changes)).toContain(`count: ${place}`);
  });

  it('is not offered where some are taken out of a batch', () => {
    const changes = {
      ...many,
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('ImageFromBatch', { image: ['7', 0], batch_index: 3, length: 1 }),
    };
    expect(found(changes).join()).not.toContain('count');
    expect(notes(changes)).toContain(
      'Node 20 (ImageFromBatch) takes pictures out of a batch, so how many pictures are made stays as it was exported.',
    );
  });
});

it('noise that another sampler begins with is named', () => {
  const changes = {
    '20': node('EmptyLatentImage', { width: 768, height: 512, batch_size: 2 }),
    '21': sampler({ latent_image: ['20', 0] }),
    '22': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
    '23': node('SaveImage', { images: ['22', 0], filename_prefix: 'b' }),
  };
  expect(notes(changes)).toContain(
    'Node 20 (EmptyLatentImage) begins another picture, whose size and number stay as they were exported.',
  );
});

describe('a sampler of others', () => {
  it('is known by its conditioning input', () => {
    const entries = found({
      '6': node('XlabsSampler', {
        model: ['1', 0],
        conditioning: ['3', 0],
        neg_conditioning: ['4', 0],
        latent_image: ['5', 0],
        noise_seed: 1,
        steps: 20,
      }),
    });
    expect(entries).toEqual(
      expect.arrayContaining(['prompt: 3.text', 'negative_prompt: 4.text', 'steps: 6.steps']),
    );
  });
});

describe('more savers than a message holds pictures', () => {
  it('are named by their number, and only the first run', () => {
    const { manifest, notes } = drafted(sdxl(savers(10)));
    expect(notes).toContain(
      '11 nodes save or show pictures, and a message holds 10: outputs names the first 10. Choose the best there.',
    );
    expect(manifest.outputs).toHaveLength(10);
  });
});
