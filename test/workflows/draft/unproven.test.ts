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

  it('is not named where a later node brings it to the size that the option says', () => {
    const upscaled = node('ImageUpscaleWithModel', { upscale_model: ['29', 0], image: ['7', 0] });
    const scaled = node('ImageScale', {
      ...{ image: ['21', 0], upscale_method: 'bilinear', crop: 'disabled' },
      ...{ width: 2048, height: 2048 },
    });
    const changes: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': scaled,
      '21': upscaled,
      '29': node('UpscaleModelLoader', { model_name: 'x4.pth' }),
    };
    expect(found(changes).join()).toContain('20.width');
    expect(notes(changes)).not.toContain('another size');
    expect(
      notes({ ...changes, '9': node('SaveImage', { images: ['21', 0], filename_prefix: 'b' }) }),
    ).toContain('goes through 21 (ImageUpscaleWithModel), so it gets another size');
  });

  it('keeps its size under another picture, which is stretched to it', () => {
    const put = (inputs: object): Nodes => ({
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('ImageCompositeMasked', {
        ...{ x: 0, y: 0, resize_source: true, mask: ['21', 1], ...inputs },
      }),
      '21': node('LoadImage', { image: 'a.png' }),
    });
    const below = notes(put({ destination: ['7', 0], source: ['21', 0] }));
    expect(below).not.toContain('another shape than the option says');
    expect(below).toContain('Node 20 (ImageCompositeMasked) stretches what it puts on the picture');
    expect(notes(put({ destination: ['21', 0], source: ['7', 0] }))).toContain(
      'goes through 20 (ImageCompositeMasked), so it may get another shape',
    );
  });

  it.each([
    ['ImageBlend', { image1: ['30', 0], image2: ['7', 0], blend_mode: 'normal' }],
    ['ColorTransfer', { image_target: ['30', 0], image_ref: ['7', 0] }],
  ])('is named where another picture gives the size: %s', (className, inputs) => {
    const plain = node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 });
    const changes: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node(className, inputs),
      '30': plain,
    };
    expect(notes(changes)).toContain(
      `the picture goes through 20 (${className}), so it may get another shape than the option says.`,
    );
  });

  it('is not where it keeps them, nor where only numbers come from the picture', () => {
    expect(notes(after('ImageSharpen', { sharpen_radius: 1, sigma: 1, alpha: 1 }))).toBe('');
    const reads = { '20': node('Count Colours', { image: ['7', 0] }) };
    expect(
      notes({ ...reads, '4': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }) }),
    ).not.toContain('goes through 20');
  });

  describe('that makes a mask of the picture', () => {
    const masked = (mask: unknown): Nodes => ({
      '8': node('SaveImage', { images: ['22', 0], filename_prefix: 'a' }),
      '20': node('Find A Bottle', { image: ['7', 0], mask_model: 'a' }),
      '21': node('Largest Part', { masks: ['20', 0] }),
      '22': node('VAEDecode', { samples: ['23', 0], vae: ['1', 2] }),
      '23': sampler({ latent_image: ['24', 0], seed: 8 }),
      '24': node('VAEEncodeForInpaint', {
        ...{ pixels: ['7', 0], vae: ['1', 2], mask, grow_mask_by: 6 },
      }),
      '25': node('GrowMask', { mask: ['21', 0], expand: 4, tapered_corners: true }),
    });
    const says =
      'Masks that 20 (Find A Bottle), 21 (Largest Part) make of the picture come back to it, and nothing is known of these nodes: with a count of 2 or more the masks may be one for all of the pictures, so try the option.';

    it('is named where the mask comes back, be it through known nodes', () => {
      expect(notes(masked(['21', 0]))).toContain(says);
      expect(notes(masked(['25', 0]))).toContain(says);
    });

    it('is not where the mask is only shown, or is of another picture', () => {
      expect(notes(masked(['26', 1]))).not.toContain('Masks that');
      const other = { '20': node('Find A Bottle', { image: ['26', 0] }) };
      const sent = { '26': node('LoadImage', { image: 'a.png' }) };
      expect(notes({ ...masked(['21', 0]), ...other, ...sent })).not.toContain('Masks that');
    });
  });

  it('is not where no option is there for it to change', () => {
    const changes = {
      ...after('Paste On Canvas', {}),
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
    };
    expect(notes(changes)).not.toContain('the picture goes through');
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

  it('is named with them whatever their inputs are called', () => {
    const changes = {
      ...words({ variable: ['22', 0] }),
      '22': node('Run This', { stuff: ['20', 0], code: 'upper' }),
    };
    expect(found(changes)).toContain('prompt: 20.text');
    expect(notes(changes)).toContain(
      'The value of prompt reaches the picture only through node 22 (Run This), 21 (Make It Long), which may change or drop it: try the option.',
    );
  });

  it('is named with nodes of a detour', () => {
    const changes: Nodes = {
      ...words({ prompt: ['20', 0], mask: ['22', 0] }),
      '22': node('Draw A Sketch', { stuff: ['20', 0] }),
    };
    expect(notes(changes)).toContain(
      'The value of prompt reaches the picture only through node 21 (Make It Long), 22 (Draw A Sketch), which',
    );
  });

  it('is named where an unknown node holds it beside others', () => {
    const changes: Nodes = {
      '5': node('EmptyLatentImage', { width: ['20', 0], height: ['20', 1], batch_size: 1 }),
      '20': node('Pick Size', { width: 1024, height: 768, preset: 'custom' }),
    };
    expect(notes(changes)).toContain(
      'The value of aspect_ratio reaches the picture only through node 20 (Pick Size)',
    );
  });

  it("is named with ComfyUI's own nodes that reckon with it", () => {
    const changes: Nodes = {
      '5': node('EmptyLatentImage', { width: ['21', 1], height: 512, batch_size: 1 }),
      '20': node('PrimitiveInt', { value: 1024 }),
      '21': node('ComfyMathExpression', { expression: 'a/2', 'values.a': ['20', 0] }),
    };
    expect(notes(changes)).toContain(
      'The value of width reaches the picture only through node 21 (ComfyMathExpression)',
    );
  });

  it('needs no word where an unknown node holds it alone', () => {
    const changes: Nodes = {
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '6': sampler({ steps: ['21', 0] }),
      '20': node('Words', { text: 'a fox' }),
      '21': node('Just A Number', { value: 20 }),
    };
    expect(found(changes)).toEqual(expect.arrayContaining(['prompt: 20.text', 'steps: 21.value']));
    expect(notes(changes)).toBe('');
  });

  it('is named with a switch whose side is not known', () => {
    const changes: Nodes = {
      '3': node('CLIPTextEncode', { text: ['22', 0], clip: ['1', 1] }),
      '20': node('Words', { text: 'a fox' }),
      '21': node('Words', { text: 'a hen' }),
      '22': node('Switch any', { on_true: ['20', 0], on_false: ['21', 0], boolean: false }),
    };
    expect(notes(changes)).toContain('only through node 22 (Switch any), which may change or drop');
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

it('a sampler that takes some of the steps alone shares them with no other', () => {
  const changes: Nodes = {
    '6': node('SamplerCustom', {
      ...{ model: ['1', 0], positive: ['3', 0], negative: ['4', 0], latent_image: ['5', 0] },
      ...{ sampler: ['20', 0], sigmas: ['21', 1], add_noise: true, noise_seed: 7, cfg: 6.5 },
    }),
    '20': node('KSamplerSelect', { sampler_name: 'euler' }),
    '21': node('SplitSigmas', { sigmas: ['22', 0], step: 3 }),
    '22': node('BasicScheduler', { model: ['1', 0], scheduler: 'simple', steps: 20, denoise: 1 }),
  };
  expect(notes(changes)).toBe(
    'Node 21 (SplitSigmas) takes some of the steps only, so these stay as they were exported.',
  );
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

it.each(['NEGATIVE_PLACEHOLDER', 'NEGATIVE PROMPT HERE', 'PARAM_NEGATIVE', 'negative prompt'])(
  "a template's placeholder is named where it stands unless a member writes something: %s",
  (text) => {
    const changes = {
      '3': node('CLIPTextEncode', { text: '{{prompt}}', clip: ['1', 1] }),
      '4': node('CLIPTextEncode', { text, clip: ['1', 1] }),
    };
    expect(notes(changes)).toBe(
      `text of node 4 (CLIPTextEncode) is ${text}, which stands for another value: put the right one in its place.`,
    );
  },
);

it.each([
  ['Change Words', { action: 'replace', text_a: 'a fox, {ACTION}', text_b: '{ACTION}' }],
  ['StringFunction|pysssss', { action: 'replace', text_a: ['30', 0], text_b: '{ACTION}' }],
  ['StringReplace', { string: ['30', 0], find: '{ACTION}', replace: 'singing' }],
])('what a node looks for to replace it is no placeholder: %s', (className, inputs) => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node(className, { ...inputs, text_c: 'singing' }),
    '30': node('PrimitiveString', { value: 'a fox, {ACTION}' }),
  };
  expect(notes(changes)).not.toContain('stands for another value');
  const replacing = { ...inputs, text_c: '{{verb}}', replace: '{{verb}}' };
  expect(notes({ ...changes, '20': node(className, replacing) })).toContain('is {{verb}}, which');
});

it.each([
  ['ETN_Parameter', { name: 'Negative Prompt', type: 'text', default: '' }],
  ['ImpactWildcardProcessor', { populated_text: '%prompt%', mode: 'populate' }],
])('a label and what a node writes over are no placeholders: %s', (className, inputs) => {
  const changes = {
    '4': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node(className, inputs),
  };
  expect(notes(changes)).not.toContain('stands for another value');
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

it('options that do nothing where a picture is left out are named', () => {
  const changes: Nodes = {
    '6': sampler({ positive: ['20', 0] }),
    '20': node('ReferenceLatent', { conditioning: ['24', 0], latent: ['21', 0] }),
    '21': node('VAEEncode', { pixels: ['22', 0], vae: ['1', 2] }),
    '22': node('ImagePadForOutpaint', {
      ...{ image: ['23', 0], left: 64, top: 0, right: 0, bottom: 0, feathering: 0 },
    }),
    '23': node('LoadImage', { image: 'b.png' }),
    '24': node('ReferenceLatent', { conditioning: ['3', 0], latent: ['25', 0] }),
    '25': node('VAEEncode', { pixels: ['26', 0], vae: ['1', 2] }),
    '26': node('LoadImage', { image: 'a.png' }),
  };
  expect(notes(changes)).toContain('Without image_2 these options do nothing: extend.');
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

it('a placeholder is named whatever else is said of its node', () => {
  const changes: Nodes = {
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('Put On Top', { image: ['7', 0], layer: ['21', 0], lora_link: '{lora_url}' }),
    '21': node('Write It', { text: 'hello', width: 680, height: 160, 'model.resolution': '1K' }),
  };
  expect(notes(changes)).toContain('lora_link of node 20 (Put On Top) is {lora_url}');
});

it('a node that is set to the size with it does not change its shape', () => {
  const changes: Nodes = {
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('ImageScale', { image: ['7', 0], width: 1024, height: 1024 }),
  };
  expect(found(changes)).toContain('aspect_ratio: 5 20');
  expect(notes(changes)).not.toContain('the picture goes through');
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

  it('is a picture that a program sends as text, though none stands there', () => {
    const loader = node('Load Image Base64', { image: '' });
    expect(notes(fromPicture(loader))).toContain('image of node 9 (Load Image Base64) stays');
  });

  it('is named as words that join others, and as one side of an unknown choice', () => {
    const changes: Nodes = {
      '3': node('CLIPTextEncode', { text: ['22', 0], clip: ['1', 1] }),
      '7': node('Mend Faces', { samples: ['6', 0], wildcard: 'light blue eye' }),
      '20': node('Words', { text: 'male' }),
      '21': node('Words', { text: 'female' }),
      '22': node('If ANY', { ANY: true, IF_TRUE: ['20', 0], IF_FALSE: ['21', 0] }),
    };
    expect(notes(changes)).toContain('wildcard of node 7 (Mend Faces) is not offered.');
    expect(notes(changes)).toContain(
      'The value of prompt reaches the picture only through node 22 (If ANY)',
    );
  });

  it('is a picture that an unknown node brings, wherever it has it from', () => {
    const hook = node('Hear A Call', { context: ['20', 0], field: 'image' });
    const changes = { ...fromPicture(hook), '20': node('Wait For A Call', { timeout: 60 }) };
    expect(notes(changes)).toContain(
      'Node 9 (Hear A Call) brings a picture or mask of its own: a LoadImage in its place would let people send one.',
    );
    const drawn = {
      ...fromPicture(node('Draw It', { prompt: ['20', 0] })),
      '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
      '20': node('Words', { text: 'a fox' }),
    };
    expect(notes(drawn)).not.toContain('of its own');
    const again = fromPicture(node('Parts To Mask', { parts: ['20', 0] }));
    const seen: Nodes = {
      '20': node('Find Parts', { image: ['22', 0] }),
      '22': node('Load Image By Address', { url: 'https://example.com/a.png' }),
    };
    expect(notes({ ...again, ...seen })).toContain('url of node 22 (Load Image By Address) stays');
    expect(notes({ ...again, ...seen })).not.toContain('of its own');
    const told = { ...again, '20': node('Describe It', { image: ['22', 0] }), '22': seen['22'] };
    const written = { '9': node('Draw It', { prompt: ['20', 0] }) };
    expect(notes({ ...told, ...written } as Nodes)).toContain('Node 9 (Draw It) brings a picture');
    const changed = fromPicture(node('Paint Over', { image: ['20', 0] }));
    expect(notes({ ...changed, '20': node('LoadImage', { image: 'a.png' }) })).not.toContain(
      'of its own',
    );
  });
});

it('words that are set before or after others are not taken for the prompt', () => {
  const changes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('List It', { field: 'words', prepend_text: '', multiline_text: 'a fox' }),
  };
  expect(found(changes)).toContain('prompt: 20.multiline_text');
});

it('settings for a video are no video', () => {
  expect(notes({ '20': node('Video Context Options', { frames: 81 }) })).not.toContain('a video');
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

  it('is named where several samplers begin with it', () => {
    const second = {
      '20': sampler({ latent_image: ['10', 0], seed: 8 }),
      '21': node('VAEDecode', { samples: ['20', 0], vae: ['1', 2] }),
      '22': node('SaveImage', { images: ['21', 0], filename_prefix: 'b' }),
    };
    expect(notes({ ...changes, ...second })).toContain(says);
  });

  it('is not where a node before it is used besides', () => {
    const seen = node('TextEncodeQwenImageEditPlus', {
      ...{ prompt: 'a fox', clip: ['1', 1], vae: ['1', 2], image1: ['9', 0] },
    });
    const edited = {
      '3': seen,
      '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
      '20': node('ImageScaleToTotalPixels', {
        ...{ image: ['9', 0], upscale_method: 'area', megapixels: 1, resolution_steps: 1 },
      }),
    };
    expect(notes({ ...changes, ...edited })).not.toContain(says);
  });

  it('is not where it is used besides, or in part', () => {
    const reference = node('ReferenceLatent', { conditioning: ['3', 0], latent: ['10', 0] });
    const kept = sampler({ latent_image: ['10', 0], positive: ['20', 0] });
    expect(notes({ ...changes, '6': kept, '20': reference })).not.toContain(says);
    const masked = node('SetLatentNoiseMask', { samples: ['10', 0], mask: ['9', 1] });
    const inpaint = sampler({ latent_image: ['20', 0] });
    expect(notes({ ...changes, '6': inpaint, '20': masked })).not.toContain(says);
    const half = sampler({ latent_image: ['10', 0], denoise: 0.5 });
    expect(notes({ ...changes, '6': half })).not.toContain(says);
  });
});

it('without a sampler, a number that is held as text is not taken for the prompt', () => {
  const changes: Nodes = {
    '7': node('ImageScaleBy', { image: ['20', 0], upscale_method: 'lanczos', scale_by: ['6', 0] }),
    '6': node('Text To Number', { text: ['21', 0] }),
    '20': node('LoadImage', { image: 'a.png' }),
    '21': node('Words', { text: '3' }),
  };
  expect(found(changes).join()).not.toContain('prompt');
  expect(notes(changes)).toContain('text of node 21 (Words) is not offered.');
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

it('words of an input that is named in no Latin letters are named', () => {
  const changes: Nodes = {
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('Paint Over', { image: ['7', 0], 文本列表: '狐狸\n母鸡', 返回: '开启' }),
  };
  expect(notes(changes)).toContain('文本列表 of node 20 (Paint Over) is not offered.');
  expect(notes(changes)).not.toContain('返回 of');
});

it('of another picture only what stays is named', () => {
  const second: Nodes = {
    '20': node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: 1 }),
    '21': sampler({ latent_image: ['20', 0], seed: 8 }),
    '22': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
    '23': node('SaveImage', { images: ['22', 0], filename_prefix: 'b' }),
  };
  expect(found(second)).toContain('aspect_ratio: 5 20');
  expect(notes(second)).toContain(
    'Node 20 (EmptyLatentImage) begins another picture, whose number stays as it was exported.',
  );
});

it('of another picture that has the same linked size only the number is named', () => {
  const linked = (batch: number) =>
    node('EmptyLatentImage', { width: ['30', 0], height: ['31', 0], batch_size: batch });
  const second: Nodes = {
    ...{ '5': linked(1), '20': linked(1) },
    ...{ '30': node('PrimitiveInt', { value: 1024 }), '31': node('PrimitiveInt', { value: 768 }) },
    '21': sampler({ latent_image: ['20', 0], seed: 8 }),
    '22': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
    '23': node('SaveImage', { images: ['22', 0], filename_prefix: 'b' }),
  };
  expect(found(second)).toEqual(
    expect.arrayContaining(['aspect_ratio (choice): 30.value 31.value', 'count: 5.batch_size']),
  );
  expect(notes(second)).toContain(
    'Node 20 (EmptyLatentImage) begins another picture, whose number stays as it was exported.',
  );
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

it('a number of pictures that is brought down is named', () => {
  const batch = (size: number): Nodes => ({
    '5': node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: size }),
  });
  expect(notes(batch(5))).toContain(
    'batch_size of node 5 (EmptyLatentImage) is 5, more than count takes: without count it is 4.',
  );
  expect(notes(batch(4))).toBe('');
});

it('a switch in words is no words', () => {
  const changes: Nodes = {
    '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
    '20': node('Find Faces', { image: ['7', 0], hint_use_negative: 'False', more_text: 'a face' }),
  };
  expect(notes(changes)).toContain('more_text of node 20 (Find Faces) is not offered.');
  expect(notes(changes)).not.toContain('hint_use_negative of');
});

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

  it('what they may set is not said to stay', () => {
    expect(notes(marked('20'))).not.toContain('seen_text');
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

it('how much of a picture changes is named where it is reckoned', () => {
  const changes: Nodes = {
    '6': sampler({ latent_image: ['20', 0], denoise: ['22', 0] }),
    '20': node('VAEEncode', { pixels: ['21', 0], vae: ['1', 2] }),
    '21': node('LoadImage', { image: 'a.png' }),
    '22': node('Reckon', { a: ['23', 0], b: 0.5 }),
    '23': node('GetImageSize', { image: ['21', 0] }),
  };
  expect(notes(changes)).toContain(
    'denoise of node 6 (KSampler) comes from node 22 (Reckon), where no single number stands: it is not offered.',
  );
});

it('of words that only say yes or no none are named', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('Style It', { text_positive: 'a fox', log_prompt: 'No' }),
  };
  expect(notes(changes)).not.toContain('log_prompt');
});

it('a node that may save its own pictures is named where nothing else does', () => {
  const all = sdxl({ '6': node('pipeSampler', { ...sampler().inputs, image_output: 'Save' }) });
  const unsaved = Object.fromEntries(Object.entries(all).filter(([id]) => !/7|8/.test(id)));
  expect(() => drafted(unsaved)).toThrow(
    'saves no picture (node 6 (pipeSampler) may save its own, of which nothing is known here), and the bot shows nothing else yet',
  );
});

it('a LoRA that a node loads from elsewhere is named, whatever its input is called', () => {
  const changes: Nodes = {
    '6': sampler({ model: ['20', 0] }),
    '20': node('Load LoRA From URL', { url: 'https://a.example/b.safetensors', model: ['1', 0] }),
  };
  expect(notes(changes)).toContain(
    'LoRAs of node 20 (Load LoRA From URL) are not offered: https://a.example/b.safetensors.',
  );
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

  it('is so too where its author chose it', () => {
    const external = (more: object) => ({
      ...inpaint('Photo', '9'),
      '9': node('ComfyUIDeployExternalImageAlpha', { input_id: 'start', ...more }),
    });
    const described = (more: object) => JSON.stringify(drafted(sdxl(external(more))).manifest);
    expect(described({})).toContain('"start: what is transparent in it is made anew"');
    expect(described({ description: 'Your room' })).toContain(
      '"Your room: what is transparent in it is made anew"',
    );
  });
});

it('frames that are saved as pictures are named, however many they are', () => {
  const changes: Nodes = {
    '5': node('EmptyLatentImage', { width: 512, height: 512, batch_size: ['20', 2] }),
    '6': sampler({ model: ['21', 0] }),
    '20': node('Load Folder', { directory: 'poses' }),
    '21': node('ADE_Loader', { model: ['1', 0] }),
  };
  expect(notes(changes)).toContain('Each frame is saved as a picture of its own');
});

it('a preview of what is loaded is no picture where a video is made', () => {
  const changes: Nodes = {
    '8': node('SaveVideo', { video: ['20', 0], filename_prefix: 'a', format: 'auto' }),
    '20': node('CreateVideo', { images: ['7', 0], fps: 8 }),
    '21': node('PreviewImage', { images: ['22', 0] }),
    '22': node('LoadImage', { image: 'a.png' }),
    '23': node('Video Info', { info: ['20', 0] }),
  };
  expect(() => drafted(sdxl(changes))).toThrow(
    'saves no picture (node 8 (SaveVideo) makes a video), and',
  );
});

it('a picture that only a word in the prompt brings in is named', () => {
  const changes: Nodes = {
    '3': node('PhotoMakerEncode', {
      ...{ text: 'photograph of photomaker', clip: ['1', 1] },
      ...{ photomaker: ['20', 0], image: ['21', 0] },
    }),
    '20': node('PhotoMakerLoader', { photomaker_model_name: 'a.bin' }),
    '21': node('LoadImage', { image: 'a.png' }),
  };
  expect(notes(changes)).toContain(
    'Node 3 (PhotoMakerEncode) makes something of its picture only where the words for it hold the word photomaker: tell people so.',
  );
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

it('a picture at strength 0 is named', () => {
  const controlled = (strength: number): Nodes => ({
    '6': sampler({ positive: ['20', 0] }),
    '20': node('ControlNetApply', {
      ...{ conditioning: ['3', 0], control_net: ['21', 0], image: ['22', 0], strength },
    }),
    '21': node('ControlNetLoader', { control_net_name: 'a.safetensors' }),
    '22': node('LoadImage', { image: 'a.png' }),
  });
  const says = 'strength of node 20 (ControlNetApply) is 0, so image does nothing.';
  expect(notes(controlled(0))).toContain(says);
  expect(notes(controlled(1))).not.toContain('does nothing');
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

it('long words in a loader are no picture', () => {
  const loader = (held: string) =>
    notes({ '6': sampler({ model: ['20', 0] }), '20': node('Loader', { a: ['1', 0], held }) });
  const author = "held of node 20 (Loader) stays its author's";
  expect(loader('airbrush,portrait, soft light, deformed, '.repeat(30))).not.toContain(author);
  expect(loader('iVBORw0KGgo'.repeat(100))).toContain(author);
});

it('a node that makes the words itself is named with its settings', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('Camera', { image: ['21', 0], horizontal_angle: 0, zoom: 5 }),
    '21': node('LoadImage', { image: 'a.png' }),
  };
  expect(notes(changes)).toContain(
    'They come from node 20 (Camera), which stays as it was exported: horizontal_angle, zoom.',
  );
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

  it.each([
    ['ResizeAndPadImage', { image: ['9', 0], target_width: 512, target_height: 768 }],
    ['CropByBBoxes', { image: ['9', 0], output_width: 512, output_height: 512, bboxes: ['21', 0] }],
    [
      'ResizeImageMaskNode',
      {
        ...{ input: ['9', 0], resize_type: 'scale dimensions', 'resize_type.width': 512 },
        ...{ 'resize_type.height': 768, 'resize_type.crop': 'center' },
      },
    ],
    ['ImageCropV2', { image: ['9', 0], crop_region: { x: 0, y: 0, width: 512, height: 512 } }],
    ['ImageCropV2', { image: ['9', 0], crop_region: ['22', 0] }],
    ['CenterCropImages', { images: ['9', 0], width: 512, height: 512 }],
    ['Image Resize', { image: ['9', 0], mode: 'resize', resize_width: 512, resize_height: 768 }],
  ])('is said so whatever the node calls picture and sides: %s', (className, inputs) => {
    const changes = through(
      { '20': node(className, inputs) },
      {
        '21': node('SomeDetector', { image: ['9', 0] }),
        '22': node('PrimitiveBoundingBox', { x: 0, y: 0, width: 512, height: 512 }),
      },
    );
    expect(notes(changes)).toContain(`Node 20 (${className}) brings a picture that is sent to a`);
  });

  it('is said so where its latent is scaled', () => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '6': sampler({ latent_image: ['20', 0], denoise: 0.6 }),
      '20': node('LatentUpscale', { samples: ['10', 0], width: 512, height: 512, crop: 'center' }),
    };
    expect(notes(changes)).toContain('Node 20 (LatentUpscale) brings a picture that is sent to a');
  });

  it.each([
    ['ImageScaleToMaxDimension', { image: ['9', 0], largest_size: 512 }],
    [
      'ResizeImageMaskNode',
      { input: ['9', 0], resize_type: 'scale longer dimension', 'resize_type.longer_size': 512 },
    ],
    [
      'ResizeImageMaskNode',
      {
        ...{ input: ['9', 0], resize_type: 'scale by multiplier', 'resize_type.multiplier': 2 },
        ...{ 'resize_type.width': 512, 'resize_type.height': 512 },
      },
    ],
    ['ImageCropV2', { image: ['9', 0], crop_region: ['21', 0] }],
    ['Image Resize', { image: ['9', 0], mode: 'rescale', resize_width: 512, resize_height: 768 }],
  ])('is not where its node keeps the shape or finds the part: %s', (className, inputs) => {
    const detector = { '21': node('SomeDetector', { image: ['9', 0] }) };
    expect(notes(through({ '20': node(className, inputs) }, detector))).not.toContain('brings');
  });

  it('is said to be cut to one of the shapes that its node knows', () => {
    const scaled = node('FluxKontextImageScale', { image: ['21', 0] });
    const stitched = node('ImageStitch', { image1: ['9', 0], match_image_size: true });
    expect(notes(through({ '20': scaled, '21': stitched }))).toContain(
      'Node 20 (FluxKontextImageScale) brings a picture that is sent to the nearest of 17 shapes of its own, and cuts off what does not fit at the sides.',
    );
  });

  it('is said so where nothing samples', () => {
    const draft = drafted({
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('ImageScale', {
        ...{ image: ['1', 0], upscale_method: 'area', width: 512, height: 512, crop: 'center' },
      }),
      '3': node('SaveImage', { images: ['2', 0], filename_prefix: 'a' }),
    });
    expect(draft.notes.join('\n')).toContain('Node 2 (ImageScale) brings a picture');
  });

  it('is not meant where what was sampled is scaled', () => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('ImageScale', { image: ['7', 0], width: 512, height: 512, crop: 'center' }),
    };
    expect(notes(changes)).not.toContain('that is sent');
    expect(notes(changes)).toContain(
      `Node 20 (ImageScale) brings what is made to a size of its own, ${toSize}`,
    );
  });

  it('is not said to be cut to such a shape where what was sampled is', () => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('FluxKontextImageScale', { image: ['7', 0] }),
    };
    expect(notes(changes)).not.toContain('that is sent');
    expect(notes(changes)).toContain('brings what is made to the nearest of 17 shapes');
  });

  it('needs no word where its node knows no size', () => {
    const old = { upscale_method: 'area', megapixels: 1, resolution_steps: 1, width: 512 };
    const scaled = node('ImageScaleToTotalPixels', { image: ['9', 0], ...old, height: 512 });
    expect(notes(through({ '20': scaled }))).not.toContain('a size of its own');
  });

  it.each([
    ['the size is offered with it', { width: 1024, height: 1024, crop: 'center' }],
    ['one side follows the other', { width: 512, height: 0, crop: 'disabled' }],
  ])('needs no word where %s', (_, inputs) => {
    const scaled = { '20': node('ImageScale', { image: ['9', 0], ...inputs }) };
    const guided: Nodes = {
      '9': node('LoadImage', { image: 'a.png' }),
      '6': sampler({ positive: ['22', 0] }),
      '22': node('ControlNetApply', {
        ...{ conditioning: ['3', 0], control_net: ['23', 0], image: ['20', 0], strength: 1 },
      }),
      '23': node('ControlNetLoader', { control_net_name: 'canny.safetensors' }),
      ...scaled,
    };
    expect(notes(guided)).not.toContain('a size of its own');
  });
});

it('what members set of a node that makes the words is not said to stay', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '4': node('CLIPTextEncode', { text: ['20', 1], clip: ['1', 1] }),
    '20': node('Styler', { style: 'noir', text_negative: 'blurry' }),
  };
  expect(found(changes)).toContain('negative_prompt: 20.text_negative');
  expect(notes(changes)).toContain(
    'They come from node 20 (Styler), which stays as it was exported: style.',
  );
});

it('what a model is asked about a picture is named', () => {
  const changes: Nodes = {
    '3': node('CLIPTextEncode', { text: ['20', 0], clip: ['1', 1] }),
    '20': node('Join', { string1: ['21', 0], string2: 'a fox' }),
    '21': node('Vision', { query: 'describe the image', images: ['22', 0] }),
    '22': node('LoadImage', { image: 'a.png' }),
  };
  expect(notes(changes)).toContain('query of node 21 (Vision) is not offered.');
});

it('a view of a 3D model is not said to be one', () => {
  const changes: Nodes = {
    '8': node('Hy3DExportMesh', { trimesh: ['20', 0], file_format: 'glb' }),
    '9': node('Hy3DRenderSingleView', { trimesh: ['20', 0], render_size: 1024 }),
    '20': node('Hy3DVAEDecode', { latents: ['6', 0] }),
  };
  expect(() => drafted(sdxl(changes))).toThrow(
    'saves no picture (node 8 (Hy3DExportMesh) makes a 3D model), and',
  );
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
