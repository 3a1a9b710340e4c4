import { expect, it } from 'vitest';
import { niceTicks } from '../../src/usage/ticks.ts';

it.each<[number, { unit?: number; isWhole?: boolean }, readonly number[]]>([
  [0, { isWhole: true }, [0, 1]],
  [1, { isWhole: true }, [0, 1]],
  [12, { isWhole: true }, [0, 3, 6, 9, 12]],
  [350, {}, [0, 100, 200, 300, 400]],
  [0.3, {}, [0, 0.1, 0.2, 0.30000000000000004]],
  [400, { unit: 60 }, [0, 120, 240, 360, 480]],
])('marks an axis up to %d with %j by %j', (largest, options, ticks) => {
  expect(niceTicks(largest, options)).toEqual(ticks);
});
