import { describe, expect, it } from 'vitest';
import {
  fromPicture,
  type Inputs,
  node,
  sampler,
  sdxl,
  type Nodes,
} from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const found = (changes: Nodes) => drafted(sdxl(changes)).entries;
const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

describe('a node between the noise and the saved picture', () => {
  const after = (className: string, inputs: object): Nodes => ({
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node(className, { image: ['7', 0], ...inputs }),
  });

  it('is named where nothing is known of it, with the options that it may change', () => {
    expect(notes(after('Paste On Canvas', { canvas: 'A4' }))).toContain(
      'The value of every option reaches the picture only through node 20 (Paste On Canvas), which may change or drop it: try the options.',
    );
  });

  it.each([
    ['ImageScaleBy', { upscale_method: 'lanczos', scale_by: 2 }, 'so it gets another size'],
    ['ImageStitch', { image2: ['7', 0] }, 'so it may get another shape'],
    ['RepeatImageBatch', { amount: 2 }, 'which may change its shape or how many there are'],
  ])('is named where it is known to change what they set: %s', (className, inputs, says) => {
    expect(notes(after(className, inputs))).toContain(
      `the picture goes through 20 (${className}), ${says}`,
    );
  });
});

describe('a value on its way to what it sets', () => {
  const words = (passer: object, holder = node('Words', { text: 'a fox' })): Nodes => ({
    '3': node('CLIPTextEncode', { text: ['21', 0], clip: ['1', 1] }),
    '20': holder,
    '21': node('Make It Long', passer as Record<string, unknown>),
  });

  it('is named with nodes of unknown classes that it goes through', () => {
    const changes = words({ prompt: ['20', 0], style: 'noir' });
    expect(found(changes)).toContain('prompt: 20.text');
    expect(notes(changes)).toContain(
      'The value of prompt reaches the picture only through node 21 (Make It Long), which may change or drop it: try the option.',
    );
  });
});

describe('a picture that is only shown', () => {
  const { '8': saver, ...unsaved } = sdxl();
  const file = (last: object) => ({
    ...unsaved,
    '30': node('LoadImage', { image: 'a.png' }),
    '31': node('PreviewImage', { images: ['30', 0] }),
    ...last,
  });

  it('is posted where a sampler made it, and others are named', () => {
    const { manifest, notes: said } = drafted(
      file({ '32': node('PreviewImage', { images: ['7', 0] }) }),
    );
    expect(saver?.class_type).toBe('SaveImage');
    expect(manifest.outputs).toEqual(['32']);
    expect(said).toContain(
      'No sampler made what these show, so it is not posted: 31 (PreviewImage).',
    );
  });

  it("is posted though other nodes go on from an extension's preview", () => {
    const { manifest, notes: said } = drafted(
      file({
        '32': node('PreviewBridge', { images: ['7', 0] }),
        '33': node('ImageInvert', { image: ['32', 0] }),
      }),
    );
    expect(manifest.outputs).toEqual(['32']);
    expect(said).toContain(
      'Its pictures are only shown (PreviewBridge), which not every worker hands out: use SaveImage.',
    );
  });
});

it('a sampler that no output is made from is named', () => {
  expect(notes({ '20': sampler({ seed: 9 }) })).toContain(
    'Node 20 (KSampler) makes a picture that none of the outputs is made from, so it is not run',
  );
});

it('pictures of which members read the same are named', () => {
  const changes = {
    ...fromPicture(node('LoadImage', { image: 'a.png' })),
    '20': node('LoadImage', { image: 'b.png' }),
    '21': node('Take After', { model: ['1', 0], image: ['20', 0] }),
    '6': sampler({ latent_image: ['10', 0], model: ['21', 0] }),
  };
  expect(notes(changes)).toMatch(
    /Members read the same of image \(node \d+\), image_2 \(node \d+\)/,
  );
});

