import { describe, expect, it } from 'vitest';
import {
  relativeTime,
  stampText,
  type StampStyle,
} from '../../../../packages/stand-ins/playground/page/messages/stamp-text.ts';
import { timesIn } from '../../../../packages/stand-ins/playground/page/messages/times.ts';

const UTC = timesIn('UTC');
const NOW = Date.UTC(2026, 10, 25, 17, 40, 5);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the time of a message', () => {
  it.each([
    [NOW, 'Today at 17:40'],
    [NOW - 17 * HOUR, 'Today at 00:40'],
    [NOW - 18 * HOUR, 'Yesterday at 23:40'],
    [NOW - 2 * DAY, '23/11/2026, 17:40'],
  ])('%i is %s', (at, words) => {
    expect(UTC.near(at, NOW)).toBe(words);
  });

  it('is written out in full too', () => {
    expect(UTC.full(NOW)).toBe('Wednesday, 25 November 2026 at 17:40');
  });
});

describe('a stamp', () => {
  it.each<[StampStyle, string]>([
    ['t', '17:40'],
    ['T', '17:40:05'],
    ['d', '25/11/2026'],
    ['D', '25 November 2026'],
    ['f', '25 November 2026 at 17:40'],
    ['F', 'Wednesday, 25 November 2026 at 17:40'],
    ['R', 'now'],
  ])('of style %s', (style, words) => {
    expect(stampText(NOW, style, NOW, UTC)).toBe(words);
  });

  it.each([
    [12 * SECOND, 'in 12 seconds'],
    [1 * SECOND, 'in a second'],
    [-59.4 * SECOND, '59 seconds ago'],
    [-MINUTE, 'a minute ago'],
    [-2.9 * MINUTE, '2 minutes ago'],
    [HOUR, 'in an hour'],
    [-3 * DAY, '3 days ago'],
    [-60 * DAY, '2 months ago'],
    [400 * DAY, 'in a year'],
  ])('that is %i ms away', (away, words) => {
    expect(relativeTime(NOW + away, NOW)).toBe(words);
  });
});
