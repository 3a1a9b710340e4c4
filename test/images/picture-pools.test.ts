import { describe, expect, it } from 'vitest';
import { photoPool, shrinkPool, thumbnailPool } from '../../src/images/picture-pool.ts';
import type { PictureProcessOptions } from '../../src/images/picture-process.ts';
import { PNG } from '../comfy/pictures.ts';

/** Stands where processes are started, of which none ends; knows with what limits each was. */
function neverDone() {
  const started: PictureProcessOptions[] = [];
  const never = new Promise<never>(() => undefined);
  return {
    started,
    start: (_task: unknown, _picture: unknown, options: PictureProcessOptions) => {
      started.push(options);
      return { result: never, gone: never };
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('as the bot puts them together', () => {
  it('photos are decoded two at once, each in 3 s of CPU, 15 s in all and 448 MB', async () => {
    const { started, start } = neverDone();
    const pool = photoPool({ start });
    for (const person of ['a', 'b', 'c']) void pool.run({ kind: 'face' }, PNG, { person });
    await turn();
    const limits = {
      cpuSeconds: 3,
      clockMs: 15_000,
      memoryKb: 448 * 1024,
      largestResultBytes: 8 * 1024 * 1024,
    };
    expect(started.map((options) => options.limits)).toEqual([limits, limits]);
  });

  it('results become smaller two at once, each in 20 s of CPU, 60 s in all and 1,280 MB', async () => {
    const { started, start } = neverDone();
    const pool = shrinkPool({ start });
    for (let count = 0; count < 3; count += 1)
      void pool.run({ kind: 'smaller', mostBytes: 1 }, PNG);
    await turn();
    const limits = {
      cpuSeconds: 20,
      clockMs: 60_000,
      memoryKb: 1280 * 1024,
      largestResultBytes: 10 * 1024 * 1024,
    };
    expect(started.map((options) => options.limits)).toEqual([limits, limits]);
  });

  it('thumbnails are made two at once, each in 6 s of CPU, 15 s in all and 1,280 MB', async () => {
    const { started, start } = neverDone();
    const pool = thumbnailPool({ start });
    for (let count = 0; count < 3; count += 1) void pool.run({ kind: 'thumbnail' }, PNG);
    await turn();
    const limits = {
      cpuSeconds: 6,
      clockMs: 15_000,
      memoryKb: 1280 * 1024,
      largestResultBytes: 256 * 1024,
    };
    expect(started.map((options) => options.limits)).toEqual([limits, limits]);
  });
});