describe('what is no sampler, though it has a seed and positive words', () => {
  it('is a context that hands on what the sampler is told', () => {
    const changes: Nodes = {
      '20': node('Context Big', { positive: ['3', 0], latent: ['5', 0], seed: 5, steps: 3 }),
      '6': sampler({ positive: ['20', 4], latent_image: ['20', 5] }),
    };
    expect(found(changes)).toEqual(
      expect.arrayContaining(['prompt: 3.text', 'steps: 6.steps', 'seed: 6.seed']),
    );
  });

  it('is a node that is told the words as they are', () => {
    const changes: Nodes = {
      '9': node('PrimitiveString', { value: 'a fox' }),
      '20': node('Write It Down', { image: ['7', 0], positive: ['9', 0], seed: 5, steps: 3 }),
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    };
    expect(found(changes)).toContain('seed: 6.seed');
  });
});

it('without a sampler, negative words are not taken for the prompt', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: 'blurry', clip: ['1', 1] }),
    '4': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
    '6': node('Sample It', { pipe: ['20', 0] }),
    '20': node('To A Pipe', { negative: ['3', 0], positive: ['4', 0] }),
  };
  expect(found(changes)).toContain('prompt: 4.text');
});

it("a template's placeholder that nobody sets is named", () => {
  const changes = {
    '1': node('CheckpointLoaderSimple', { ckpt_name: 'MODEL_PLACEHOLDER' }),
    '3': node('CLIPTextEncode', { text: '{{prompt}}', clip: ['1', 1] }),
    '7': node('Decode Well', { samples: ['6', 0], vae: ['1', 2], mode: '{{mode}}' }),
    '8': node('SaveImage', { images: ['7', 0], filename_prefix: '%date%' }),
  };
  expect(notes(changes)).toContain(
    [
      'ckpt_name of node 1 (CheckpointLoaderSimple) is MODEL_PLACEHOLDER, which names no model file: put the right one in its place.',
      'mode of node 7 (Decode Well) is {{mode}}, which stands for another value: put the right one in its place.',
    ].join('\n'),
  );
});

it('a placeholder for a picture that may be left out is not named, as its node goes with it', () => {
  const changes: Nodes = {
    ...fromPicture(node('LoadImage', { image: '{{first}}' })),
    '10': node('VAEEncode', { pixels: ['21', 0], vae: ['1', 2] }),
    '20': node('LoadImage', { image: '{{second}}' }),
    '21': node('ImageStitch', {
      ...{ image1: ['9', 0], image2: ['20', 0], direction: 'right', match_image_size: true },
      ...{ spacing_width: 0, spacing_color: 'white' },
    }),
  };
  expect(drafted(sdxl(changes)).manifest.nodes).toContainEqual(
    expect.objectContaining({ node_ids: ['20'], required: false }),
  );
  expect(notes(changes)).not.toContain('stands for another value');
});

it('a mask has to be sent where its node would do all of the picture without it', () => {
  const pasted = (mask: string): Nodes => ({
    '8': node('SaveImage', { images: ['23', 0], filename_prefix: 'a' }),
    '20': node('LoadImage', { image: 'a.png' }),
    '21': node('LoadImage', { image: 'b.png' }),
    '22': node('ImageToMask', { image: ['21', 0], channel: 'red' }),
    '23': node('ImageCompositeMasked', {
      ...{ destination: ['20', 0], source: ['7', 0], x: 0, y: 0, resize_source: false },
      [mask]: ['22', 0],
    }),
  });
  const optional = (changes: Nodes) =>
    JSON.stringify(drafted(sdxl(changes)).manifest).includes('"required":false');
  expect(optional(pasted('mask'))).toBe(false);
  const stitched = node('ImageStitch', {
    ...{ image1: ['7', 0], direction: 'right', match_image_size: true },
    ...{ spacing_width: 0, spacing_color: 'white', image2: ['21', 0] },
  });
  const first = fromPicture(node('LoadImage', { image: 'c.png' }));
  expect(optional({ ...first, ...pasted('mask'), '23': stitched })).toBe(true);
});

