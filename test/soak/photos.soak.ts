import { expect, it } from 'vitest';
import { measurePhotos } from '../../bench/scenarios/photos.ts';
import { expectNoStall } from './expect-no-stall.ts';

it('eight photos of thousands of scans are refused while everybody else gets a picture', async () => {
  const { notRefused, withoutPicture, stall } = await measurePhotos();
  expect({ notRefused, withoutPicture }).toEqual({ notRefused: 0, withoutPicture: 0 });
  expectNoStall(stall);
});
