import { describe, expect, it } from 'vitest';
import { EDIT_LANGUAGES, edits } from '../screening/edits.ts';
import { benign, HALVES, redTeam } from '../screening/measured/tables.ts';
import { screening } from '../support/screening.ts';
import { tableUnder } from './pages.ts';

const PAGE = 'docs/faces-and-safety.md';
const { rows } = tableUnder('How well words are screened', PAGE);

/** `568 (99.1 %)`, of so many. */
function inPercent(part: number, of: number): string {
  const percent = ((100 * part) / of).toFixed(1).replace(/\.0$/, '');
  return `${part} (${percent} %)`;
}

describe('the figures of the screening in docs/faces-and-safety.md', () => {
  it('are for both halves', () => {
    expect(rows.map(([half]) => half)).toEqual(HALVES);
  });

  it.each(HALVES)('are what the %s half gives today', (half) => {
    const isRefused = (request: ReturnType<typeof benign>[number]) =>
      screening.refusalOf(request) !== undefined;
    const asked = redTeam(half).map(({ request }) => request);
    const ordinary = benign(half);
    const [, toRefuse, refused, , harmless, wronglyRefused] =
      rows.find(([name]) => name === half) ?? [];
    expect([toRefuse, refused, harmless, wronglyRefused]).toEqual([
      String(asked.length),
      inPercent(asked.filter(isRefused).length, asked.length),
      String(ordinary.length),
      inPercent(ordinary.filter(isRefused).length, ordinary.length),
    ]);
  });
});

describe('the figures of edits in docs/faces-and-safety.md', () => {
  it('are what each language gives today', () => {
    const expected = EDIT_LANGUAGES.map((language) => {
      const both = [edits(language, 'known'), edits(language, 'held out')];
      const figures = (['refused', 'harmless'] as const).flatMap((kind) => {
        const prompts = both.flatMap((part) => part[kind]);
        const found = prompts.filter((prompt) =>
          screening.refusalOf({ prompt, negativePrompt: '', face: true, ageRestricted: false }),
        );
        return [String(prompts.length), inPercent(found.length, prompts.length)];
      });
      return [language, ...figures];
    });
    expect(tableUnder('How well edits are screened', PAGE).rows).toEqual(expected);
  });
});