it('without a sampler, what is looked for in a picture is not taken for the prompt', () => {
  const changes: Nodes = {
    '6': node('Dress It', { image: ['20', 0], garment: 'a coat', seed: 5 }),
    '7': node('GroundingDinoSAMSegment (segment anything)', { prompt: 'sleeve', image: ['6', 0] }),
    '20': node('LoadImage', { image: 'a.png' }),
  };
  expect(found(changes)).toContain('find (text): 7.prompt');
  expect(found(changes).join()).not.toContain('prompt: ');
});

it('what a mask is found by is offered beside the prompt, unless that is the same text', () => {
  const changes = (text: unknown): Nodes => ({
    ...fromPicture(node('LoadImage', { image: 'a.png' })),
    '6': sampler({ latent_image: ['12', 0] }),
    '11': node('CLIPSeg Masking', { image: ['9', 0], text }),
    '12': node('SetLatentNoiseMask', { samples: ['10', 0], mask: ['11', 0] }),
  });
  expect(found(changes('the hat'))).toContain('find (text): 11.text');
  expect(found(changes(' ')).join()).not.toContain('find');
  const shared = {
    ...changes(['13', 0]),
    '3': node('CLIPTextEncode', { text: ['13', 0], clip: ['1', 1] }),
    '13': node('PrimitiveString', { value: 'a hat' }),
  };
  expect(found(shared).join()).not.toContain('find');
});

it('a size that a loader makes an empty latent with is a shape', () => {
  const loader = (more: Inputs) => ({
    '6': sampler({
      model: ['20', 0],
      positive: ['20', 1],
      negative: ['20', 2],
      latent_image: ['20', 3],
    }),
    '20': node('Some Loader', {
      ...{ ckpt_name: 'xl.safetensors', positive: 'a fox', negative: 'blurry', batch_size: 1 },
      ...{ empty_latent_width: 1024, empty_latent_height: 1024, ...more },
    }),
  });
  expect(found(loader({}))).toContain(
    'aspect_ratio (choice): 20.empty_latent_width 20.empty_latent_height',
  );
  expect(notes(loader({ resolution: '832 x 1216' }))).toContain(
    'may take the size from its resolution',
  );
});

it('a style that is chosen is not taken for the prompt it is joined to', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('Text Join', { text_a: ['21', 0], text_b: ['22', 0] }),
    '21': node('Choose Styles', { style1: 'Portrait', style2: 'No Style' }),
    '22': node('easy positive', { positive: '' }),
  };
  expect(found(changes)).toContain('prompt: 22.positive');
});

describe('what goes elsewhere or comes from elsewhere', () => {
  it('is a mask, of which nothing more is known where an unknown node gets it', () => {
    const changes: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('Make Faces', { picture: ['21', 0], src_mask: ['21', 1] }),
      '21': node('LoadImage', { image: 'a.png' }),
    };
    expect(JSON.stringify(drafted(sdxl(changes)).manifest)).toContain(
      'A picture; what is transparent in it is its mask',
    );
  });

  it('is no mask where nothing that is posted uses it', () => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '20': node('SetLatentNoiseMask', { samples: ['10', 0], mask: ['9', 1] }),
    };
    expect(JSON.stringify(drafted(sdxl(changes)).manifest)).not.toContain('transparent');
  });
});

it('words that are set before or after others are not taken for the prompt', () => {
  const changes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('List It', { field: 'words', prepend_text: '', multiline_text: 'a fox' }),
  };
  expect(found(changes)).toContain('prompt: 20.multiline_text');
});

