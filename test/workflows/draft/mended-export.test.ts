import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { fillInMissing } from '../../../src/workflows/draft/mended-export.ts';
import { node, type Nodes, sampler, sdxl } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

/** Types that only another node gives, and texts, which nobody can guess. */
const LINKED = /^(?!(?:INT|FLOAT|BOOLEAN|COMBO)$|COMFY_DYNAMIC)/;

/** Classes whose numbers have no default. */
const NUMBERS = /^(?:PrimitiveInt|PrimitiveFloat|SeedNode|StringSubstring)$/;

/** A node without any inputs, and one that shows what it makes: ComfyUI checks nothing else. */
const shown = (className: string) => ({
  '1': { class_type: className, inputs: {} },
  '2': { class_type: 'PreviewAny', inputs: { source: ['1', 0] } },
});

it('every class gets all values that it lacks, those of its first choices included', () => {
  const left = [...table.keys()].flatMap((name) => {
    const { file } = fillInMissing(shown(name), table);
    return checkGraph(file, table).flatMap((found) => {
      if (found.problem === 'no_output' || found.problem === 'no_such_output') return [];
      if (found.problem !== 'missing') return [`${name}: ${found.problem}`];
      const { input, takes } = found;
      const isLeft = LINKED.test(takes.type) || takes.files === true || NUMBERS.test(name);
      return isLeft ? [] : [`${name}.${input} (${takes.type})`];
    });
  });
  expect(left).toEqual([]);
});

it('a choice with inputs of its own gets these, too', () => {
  const { filled } = fillInMissing(shown('ResizeImageMaskNode'), table);
  expect(filled.map(({ input }) => input)).toEqual(
    expect.arrayContaining(['resize_type', 'scale_method']),
  );
  expect(filled.some(({ input }) => input.startsWith('resize_type.'))).toBe(true);
});

describe('the unused side of a switch', () => {
  const withSwitch = (changes: Nodes = {}): Nodes =>
    sdxl({
      '6': sampler({ latent_image: ['20', 0] }),
      '20': node('ComfySwitchNode', { switch: ['21', 0], on_false: ['5', 0], on_true: ['22', 0] }),
      '21': node('PrimitiveBoolean', { value: false }),
      '22': node('VAEEncode', { pixels: ['23', 0], vae: ['1', 2] }),
      '23': node('LoadImage', { image: 'mine.png' }),
      ...changes,
    });

  it('is cut off if it needs a picture, which ComfyUI would look for in every job', () => {
    const { changed, notes } = drafted(withSwitch());
    expect(changed).toMatchObject({
      '20': { inputs: { switch: ['21', 0], on_false: ['5', 0], on_true: ['5', 0] } },
    });
    expect(notes).toContain(
      'Not as exported: both sides of these switches are the same, since their unused side needs mine.png, without which every job would fail: 20 (ComfySwitchNode).',
    );
  });

  it('stays if members send that picture', () => {
    const used = withSwitch({
      '24': node('ImageScaleBy', { image: ['23', 0], upscale_method: 'area', scale_by: 1 }),
      '25': node('ImageBlend', {
        ...{ image1: ['7', 0], image2: ['24', 0], blend_factor: 0.5, blend_mode: 'normal' },
      }),
      '8': node('SaveImage', { images: ['25', 0], filename_prefix: 'ComfyUI' }),
    });
    const { changed, entries } = drafted(used);
    expect(entries).toContain('image: 23.image');
    expect(changed).toBeUndefined();
  });

  it('stays if it needs no picture', () => {
    const plain = withSwitch({
      '22': node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
    });
    expect(drafted(plain).changed).toBeUndefined();
  });
});
