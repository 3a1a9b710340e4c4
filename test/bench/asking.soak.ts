import { expect, it } from 'vitest';
import { isMet, type Figure } from '../../bench/figure.ts';
import { asking } from '../../bench/scenarios/asking.ts';

it('the policy for asking meets its goals, on jobs that were never seen', async () => {
  const figures: Figure[] = [];
  await asking.run((figure) => figures.push(figure), { rows: 0, quick: false });
  expect(figures.filter((figure) => isMet(figure) === false)).toEqual([]);
  expect(figures.filter(({ of }) => of?.includes('wide'))).toHaveLength(6);
});