describe('a picture of which only the size is kept', () => {
  const changes = fromPicture(node('LoadImage', { image: 'a.png' }));
  const says = 'so of image only the size is used';

  it('is named', () => {
    expect(notes(changes)).toContain(`Node 6 (KSampler) has denoise 1, ${says}.`);
    const { denoise, ...inputs } = sampler({ latent_image: ['10', 0] }).inputs;
    expect(denoise).toBe(1);
    const advanced = node('KSamplerAdvanced', {
      ...inputs,
      ...{ noise_seed: 7, add_noise: 'enable', start_at_step: 0, end_at_step: 1000 },
      return_with_leftover_noise: 'disable',
    });
    expect(notes({ ...changes, '6': advanced })).toContain(
      `Node 6 (KSamplerAdvanced) begins at step 0, ${says}.`,
    );
  });
});

it('words that others are joined to are the prompt by what they are called', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('StringConcatenate', { string_a: ['21', 0], string_b: ['22', 0], delimiter: ',' }),
    '21': node('Toggle Triggers', { toggle_trigger_words: '', original_message: 'masterpiece' }),
    '22': node('Wildcards', { wildcard_text: 'a fox', populated_text: '' }),
  };
  expect(found(changes)).toContain('prompt: 22.wildcard_text');
  const unnamed = { ...changes, '22': node('Wildcards', { sentence: 'a fox' }) };
  expect(found(unnamed)).toContain('prompt: 21.toggle_trigger_words');
});

it('words are found through an unknown switch that gets what an encoder gives', () => {
  const changes: Nodes = {
    '6': sampler({ positive: ['20', 0] }),
    '20': node('Any Switch', { any_01: ['3', 0], any_02: ['21', 0] }),
    '21': node('CLIPTextEncode', { text: 'a hen', clip: ['1', 1] }),
  };
  expect(found(changes)).toContain('prompt: 3.text');
  expect(notes(changes)).toContain(
    'The values of prompt, prompt_2 reach the picture only through node 20 (Any Switch)',
  );
});

it('a sampler beside the main one has its steps, where they are the same', () => {
  const second: Nodes = {
    '20': sampler({ seed: 8, cfg: 3 }),
    '21': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
    '22': node('SaveImage', { images: ['21', 0], filename_prefix: 'b' }),
  };
  expect(found(second)).toEqual(expect.arrayContaining(['steps: 6 20.steps', 'cfg: 6.cfg']));
});

it('an encoder that is told the same words twice has those of one that is told them once', () => {
  const both = { text_g: 'a fox', text_l: 'a fox' };
  const size = { width: 1024, height: 1024, target_width: 1024, target_height: 1024 };
  const changes: Nodes = {
    '3': node('CLIPTextEncodeSDXL', { ...both, ...size, crop_w: 0, crop_h: 0, clip: ['1', 1] }),
    '7': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
    '20': sampler({ latent_image: ['6', 0], positive: ['21', 0], denoise: 0.4 }),
    '21': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
  };
  expect(found(changes)).toContain('prompt: 3 21.text_g,text_l,text');
});

it('what samplers of others hand on to each other are no words', () => {
  const sample = (from: object) =>
    node('Sample And Hand On', {
      ...{ add_noise: 'enable', seed: 7, steps: 20, model: ['1', 0], latent_image: ['5', 0] },
      ...from,
    });
  const changes: Nodes = {
    '6': sample({ positive: ['3', 0], negative: ['4', 0] }),
    '7': node('VAEDecode', { samples: ['21', 3], vae: ['1', 2] }),
    '20': sample({ positive: ['6', 1], negative: ['6', 2], latent_image: ['6', 3] }),
    '21': sample({ positive: ['20', 1], negative: ['20', 2], latent_image: ['20', 3] }),
  };
  expect(found(changes).slice(0, 3)).toEqual([
    'prompt: 3.text',
    'negative_prompt: 4.text',
    'aspect_ratio: 5',
  ]);
});

