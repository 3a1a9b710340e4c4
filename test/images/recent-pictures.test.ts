import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/images/picture.ts';
import type { StoredPicture } from '../../src/images/picture-store.ts';
import { RecentPictures } from '../../src/images/recent-pictures.ts';
import { DatabasePictures } from '../../src/images/sql/database-pictures.ts';
import { LogBench } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A store that notes what is read from it. */
class NotingPictures extends DatabasePictures {
  readonly fetched: string[] = [];

  override read(picture: StoredPicture): Promise<Buffer> {
    this.fetched.push(picture.file);
    return super.read(picture);
  }
}

function stores() {
  const { store: database } = new LogBench();
  const below = new NotingPictures(database, new ManualClock());
  return { below, store: new RecentPictures(below) };
}

const picture = (bytes: Buffer): Picture => ({ bytes, format: 'png' });
const BYTES = Buffer.from('a picture');
/** Three of them are more than is held. */
const LARGE = Buffer.alloc(6 * 1024 * 1024, 1);

describe('a picture that was just stored', () => {
  it('is read from memory once, and from the store afterwards', async () => {
    const { store, below } = stores();
    const [stored] = await store.save('a', [picture(BYTES)]);
    if (!stored) throw new Error('nothing was stored');
    expect([await store.read(stored), below.fetched]).toEqual([BYTES, []]);
    expect([await store.read(stored), below.fetched]).toEqual([BYTES, [stored.file]]);
  });

  it('is read in pieces as often as needed', async () => {
    const { store, below } = stores();
    const [stored] = await store.save('a', [picture(BYTES)]);
    if (!stored) throw new Error('nothing was stored');
    const { size, pieces } = await store.bytesOf(stored);
    await below.remove([stored]);
    expect(size).toBe(BYTES.length);
    for (let reads = 0; reads < 2; reads += 1) {
      const read: Uint8Array[] = [];
      for await (const piece of pieces()) read.push(piece);
      expect(Buffer.concat(read)).toEqual(BYTES);
    }
  });

  it('is gone once it is removed', async () => {
    const { store } = stores();
    const [stored] = await store.save('a', [picture(BYTES)]);
    if (!stored) throw new Error('nothing was stored');
    await store.remove([stored]);
    await expect(store.read(stored)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('makes way for later ones', async () => {
    const { store, below } = stores();
    const kept: StoredPicture[] = [];
    for (const job of ['a', 'b', 'c']) kept.push(...(await store.save(job, [picture(LARGE)])));
    for (const stored of kept) expect(await store.read(stored)).toHaveLength(LARGE.length);
    expect(below.fetched).toEqual([kept[0]?.file]);
  });

  it('is held as far as there is room, where a job has several', async () => {
    const { store, below } = stores();
    const stored = await store.save('a', [picture(LARGE), picture(LARGE), picture(LARGE)]);
    for (const one of stored) expect(await store.read(one)).toHaveLength(LARGE.length);
    expect(below.fetched).toEqual([stored[2]?.file]);
  });
});
