import { describe, expect, it } from 'vitest';
import { Effort, MOST_WORDS } from '../../src/screening/reading/limits.ts';
import { screening } from '../support/screening.ts';
import { benign, HALVES } from './measured/tables.ts';
import { BRICKS, changed, numbersFrom, repeated } from './slow-inputs.ts';

/** More than any text was seen to take a character, in both prompts and in every way to read them. */
const MOST_STEPS_A_CHARACTER = 2_500;

/** The steps that a text takes in both prompts, without a bound. */
function stepsFor(text: string): number {
  const effort = new Effort();
  const request = { prompt: text, negativePrompt: text, face: true, ageRestricted: false };
  screening.refusalOf(request, effort);
  return effort.spent;
}

/** The pieces that cost most a character when they are repeated, as far as a search finds them. */
function slowestPieces(seed: number): readonly string[] {
  const random = numbersFrom(seed);
  const cost = (piece: string) => stepsFor(repeated(`(a:-1) ${piece}`, 200));
  let best = BRICKS.map((piece) => ({ piece, steps: cost(piece) }));
  for (let round = 0; round < 8; round += 1) {
    best = best.sort((a, b) => b.steps - a.steps).slice(0, 6);
    const next = best.flatMap(({ piece }) =>
      Array.from({ length: 3 }, () => changed(piece, random).slice(0, 200)),
    );
    best.push(...next.map((piece) => ({ piece, steps: cost(piece) })));
  }
  return best
    .sort((a, b) => b.steps - a.steps)
    .slice(0, 3)
    .map(({ piece }) => piece);
}

describe('reading a text', () => {
  it('reads a word that repeats its letters, but for the last, as any other', () => {
    const steps = stepsFor(`a man screaming ${'a'.repeat(60)}h`);
    expect(steps).toBeLessThan(2 * stepsFor(`a man screaming ${'abcdefghij'.repeat(6)}k`));
  });

  it.each(BRICKS)('takes steps that grow as the text does for %j again and again', (brick) => {
    const [some, more] = [1, 2].map((times) => stepsFor(repeated(brick, 500).repeat(times)));
    expect(more).toBeLessThanOrEqual(2.1 * (some ?? 0) + 2_000);
  });

  it.each([1, 2])('takes steps that grow as the text does for what search %i finds', (seed) => {
    for (const piece of slowestPieces(seed)) {
      const text = repeated(`(a:-1) ${piece}`, 400);
      const texts = [1, 2, 4].map((times) => text.repeat(times));
      const [some = 0, more = 0, most = 0] = texts.map(stepsFor);
      expect(more, piece).toBeLessThanOrEqual(2.1 * some + 2_000);
      expect(most, piece).toBeLessThanOrEqual(2.1 * more + 2_000);
      expect(most, piece).toBeLessThanOrEqual(8 * text.length * MOST_STEPS_A_CHARACTER);
    }
  });
});

describe('a text that takes too long to read', () => {
  const refusalOf = (prompt: string) =>
    screening.refusalOf({ prompt, negativePrompt: '', face: false, ageRestricted: true });
  /** As many as are asked for, of all that Discord takes in one. */
  const options = (count: number) =>
    Array.from({ length: count }, () => repeated('a fox. ', 6_000)).join('\n');

  it.each([
    ['too many marks on one letter', `a${'\u0301\u0316'.repeat(30)}`],
    ['signs that each stand for many', 'ﷺ'.repeat(1_000)],
    ['too many characters', 'a '.repeat(6_000)],
    ['all that six options hold', options(6)],
    ['all that 25 options hold', options(25)],
  ])('is refused for %s', (_, text) => {
    expect(refusalOf(text)).toEqual({ code: 'prompt_unreadable', term: '' });
  });

  it('is refused when the effort is used up, whatever else is in it', () => {
    const request = { prompt: 'nude', negativePrompt: '', face: true, ageRestricted: false };
    expect(screening.refusalOf(request, new Effort(3))?.code).toBe('prompt_unreadable');
    expect(screening.refusalOf(request)?.code).toBe('prompt_face');
  });

  it('is none of a person who writes at length', () => {
    const tags = 'masterpiece, (ultra-detailed:1.3), 8k, 1girl, blue hair, RAW photo, 35mm, f1.8, ';
    const prose = 'In the 3rd act, the old king (crowned in 1412) walks alone. Nobody sees him; ';
    for (const text of [
      tags,
      prose,
      '夕暮れの街を歩く人、',
      '안녕하세요 저는 학생입니다 ',
      'été à la plage, ',
    ]) {
      expect(refusalOf(repeated(text, 1_500))).toBeUndefined();
      expect(stepsFor(repeated(text, 1_490))).toBeLessThan(60_000);
    }
  });
});

describe('what an ordinary person writes', () => {
  const prompts = HALVES.flatMap(benign).map(({ prompt }) => prompt);
  /** Prompts side by side, from one of them on, as long as asked for. */
  const written = (first: number, length: number) =>
    Array.from({ length: 200 }, (_, at) => prompts[(first + at) % prompts.length] ?? '')
      .join(', ')
      .slice(0, length);
  const mostSteps = (length: number, negativeOf: (at: number) => string, weight = '') =>
    Array.from({ length: 60 }, (_, at) => {
      const effort = new Effort();
      const prompt = weight + written(23 * at, length - weight.length);
      const request = { prompt, negativePrompt: negativeOf(at), face: true, ageRestricted: false };
      screening.refusalOf(request, effort);
      return effort.spent;
    }).reduce((most, steps) => Math.max(most, steps), 0);

  it('takes few steps a character', () => {
    const usual = () => 'ugly, blurry, low quality, deformed';
    expect(mostSteps(400, usual)).toBeLessThan(20_000);
    expect(mostSteps(940, usual)).toBeLessThan(45_000);
  });

  it('stays well within the bound where both prompts are of the longest and each may be turned round', () => {
    const weight = '(a:-1) ';
    const other = (at: number) => weight + written(17 * at + 300, 1_483);
    expect(mostSteps(1_490, other, weight)).toBeLessThan(175_000);
  });

  it.each([1, 2, 5, 24])('is read to its end where a command lets it be in %i texts', (count) => {
    const length = Math.floor(MOST_WORDS / (count + 1));
    for (let at = 0; at < 40; at += 1) {
      const texts = Array.from({ length: count }, (_, text) => written(23 * at + 7 * text, length));
      const effort = new Effort();
      const negativePrompt = written(17 * at + 300, length);
      const asked = { prompt: texts.join('\n'), negativePrompt, face: true, ageRestricted: false };
      expect(screening.refusalOf(asked, effort)?.code).not.toBe('prompt_unreadable');
      expect(effort.spent).toBeLessThan(250_000);
    }
  });

  it('is read once where it stands in both prompts', () => {
    const text = written(0, 1_000);
    const effort = new Effort();
    const request = { prompt: text, negativePrompt: '', face: true, ageRestricted: false };
    screening.refusalOf(request, effort);
    expect(stepsFor(text)).toBeLessThan(1.8 * effort.spent);
  });
});
