import { expect, it } from 'vitest';
import { HIDING_REASONS, REPORT_REASONS } from '../../../src/record/report/reasons.ts';

it('keeps each reason in its place, by which the buttons of messages long since posted name it', () => {
  expect(REPORT_REASONS).toEqual(['shows_me', 'sexual', 'minor', 'hateful', 'other']);
});

it('hides at once what may hurt somebody as long as it is shown', () => {
  expect(HIDING_REASONS).toEqual(['shows_me', 'sexual', 'minor']);
});
