import { describe, expect, it } from 'vitest';
import { candidatesOf, type Candidate } from './candidates.ts';
import { draw, find, quotas } from './draw.ts';
import { readSource } from './product.ts';

const PRICES = `export function price(pictures: number): number {
  if (pictures > 4) return pictures * 2;
  return pictures;
}
`;
const NAMES = `export const nameOf = (id: string) => (id === 'a' ? 'Ada' : 'Ben Smith');
`;

const prices = readSource('src/money/prices.ts', PRICES);
const names = readSource('src/people/names.ts', NAMES);
const all = await candidatesOf([prices, names]);
const drawn = draw(all, { room: 'src/money', count: 4, seed: 's' });

const byText = (a: Candidate, b: Candidate) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe('the draw of mutants', () => {
  it('shares them among rooms by their branches', () => {
    const more = readSource('src/money/more.ts', PRICES.replaceAll('price', 'more'));
    expect(quotas([prices, more, names], 4)).toEqual(
      new Map([
        ['src/money', 3],
        ['src/people', 1],
      ]),
    );
  });

  it('has those inside functions, but no prose', () => {
    const texts = all.map(({ original }) => original);
    expect(texts).toContain('pictures > 4');
    expect(texts).toContain("'Ada'");
    expect(texts).not.toContain("'Ben Smith'");
    expect(texts.some((text) => text.startsWith('(id: string)'))).toBe(false);
  });

  it('is the same for the same seed, whatever other code there is', async () => {
    const others = await candidatesOf([names, readSource('src/money/more.ts', ''), prices]);
    expect(draw(others, { room: 'src/money', count: 4, seed: 's' })).toEqual(drawn);
    const another = draw(all, { room: 'src/money', count: 4, seed: 't' });
    expect(another).not.toEqual(drawn);
  });

  it.each([
    ['in another file', 'src/shop/cost.ts', PRICES],
    ['in a function with another name', 'src/money/prices.ts', PRICES.replace('price', 'cost')],
    ['on another line', 'src/money/prices.ts', `\n\n${PRICES}`],
    ['when a line before them is new', 'src/money/prices.ts', PRICES.replace('if', 'log();\n  if')],
  ])('finds them again %s', async (_, file, text) => {
    const now = await candidatesOf([readSource(file, text), names]);
    const found = find(drawn, now).map((each) => each.drawn);
    expect(found.toSorted(byText)).toEqual(drawn.toSorted(byText));
  });

  it('misses those whose code is gone, and draws others in their room', async () => {
    const now = await candidatesOf([
      readSource('src/money/prices.ts', PRICES.replace('pictures > 4', 'pictures >= 5')),
    ]);
    const found = find(drawn, now);
    const gone = drawn.filter(({ original }) => original === 'pictures > 4');
    expect(gone.length).toBeGreaterThan(0);
    expect(found.length).toBe(drawn.length - gone.length);
    const taken = new Set(found.map(({ candidate }) => candidate));
    const free = now.filter((candidate) => !taken.has(candidate));
    const count = gone.length;
    expect(draw(free, { room: 'src/money', count, seed: 's' })).toHaveLength(count);
  });
});
