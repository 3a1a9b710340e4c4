import { expect, it } from 'vitest';
import { effectOf, REPORT_REASONS } from '../../src/policy/report-reasons.ts';

function effects(place: { ageRestricted: boolean; isWatched: boolean }) {
  return Object.fromEntries(REPORT_REASONS.map((reason) => [reason, effectOf(reason, place)]));
}

it('keeps each reason in its place, by which the buttons of messages long since posted name it', () => {
  expect(REPORT_REASONS).toEqual(['shows_me', 'sexual', 'minor', 'hateful', 'other']);
});

it('hides at once what may hurt somebody as long as it is shown, and covers the rest', () => {
  expect(effects({ ageRestricted: false, isWatched: true })).toEqual({
    shows_me: 'hide',
    sexual: 'hide',
    minor: 'hide',
    hateful: 'cover',
    other: 'cover',
  });
});

it('covers what is sexual in an age-restricted channel', () => {
  expect(effects({ ageRestricted: true, isWatched: true })).toMatchObject({
    shows_me: 'hide',
    sexual: 'cover',
    minor: 'hide',
  });
});

it.each([true, false])('covers nothing without a channel for reports', (ageRestricted) => {
  expect(effects({ ageRestricted, isWatched: false })).toEqual({
    shows_me: 'hide',
    sexual: 'hide',
    minor: 'hide',
    hateful: 'none',
    other: 'none',
  });
});
