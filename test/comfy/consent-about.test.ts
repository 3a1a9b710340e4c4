import { describe, expect, it } from 'vitest';
import { consentAbout, type OptionTable, type PictureOption } from '../../src/recipes/option.ts';
import { FACE_OPTIONS } from '../../src/recipes/face.ts';
import { IMAGE_OPTIONS } from '../../src/recipes/image.ts';
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
