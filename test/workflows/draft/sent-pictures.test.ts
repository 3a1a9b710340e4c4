import { describe, expect, it } from 'vitest';
import {
  fromPicture,
  node,
  sampler,
  sdxl,
  type Inputs,
  type Nodes,
} from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

const both: Nodes = {
  '9': node('LoadImage', { image: 'a.png' }),
  '19': node('LoadImage', { image: 'b.png' }),
};

describe('pictures that are put into one batch', () => {
  it.each([
    ['ImageBatch', { image1: ['9', 0], image2: ['19', 0] }],
    ['BatchImagesNode', { 'images.image0': ['9', 0], 'images.image1': ['19', 0] }],
    ['ImageBatchMulti', { image_1: ['9', 0], image_2: ['19', 0], inputcount: 2 }],
  ])('are named where each of them becomes a picture: %s', (className, inputs) => {
    const changes: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      ...both,
      '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
      '20': node(className, inputs),
    };
    expect(notes(changes)).toContain(
      `Node 20 (${className}) puts 2 pictures into one batch, and each becomes a picture unless a later node joins them or takes one: those of another shape than the rest may be cut.`,
    );
  });

  it('are named where they only tell what to make', () => {
    const changes: Nodes = {
      ...both,
      '6': sampler({ model: ['21', 0] }),
      '20': node('ImageBatch', { image1: ['9', 0], image2: ['19', 0] }),
      '21': node('Patch It', { model: ['1', 0], image: ['20', 0] }),
    };
    expect(notes(changes)).toContain(
      'Node 20 (ImageBatch) puts 2 pictures into one batch: those of another shape than the rest may be cut.',
    );
  });

  it('are not where nobody sends them, or one alone is repeated', () => {
    const plain = node('EmptyImage', { width: 512, height: 512, batch_size: 1, color: 0 });
    const made: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '9': plain,
      '20': node('ImageBatch', { image1: ['7', 0], image2: ['9', 0] }),
    };
    expect(notes(made)).not.toContain('into one batch');
    const repeated: Nodes = {
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
      '20': node('RepeatImageBatch', { image: ['9', 0], amount: 2 }),
    };
    expect(notes(repeated)).not.toContain('into one batch');
  });
});

describe('a size of an extension that is no width beside a height', () => {
  const scaled = (inputs: object): Nodes => ({
    ...fromPicture(node('LoadImage', { image: 'a.png' })),
    '6': sampler({ latent_image: ['10', 0], denoise: 0.5 }),
    '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
    '20': node('Scale By Ratio', { image: ['9', 0], ...inputs }),
  });

  it.each([{ scale_to_length: 1024 }, { megapixels: 1 }, { aspect_ratio: '1:1' }])(
    'has its node named, which may change the picture: %j',
    (inputs) => {
      expect(notes(scaled(inputs))).toContain(
        'image reaches the picture only through node 20 (Scale By Ratio), which may change or drop',
      );
    },
  );
});

describe('a mask that is what is transparent in a picture', () => {
  const inpainted = (mask: unknown, more: Nodes = {}): Nodes => ({
    '6': sampler({ latent_image: ['10', 0] }),
    '9': node('LoadImage', { image: 'a.png' }),
    '10': node('VAEEncodeForInpaint', {
      ...{ pixels: ['9', 0], vae: ['1', 2], mask, grow_mask_by: 6 },
    }),
    '20': node('GrowMask', { mask: ['9', 1], expand: 4, tapered_corners: true }),
    '21': node('InvertMask', { mask: ['9', 1] }),
    ...more,
  });
  const says =
    'Where nothing in image is transparent, node 6 (KSampler) changes nothing, and what acts there alone does nothing.';

  it('has the sampler named that changes nothing else', () => {
    expect(notes(inpainted(['9', 1]))).toContain(says);
    expect(notes(inpainted(['20', 0]))).toContain(says);
  });

  it('has none named where it is turned round, or is of a file of its own', () => {
    expect(notes(inpainted(['21', 0]))).not.toContain('Where nothing in');
    const own = node('LoadImageMask', { image: 'm.png', channel: 'red' });
    expect(notes(inpainted(['22', 0], { '22': own }))).not.toContain('Where nothing in');
  });
});

