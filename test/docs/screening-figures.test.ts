import { describe, expect, it } from 'vitest';
import { benign, HALVES, redTeam } from '../safety/screening/tables.ts';
import { screening } from '../support/screening.ts';
import { tableUnder } from './pages.ts';

const { rows } = tableUnder('How well words are screened', 'docs/faces-and-safety.md');

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
