import { expect, it } from 'vitest';
import { readSkus } from '../../src/premium/skus.ts';

const ONE = '1019475255913222144';
const TWO = '1019475255913222145';

it('reads what each SKU gives', () => {
  expect(
    readSkus(`${ONE}:pictures_a_day=50, ${ONE}:gpu_seconds_a_day=600,${TWO} : credits = 100`),
  ).toEqual({
    skus: { [ONE]: { picturesADay: 50, gpuSecondsADay: 600 }, [TWO]: { credits: 100 } },
  });
});

it.each([
  ['words', /such as .+ this one does not: words$/],
  [`${ONE}:pictures_a_day`, /this one does not/],
  [`${ONE}:pictures_a_day=-5`, /this one does not/],
  [`${ONE}:money=5`, /pictures_a_day, gpu_seconds_a_day, credits/],
  [`${ONE}:constructor=5`, /this one does not/],
  [`123:credits=5`, /this one does not/],
  [`${ONE}:credits=5,`, /this one does not/],
  [`${ONE}:credits=0`, /must give 1 to 100000/],
  [`${ONE}:pictures_a_day=10001`, /must give 1 to 10000/],
  [`${ONE}:credits=5,${ONE}:credits=6`, /must name credits once/],
  [`${ONE}:credits=5,${ONE}:pictures_a_day=6`, /either credits or something a day/],
  [
    Array.from({ length: 51 }, (_, n) => `${BigInt(ONE) + BigInt(n)}:credits=1`).join(),
    /at most 50/,
  ],
])('refuses %s', (text, problem) => {
  expect(readSkus(text)).toEqual({ problem: expect.stringMatching(problem) as string });
});
