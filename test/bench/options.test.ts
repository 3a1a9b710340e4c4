import { expect, it } from 'vitest';
import { parseCommandLine } from '../../bench/options.ts';

const known = ['burst', 'log'];

it('nothing on the command line means all of it', () => {
  expect(parseCommandLine([], known)).toEqual({
    names: [],
    rows: 2_000_000,
    quick: false,
    out: 'bench-results/latest.json',
  });
});

it('scenarios, rows and haste can be chosen', () => {
  const args = ['log', '--rows', '200_000', '--quick', '--out', 'x.json'];
  expect(parseCommandLine(args, known)).toEqual({
    names: ['log'],
    rows: 200_000,
    quick: true,
    out: 'x.json',
  });
});

it('haste means fewer rows, unless their number is chosen', () => {
  expect(parseCommandLine(['--quick'], known).rows).toBe(50_000);
  expect(parseCommandLine(['--quick', '--rows', '70000'], known).rows).toBe(70_000);
});

it.each([
  [['blast'], 'There is no scenario blast. There are: burst, log.'],
  [['--rows', 'many'], '--rows must be a whole number'],
  [['--rows', '5'], '--rows must be a whole number from 20000 up'],
])('%j is refused with what is wrong', (args, problem) => {
  expect(() => parseCommandLine(args, known)).toThrow(problem);
});
