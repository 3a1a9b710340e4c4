import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type ImageUse, Photos } from '../../src/images/photos.ts';
import { PHOTO_LIMITS, PicturePool, shrinker } from '../../src/images/picture-pool.ts';
import { JPEG, PNG } from '../comfy/pictures.ts';
import { hostileJpeg } from './hostile-jpeg.ts';
import { PicturePrograms } from './picture-programs.ts';

const { signal } = new AbortController();
const FACE = { kind: 'face' } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Photos that are decoded by another program. */
function open(file: Buffer, program: string) {
  const photos = new Photos(new PicturePool({ atOnce: 2, limits: PHOTO_LIMITS, program }));
  const prepare = (userId: string, stop = signal) => photos.prepare({ file, userId }, FACE, stop);
  return { prepare };
}

/** A picture of this size, prepared to be worked on. */
async function sized(width: number, height: number) {
  const file = await sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const photos = new Photos();
  const prepare = (use: Partial<ImageUse>) =>
    photos.prepare(
      { file, userId: '1' },
      { kind: 'image', maxSide: 900, mask: false, ...use },
      signal,
    );
  return { prepare };
}

describe('a photo', () => {
  it('becomes a face', async () => {
    const face = await new Photos().prepare({ file: PNG, userId: '1' }, FACE, signal);
    expect(face).toMatchObject({ width: 1, height: 1 });
    expect(face.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('becomes a picture to work on, or a mask', async () => {
    const { prepare } = await sized(60, 40);
    expect(await prepare({})).toMatchObject({ format: 'jpeg', width: 60, height: 40 });
    expect(await prepare({ mask: true })).toMatchObject({ format: 'png', width: 60, height: 40 });
    expect(await prepare({ maxSide: 30 })).toMatchObject({ width: 30, height: 20 });
    expect(await prepare({ maxPixels: 600 })).toMatchObject({ width: 30, height: 20 });
  });

  it('has to be more than a line to be worked on', async () => {
    await expect((await sized(32, 16)).prepare({})).resolves.toBeDefined();
    for (const { prepare } of [await sized(15, 900), await sized(900, 15)]) {
      await expect(prepare({})).rejects.toMatchObject({ code: 'picture_too_small' });
    }
  });

  it('of 2,600 scans is refused without a process, for eight people at once', async () => {
    const programs = new PicturePrograms();
    const { prepare } = open(hostileJpeg({ scans: 2_600 }), programs.hanging());
    const people = Array.from({ length: 8 }, (_, index) => String(index));
    const ends = await Promise.allSettled(people.map((userId) => prepare(userId)));
    expect(ends).toMatchObject(
      people.map(() => ({ status: 'rejected', reason: { code: 'not_a_picture' } })),
    );
    expect(programs.marked).toEqual([]);
  });

  it('is not a picture where its process gives up, or what came back is none', async () => {
    const programs = new PicturePrograms();
    for (const source of ['process.exitCode = 10;', "process.stdout.write('hello');"]) {
      const refused = open(PNG, programs.ready(source)).prepare('1');
      await expect(refused).rejects.toMatchObject({ code: 'not_a_picture' });
    }
  });

  it('is too large where its process says so', async () => {
    const refused = open(PNG, new PicturePrograms().ready('process.exitCode = 11;')).prepare('1');
    await expect(refused).rejects.toMatchObject({ code: 'pictures_too_large' });
  });

  it('is not blamed where the process cannot work', async () => {
    const failed = open(PNG, '/nowhere/program.mjs').prepare('1');
    await expect(failed).rejects.toMatchObject({ name: 'PictureProcessError' });
  });

  it('is decoded beside one of somebody else, not of the same person', async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const { prepare } = open(JPEG, programs.hanging());
    const people = 'a a b c'.split(' ');
    const all = Promise.allSettled(people.map((person) => prepare(person, stop.signal)));
    await programs.waitFor(2);
    stop.abort();
    await all;
    expect(programs.marked).toHaveLength(2);
  });

  it('that is cancelled makes room for the next of the same person', async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const { prepare } = open(PNG, programs.hanging());
    const [first, end] = [new AbortController(), stop.signal];
    const cancelled = expect(prepare('a', first.signal)).rejects.toThrow('aborted');
    const next = expect(prepare('a', end)).rejects.toThrow('aborted');
    await programs.waitFor(1);
    await turn();
    first.abort();
    await cancelled;
    await programs.waitFor(2);
    stop.abort();
    await next;
  });

  it("cannot hold up a worker's picture", async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const { prepare } = open(PNG, programs.hanging());
    const photos = Promise.allSettled(
      ['a', 'b', 'c'].map((person) => prepare(person, stop.signal)),
    );
    await programs.waitFor(2);
    const smaller = await shrinker(signal)(PNG, 5_000);
    expect(smaller.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    stop.abort();
    await photos;
  });
});

describe("a worker's picture that is made smaller", () => {
  it('is given up when the bot stops', async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const program = programs.hanging();
    const pool = new PicturePool({ atOnce: 1, limits: PHOTO_LIMITS, program });
    const given = shrinker(stop.signal, pool)(PNG, 5_000);
    const refused = expect(given).rejects.toThrow('aborted');
    await programs.waitFor(1);
    stop.abort();
    await refused;
  });
});