it('a node that makes all a sampler needs may call its words in other ways', () => {
  const changes: Nodes = {
    '6': sampler({ positive: ['20', 6], negative: ['20', 7] }),
    '20': node('Start It', { Positive_Prompt: 'a fox', Negative_Prompt: 'blurry', VAE: 'a' }),
  };
  expect(found(changes).slice(0, 2)).toEqual([
    'prompt: 20.Positive_Prompt',
    'negative_prompt: 20.Negative_Prompt',
  ]);
});

it('without a sampler, words that are drawn are no prompt', () => {
  const changes: Nodes = {
    '6': node('Write On It', { text: 'Fox & Co.', width: 512 }),
    '7': node('Blend', { layer_image: ['6', 0], layer_mask: ['6', 1], background: ['20', 0] }),
    '20': node('LoadImage', { image: 'a.png' }),
  };
  expect(found(changes)).toEqual(['text (text): 6.text', 'image: 20.image']);
});

it.each(['sigmas', 'custom_sigmas'])(
  'a sampler of others that is given its %s takes steps and denoise from these',
  (input) => {
    const changes: Nodes = {
      '6': node('Sample Tiles', {
        ...sampler({ latent_image: ['20', 0], [input]: ['22', 0], denoise: 0.3 }).inputs,
      }),
      '20': node('VAEEncode', { pixels: ['21', 0], vae: ['1', 2] }),
      '21': node('LoadImage', { image: 'a.png' }),
      '22': node('BasicScheduler', {
        ...{ scheduler: 'simple', steps: 12, denoise: 0.4, model: ['1', 0] },
      }),
    };
    expect(found(changes)).toEqual(
      expect.arrayContaining(['denoise: 22.denoise', 'steps: 22.steps']),
    );
  },
);

describe('where the author chose what people may set', () => {
  const marked = (place: string, more: Nodes = {}): Nodes => ({
    '20': node('Find Faces', { image: ['7', 0], seen_text: place === '20' ? ['90', 0] : 'a face' }),
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '90': node('ComfyUIDeployExternalText', { input_id: 'which', default_value: 'an eye' }),
    ...more,
  });

  it('what is found besides and stays is named', () => {
    expect(found(marked('20'))).toEqual([
      'which (text): 20.seen_text',
      'negative_prompt: 4.text',
      'seed: 6.seed',
    ]);
    expect(notes(marked('20'))).toContain(
      'What people may set was chosen in the workflow, so this stays as it was exported: prompt of node 3 (CLIPTextEncode), aspect_ratio of node 5 (EmptyLatentImage), steps of node 6 (KSampler), cfg of node 6 (KSampler), count of node 5 (EmptyLatentImage).',
    );
  });
});

it('of joined words those whose title says so are the prompt', () => {
  const titled = (title: string, string: string) => ({
    ...node('Words', { string }),
    _meta: { title },
  });
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('Join', { string1: ['21', 0], string2: ['22', 0], delimiter: ',' }),
    '21': titled('Sheet', 'a character sheet'),
    '22': node('Join', { string1: ['23', 0], string2: ['24', 0], delimiter: ',' }),
    '23': titled('Style prompt', 'noir'),
    '24': titled('CHARACTER PROMPT', 'a fox'),
  };
  expect(found(changes)).toContain('prompt: 24.string');
  expect(notes(changes)).toContain('only through node 22 (Join), 20 (Join), which may');
  expect(notes(changes)).toContain('string of node 21 (Words) is not offered.');
});

it('a title that tells loaded pictures apart is what members read', () => {
  const titled = (title: string) => ({
    ...node('LoadImage', { image: 'a.png' }),
    _meta: { title },
  });
  const described = (title: string) =>
    JSON.stringify(drafted(sdxl(fromPicture(titled(title)))).manifest);
  expect(described('Load Image (Start Frame)')).toContain('"Load Image (Start Frame)"');
  expect(described('Load Image (as Mask)')).not.toContain('as Mask');
});

