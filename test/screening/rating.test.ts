import { describe, expect, it } from 'vitest';
import { ratingRefusal } from '../../src/policy/checkpoints.ts';

describe('the rating of a workflow', () => {
  it.each([
    ['general', false, false, undefined],
    ['general', true, false, undefined],
    ['general', true, true, undefined],
    ['adult', false, true, undefined],
    ['adult', false, false, 'adult_workflow'],
    ['adult', true, true, 'faces_off'],
    ['adult', true, false, 'faces_off'],
  ] as const)(
    '%s, with a person’s picture: %s, in an age-restricted channel: %s, is refused by %s',
    (rating, face, ageRestricted, code) => {
      expect(ratingRefusal(rating, { face, ageRestricted })).toBe(code);
    },
  );
});
