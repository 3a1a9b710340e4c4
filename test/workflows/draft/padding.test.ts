import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

/** A member's picture with room at its sides, and what it goes through before the sampler. */
const padded = (between: Nodes = {}, from = '30'): Nodes => ({
  '6': sampler({ latent_image: ['10', 0] }),
  '9': node('LoadImage', { image: 'a.png' }),
  '10': node('VAEEncodeForInpaint', {
    ...{ pixels: [from, 0], vae: ['1', 2], mask: ['30', 1], grow_mask_by: 6 },
  }),
  '30': node('ImagePadForOutpaint', {
    ...{ image: ['9', 0], left: 64, top: 0, right: 64, bottom: 0, feathering: 0 },
  }),
  ...between,
});

const notes = (changes: Nodes) => drafted(sdxl(changes)).notes.join('\n');

describe('pixels that are added at the sides of a picture', () => {
  it('need no word where they are kept', () => {
    expect(notes(padded())).not.toContain('goes through');
  });

  it.each([
    ['ImageScale', { upscale_method: 'area', width: 1024, height: 1024, crop: 'center' }],
    ['ImageScaleToTotalPixels', { upscale_method: 'area', megapixels: 1, resolution_steps: 1 }],
    ['Fit Into A Square', { side: 512 }],
  ])('are named where the picture is scaled or cut afterwards: %s', (className, inputs) => {
    const scaled = { '31': node(className, { image: ['30', 0], ...inputs }) };
    expect(notes(padded(scaled, '31'))).toContain(
      `After extend the picture goes through 31 (${className}), which may make what is added larger or smaller, or cut it off: try the option.`,
    );
  });
});
