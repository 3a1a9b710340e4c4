import { describe, expect, it } from 'vitest';
import { consentAbout } from '../../src/comfy/consent-about.ts';
import type { OptionTable, PictureOption } from '../../src/comfy/option.ts';
import { FACE_OPTIONS } from '../../src/comfy/recipes/face.ts';
import { IMAGE_OPTIONS } from '../../src/comfy/recipes/image.ts';
import { COLLAGE_OPTIONS } from '../support/collage.ts';

const face: PictureOption = FACE_OPTIONS.face;
const mask: PictureOption = { ...face, person: false, use: 'mask' };

describe('what is consented to', () => {
  it.each<[string, OptionTable, string]>([
    ['the photo of a face', FACE_OPTIONS, 'face'],
    ['the same beside a picture of nobody', { mask, face }, 'face'],
    ['two faces', { face, friend: face }, 'pictures'],
    ['a picture that is worked on', IMAGE_OPTIONS, 'pictures'],
    ['a picture and a face', COLLAGE_OPTIONS, 'pictures'],
    ['nothing of anybody', { mask }, 'pictures'],
  ])('by whoever sends %s', (_, options, about) => {
    expect(consentAbout(options)).toBe(about);
  });
});
