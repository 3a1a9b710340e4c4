import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortInput } from '../../../../packages/stand-ins/playground/short-input.ts';

describe('shortInput', () => {
  it('shortens a photo wherever it stands, and leaves the rest', () => {
    const photo = `/9j/4AAQSkZJRgABAQAAAQABAAD${'A'.repeat(5_000)}`;
    expect(shortInput({ face: photo, seed: 7, list: [{ image: photo }, null, true] })).toEqual({
      face: '/9j/4AAQSkZJRgABAQAAAQAB… (5027 characters)',
      seed: 7,
      list: [{ image: '/9j/4AAQSkZJRgABAQAAAQAB… (5027 characters)' }, null, true],
    });
  });

  it('leaves the longest prompt as it is', () => {
    const prompt = 'x'.repeat(1_500);
    expect(shortInput({ prompt })).toEqual({ prompt });
  });

  it('leaves every JSON of short texts as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shortInput(value)).toEqual(value);
      }),
    );
  });
});