describe('what a picture with a mask in it is called', () => {
  const inpaint = (title: string, pixels: string) => ({
    '6': sampler({ latent_image: ['10', 0] }),
    '9': { ...node('LoadImage', { image: 'a.png' }), _meta: { title } },
    '10': node('VAEEncodeForInpaint', {
      ...{ pixels: [pixels, 0], vae: ['1', 2], mask: ['9', 1], grow_mask_by: 6 },
    }),
    '11': node('LoadImage', { image: 'b.png' }),
  });

  it.each([
    ['Photo', '9', 'Photo: what is transparent in it is made anew'],
    ['Load Mask', '11', 'Load Mask: what is transparent in it counts'],
    ['a'.repeat(120), '11', `${'a'.repeat(66)}: what is transparent in it counts`],
  ])('is said with where the mask is: %s', (title, pixels, description) => {
    expect(drafted(sdxl(inpaint(title, pixels))).manifest.nodes).toContainEqual(
      expect.objectContaining({ node_ids: ['9'], description }),
    );
  });
});

it('a LoRA that is switched off is not offered', () => {
  const lora = (more: object): Nodes => ({
    '6': sampler({ model: ['20', 0] }),
    '20': node('Load A LoRA', {
      ...{ lora_name: 'ink.safetensors', strength_model: 0.8, model: ['1', 0] },
      ...more,
    }),
  });
  expect(found(lora({ switch: 'Off' })).join()).not.toContain('lora');
  expect(found(lora({ switch: 'On' }))).toContain('lora: 20.lora_name');
});

it('how much changes is not asked for where the picture is made and not sent', () => {
  const detailed = (image: Nodes[string]): Nodes => ({
    '6': node('Detail Faces', {
      ...{ image: ['20', 0], positive: ['3', 0], negative: ['4', 0], model: ['1', 0] },
      ...{ seed: 7, steps: 20, cfg: 6.5, denoise: 0.5 },
    }),
    '8': node('SaveImage', { images: ['6', 0], filename_prefix: 'a' }),
    '20': image,
  });
  expect(found(detailed(node('LoadImage', { image: 'a.png' })))).toContain('denoise: 6.denoise');
  const made = detailed(node('Sample It All', { words: 'a fox', noise_seed: 7, steps: 20 }));
  expect(found(made).join()).not.toContain('denoise');
});

describe('a size beside a preset of sizes', () => {
  const sized = (preset: string): Nodes => ({
    '5': node('Aspect', { width: 1024, height: 1024, aspect_ratio: preset, batch_size: 1 }),
  });

  it('is not offered where the preset may be what counts', () => {
    const changes = sized('SD1.5 - 1:1 square 512x512');
    expect(found(changes).join()).not.toMatch(/aspect_ratio|width/);
    expect(notes(changes)).toContain(
      'Node 5 (Aspect) may take the size from its aspect_ratio, so the size stays as it was exported.',
    );
  });

  it('is not offered either where it is linked to another node', () => {
    const changes: Nodes = {
      '5': node('EmptyLatentImage', { width: ['20', 0], height: ['20', 1], batch_size: 1 }),
      '20': node('Aspect', { width: 1024, height: 1024, resolution: '768 x 1024' }),
    };
    expect(found(changes).join()).not.toMatch(/aspect_ratio|width/);
  });

  it('is offered where the preset is none', () => {
    expect(found(sized('custom'))).toContain('aspect_ratio: 5');
  });
});

it.each([
  [false, 'populated_text'],
  ['fixed', 'populated_text'],
  ['reproduce', 'populated_text'],
  [true, 'wildcard_text'],
  ['populate', 'wildcard_text'],
])('of two texts of wildcards, the one that counts at mode %s is the prompt', (mode, input) => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('ImpactWildcardProcessor', {
      ...{ wildcard_text: 'a {fox|owl}', populated_text: 'a fox', mode, seed: 7 },
      'Select to add Wildcard': 'Select the Wildcard to add to the text',
    }),
  };
  expect(found(changes)).toContain(`prompt: 20.${input}`);
});