describe('a mask of a size of its own', () => {
  const masked = (changes: Nodes): Nodes => ({
    ...fromPicture(node('LoadImage', { image: 'a.png' })),
    '6': sampler({ latent_image: ['11', 0] }),
    '11': node('SetLatentNoiseMask', { samples: ['10', 0], mask: ['21', 0] }),
    '20': node('SolidMask', { value: 1, width: 512, height: 256 }),
    ...changes,
  });

  it('is named where it covers a part of a picture', () => {
    const feathered = node('FeatherMask', {
      mask: ['20', 0],
      left: 9,
      top: 9,
      right: 9,
      bottom: 9,
    });
    expect(notes(masked({ '21': feathered }))).toContain(
      'Node 20 (SolidMask) brings a mask whose size stays as it was exported: of a picture of another shape it covers another part.',
    );
  });

  it('is not where it covers all of it', () => {
    expect(notes(masked({ '21': node('InvertMask', { mask: ['20', 0] }) }))).not.toContain(
      'brings a mask',
    );
  });

  it('is what is not transparent where it is drawn', () => {
    const drawn = node('Painter', {
      ...{ mask: 'painter/a.png [input]', width: 512, height: 512, bg_color: '#000000' },
    });
    const { manifest } = drafted(
      sdxl(
        masked({
          '11': node('SetLatentNoiseMask', { samples: ['10', 0], mask: ['21', 1] }),
          '21': drawn,
        }),
      ),
    );
    expect(JSON.stringify(manifest)).toContain('A mask: what is not transparent in it counts');
  });
});

describe('a size that unknown nodes reckon', () => {
  const scaled = (inputs: Inputs, more: Nodes) =>
    drafted(
      sdxl({
        ...fromPicture(node('LoadImage', { image: 'a.png' })),
        '10': node('VAEEncode', { pixels: ['20', 0], vae: ['1', 2] }),
        '20': node('JWImageResize', { image: ['9', 0], ...inputs }),
        ...more,
      }),
    ).notes.join('\n');
  const measured: Nodes = {
    '21': node('Scale To', { images: ['9', 0], megapixels: 1.5 }),
    '22': node('Image Size to Number', { image: ['21', 0] }),
    '23': node('Number to Int', { number: ['22', 0] }),
    '24': node('Number to Int', { number: ['22', 1] }),
  };

  it('is said to come from them where it is measured in a picture', () => {
    const said = scaled({ width: ['23', 0], height: ['24', 0] }, measured);
    expect(said).toContain(
      'Node 20 (JWImageResize) brings a picture that is sent to a size that comes from node 23 (Number to Int) and node 24 (Number to Int).',
    );
    expect(said).not.toContain('a size of its own');
  });

  it('is one of its own where a number alone stands behind them', () => {
    const number = node('Number to Int', { number: ['25', 0] });
    const said = scaled(
      { width: ['23', 0], height: ['23', 0] },
      { '23': number, '25': node('Constant Number', { number: 512 }) },
    );
    expect(said).toContain(
      'Node 20 (JWImageResize) brings a picture that is sent to a size of its own',
    );
  });
});

it.each([
  ['{{image}}', 'image'],
  ['_my_face', 'my face'],
  ['my_face', 'my_face'],
])('a title %s, by which a program finds its node, is read as %s', (title, description) => {
  const loader = { ...node('LoadImage', { image: 'a.png' }), _meta: { title } };
  const { manifest } = drafted(sdxl(fromPicture(loader)));
  expect(manifest.nodes.find(({ type }) => type === 'image')).toMatchObject({ description });
});
