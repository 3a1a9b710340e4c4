import { expect, it } from 'vitest';
import { STALL_IN_TESTS_MS } from '../../bench/goals.ts';
import { measurePhotos } from '../../bench/scenarios/photos.ts';

it('eight photos of thousands of scans are refused while everybody else gets a picture', async () => {
  const { notRefused, withoutPicture, stall } = await measurePhotos();
  expect({ notRefused, withoutPicture }).toEqual({ notRefused: 0, withoutPicture: 0 });
  expect(stall?.cpuMs ?? Infinity).toBeLessThanOrEqual(STALL_IN_TESTS_MS);
});