it('how closely a sampler keeps to the prompt is cfg by another name', () => {
  const guided = (gs: number): Nodes => ({
    '6': node('XlabsSampler', {
      ...{ model: ['1', 0], conditioning: ['3', 0], neg_conditioning: ['4', 0] },
      ...{ latent_image: ['5', 0], noise_seed: 7, steps: 20, true_gs: gs },
    }),
  });
  expect(found(guided(2))).toContain('cfg: 6.true_gs');
  expect(found(guided(1)).join()).not.toContain('negative_prompt');
});

describe('a picture that members send', () => {
  const through = (scales: Nodes, changes: Nodes = {}): Nodes => ({
    ...fromPicture(node('LoadImage', { image: 'a.png' })),
    '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    ...scales,
    ...changes,
  });
  const toSize = 'which stays as it was exported: another shape may be cut, stretched or padded.';

  it.each([
    ['ImageScale', { upscale_method: 'area', width: 512, height: 768, crop: 'center' }],
    ['Image Resize (rgthree)', { width: 1080, height: 1920, fit: 'crop' }],
    ['ImageResizeKJv2', { width: ['21', 0], height: ['22', 0], keep_proportion: 'stretch' }],
  ])('is said to be brought to a size of its own: %s', (className, inputs) => {
    const changes = through(
      { '20': node(className, { image: ['9', 0], ...inputs }) },
      { '21': node('PrimitiveInt', { value: 1920 }), '22': node('PrimitiveInt', { value: 1088 }) },
    );
    expect(notes(changes)).toContain(
      `Node 20 (${className}) brings a picture that is sent to a size of its own, ${toSize}`,
    );
  });
});

it.each([
  [0, true],
  [3, false],
])('sigmas that are split at step %s leave all of the steps: %s', (step, isAll) => {
  const changes: Nodes = {
    '6': node('SamplerCustomAdvanced', {
      ...{ noise: ['20', 0], guider: ['21', 0], sampler: ['22', 0], sigmas: ['23', 1] },
      latent_image: ['5', 0],
    }),
    '20': node('RandomNoise', { noise_seed: 7 }),
    '21': node('BasicGuider', { model: ['1', 0], conditioning: ['3', 0] }),
    '22': node('KSamplerSelect', { sampler_name: 'euler' }),
    '23': node('SplitSigmas', { step, sigmas: ['24', 0] }),
    '24': node('BasicScheduler', { model: ['1', 0], scheduler: 'simple', steps: 8, denoise: 1 }),
  };
  expect(found(changes).includes('steps: 24.steps')).toBe(isAll);
  expect(notes(changes).includes('takes some of the steps only')).toBe(!isAll);
});

describe('a picture that nobody sends', () => {
  it.each([
    ['LoadLatent', { latent: 'ComfyUI_00001_.latent' }],
    ['LoadImageDataSetFromFolder', { folder: 'mine' }],
    ['WebcamCapture', { image: 'a.png', width: 512, height: 512, capture_on_queue: false }],
  ])('is named where a node of ComfyUI brings it: %s', (className, inputs) => {
    const changes: Nodes =
      className === 'LoadLatent'
        ? { '6': sampler({ latent_image: ['9', 0] }), '9': node(className, inputs) }
        : fromPicture(node(className, inputs));
    expect(notes(changes)).toContain(
      `Node 9 (${className}) brings a picture or mask of its own${className === 'LoadLatent' ? '.' : ': a LoadImage'}`,
    );
  });

  it('is named with its size where it is plain', () => {
    const plain = node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 });
    expect(notes(fromPicture(plain))).toContain(
      'Node 9 (EmptyImage) brings a plain picture, whose size stays as it was exported.',
    );
  });
});
