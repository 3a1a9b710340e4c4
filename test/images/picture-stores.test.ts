import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownFile } from '../../src/discord/cards/card.ts';
import { type Bucket, BucketPictures } from '../../src/images/bucket-pictures.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import type { Picture } from '../../src/images/picture.ts';
import {
  type FilesInUse,
  type PictureStore,
  SWEPT_AFTER_MS,
} from '../../src/images/picture-store.ts';
import { RecentPictures } from '../../src/images/recent-pictures.ts';
import { DatabasePictures } from '../../src/images/sql/database-pictures.ts';
import { backUp } from '../../src/store/backup.ts';
import { unwritable } from '../../src/store/unwritable.ts';
import { LogBench } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type S3Server, startS3 } from '../support/s3-server.ts';
import { serve } from '../support/serve.ts';
import { slicing } from '../support/slicing.ts';
import { tempFolder } from '../support/temp-folder.ts';

const picture = (text: string, format: Picture['format'] = 'png'): Picture => ({
  bytes: Buffer.from(text),
  format,
});
/** More than two pieces in every store. */
const LARGE = Buffer.alloc(1_300_000, 'a large picture');
const OLD_MS = SWEPT_AFTER_MS + 3_600_000;
const NONE: FilesInUse = { named: new Set(), unfinished: new Set() };
const running = () => new AbortController().signal;

/** A store, as several processes see it. */
interface Stores {
  readonly store: PictureStore;
  /** Of another process. */
  readonly other: PictureStore;
  readonly files: () => Promise<string[]> | string[];
  /** Makes all files so old that a sweep may remove them. */
  readonly age: () => Promise<void>;
}

/** A store that several processes write to. */
interface SharedStores extends Stores {
  /** Puts empty files there. */
  readonly put: (files: readonly string[]) => Promise<unknown>;
}

let s3: S3Server;
let prefixes = 0;
const s3Folder = mkdtempSync(join(tmpdir(), 'darkroom-s3-'));
beforeAll(async () => {
  s3 = await startS3(s3Folder);
});
afterAll(async () => {
  await s3.stop();
  rmSync(s3Folder, { recursive: true });
});

function inFolder(): Stores {
  const folder = tempFolder();
  const store = new FolderPictures(folder);
  return {
    store,
    other: new FolderPictures(folder),
    files: () => [],
    age: () => Promise.resolve(),
  };
}

function inDatabase() {
  const { store: database, db } = new LogBench();
  const clock = new ManualClock();
  return {
    store: new DatabasePictures(database, clock),
    other: new DatabasePictures(database, clock),
    files: async () => {
      const rows = await db.selectFrom('storedPictures').select('file').orderBy('file').execute();
      return rows.map(({ file }) => file);
    },
    age: () => clock.advance(OLD_MS),
    put: (files: readonly string[]) => {
      const rows = files.map((file) => ({ file, size: 0, storedAt: clock.now() }));
      return db.insertInto('storedPictures').values(rows).execute();
    },
    pieces: async () =>
      (await db.selectFrom('storedPicturePieces').select('file').execute()).length,
  };
}

/** The same, where each process holds what it just stored. */
function inMemoryToo() {
  const database = inDatabase();
  const store = new RecentPictures(database.store);
  return { ...database, store, other: new RecentPictures(database.other) };
}

function inBucket() {
  const prefix = `bot-${(prefixes += 1)}/`;
  const bucket = s3.bucket(prefix);
  const open = (parts: Partial<Bucket> = {}) =>
    new BucketPictures({ ...bucket, ...parts }, { signal: running() });
  return {
    store: open(),
    other: open(),
    open,
    files: () => s3.objects(prefix),
    put: (files: readonly string[]) => {
      for (const file of files) s3.put(prefix, file);
      return Promise.resolve();
    },
    age: async () => {
      for (const file of s3.objects(prefix)) await s3.age(prefix, file, OLD_MS);
    },
  };
}

describe.each<[string, () => Stores]>([
  ['a folder', inFolder],
  ['the database', inDatabase],
  ['the database and in memory', inMemoryToo],
  ['a bucket', inBucket],
])('pictures in %s', (_, open) => {
  it('are kept in order, with their format', async () => {
    const { store } = open();
    const animated = { ...picture('three', 'webp'), animated: true as const };
    const stored = await store.save('k3f9x2', [picture('one'), picture('two', 'jpeg'), animated]);
    expect(stored.map(({ file, ...rest }) => ({ ...rest, file: shownFile(file) }))).toEqual([
      { file: 'k3f9x2-1.png', format: 'png' },
      { file: 'k3f9x2-2.jpg', format: 'jpeg' },
      { file: 'k3f9x2-3.webp', format: 'webp', animated: true },
    ]);
    const read = await Promise.all(stored.map(async (one) => (await store.read(one)).toString()));
    expect(read).toEqual(['one', 'two', 'three']);
  });

  it('are counted on from those that a job has', async () => {
    const [stored] = await open().store.save('k3f9x2', [picture('one')], 3);
    expect(shownFile(stored?.file ?? '')).toBe('k3f9x2-4.png');
  });

  it('are read by another process, whole and in pieces, as often as needed', async () => {
    const { store, other } = open();
    const [stored] = await store.save('a', [{ bytes: LARGE, format: 'png' }]);
    if (!stored) throw new Error('nothing was stored');
    expect((await other.read(stored)).equals(LARGE)).toBe(true);
    const { size, pieces } = await other.bytesOf(stored);
    expect(size).toBe(LARGE.length);
    for (let reads = 0; reads < 2; reads += 1) {
      const read: Uint8Array[] = [];
      for await (const piece of pieces()) read.push(piece);
      expect(read.length).toBeGreaterThan(1);
      expect(Buffer.concat(read).equals(LARGE)).toBe(true);
    }
  });

  it('are gone once they are removed, however often', async () => {
    const { store, files } = open();
    const stored = await store.save('a', [{ bytes: LARGE, format: 'png' }, picture('two')]);
    const [kept] = await store.save('b', [picture('three')]);
    await store.remove(stored);
    await store.remove(stored);
    for (const one of stored) {
      await expect(store.read(one)).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(store.bytesOf(one)).rejects.toMatchObject({ code: 'ENOENT' });
    }
    expect(kept && (await store.read(kept)).toString()).toBe('three');
    expect((await files()).length).toBeLessThanOrEqual(1);
  });

  it('are none if one cannot be made', async () => {
    const { store, files } = open();
    const broken = new Error('a broken picture');
    async function* some() {
      yield await Promise.resolve(picture('one'));
      throw broken;
    }
    await store.save('b', [picture('other')]);
    const before = await files();
    await expect(store.save('a', some())).rejects.toBe(broken);
    expect(await files()).toEqual(before);
  });

  it('have room, which a probe tries out and leaves nothing behind', async () => {
    const { store, files } = open();
    await store.save('a', [picture('one')]);
    const before = await files();
    await store.probe(600_000);
    expect(await files()).toEqual(before);
    expect(await store.freeBytes()).toBeGreaterThan(0);
  });

  it('are removed by a sweep if no row names them', async () => {
    const { store, age } = open();
    const [one, two] = await store.save('a', [picture('one'), picture('two')]);
    if (!one || !two) throw new Error('nothing was stored');
    await age();
    const inUse = () => Promise.resolve({ ...NONE, named: new Set([two.file]) });
    expect(await store.sweep(inUse, slicing())).toEqual([]);
    await expect(store.read(one)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await store.read(two)).toString()).toBe('two');
  });
});

describe.each<[string, () => SharedStores]>([
  ['the database', inDatabase],
  ['a bucket', inBucket],
])('pictures of several processes in %s', (_, open) => {
  it('do not replace or remove one another', async () => {
    const { store, other } = open();
    const [mine, theirs] = await Promise.all([
      store.save('a', [picture('mine')]),
      other.save('a', [picture('theirs')]),
    ]);
    await store.remove(mine);
    expect(theirs[0] && (await other.read(theirs[0])).toString()).toBe('theirs');
  });

  it('are removed by two at once', async () => {
    const { store, other, files } = open();
    const stored = await store.save('a', [{ bytes: LARGE, format: 'png' }]);
    await Promise.all([store.remove(stored), other.remove(stored)]);
    expect(await files()).toEqual([]);
  });

  it('survive a sweep while they are young, or their job is unfinished', async () => {
    const { store, other, files, age } = open();
    const [unfinished] = await other.save('a', [picture('one')]);
    await store.sweep(() => Promise.resolve(NONE), slicing());
    expect(await files()).toEqual([unfinished?.file]);
    await age();
    const [young] = await other.save('b', [picture('two')]);
    const inUse = (asked: readonly string[]) =>
      Promise.resolve({ ...NONE, unfinished: new Set(asked) });
    await store.sweep(inUse, slicing());
    expect(await files()).toEqual([unfinished?.file, young?.file]);
    await store.sweep(() => Promise.resolve(NONE), slicing());
    expect(await files()).toEqual([young?.file]);
  });

  it('are swept in slices, and no further than the bot runs', async () => {
    const { store, age, files, put } = open();
    await put(Array.from({ length: 210 }, (_, job) => `job${job}-1.0123456789.png`));
    await age();
    const slices: number[] = [];
    const end = new AbortController();
    const inUse = (asked: readonly string[]) => {
      slices.push(asked.length);
      end.abort();
      return Promise.resolve(NONE);
    };
    await store.sweep(inUse, slicing(end.signal));
    expect(await files()).toHaveLength(10);
    await store.sweep(inUse, slicing());
    expect([slices, await files()]).toEqual([[200, 10], []]);
  });
});

describe('pictures in the database', () => {
  it('are cut into pieces, of which none remains', async () => {
    const { store, pieces, age } = inDatabase();
    const stored = await store.save('a', [{ bytes: LARGE, format: 'png' }]);
    expect(await pieces()).toBe(3);
    await store.remove(stored);
    expect(await pieces()).toBe(0);
    await store.save('a', [{ bytes: LARGE, format: 'png' }]);
    await age();
    await store.sweep(() => Promise.resolve(NONE), slicing());
    expect(await pieces()).toBe(0);
  });

  it('are in no backup', async () => {
    const bench = new LogBench();
    await new DatabasePictures(bench.store, new ManualClock()).save('a', [picture('one')]);
    const target = join(tempFolder(), 'copy.sqlite');
    backUp(bench.path, target);
    const copy = new SQLite(target, { readonly: true });
    const tables = ['stored_pictures', 'stored_picture_pieces'];
    const counts = tables.map((table) =>
      copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
    copy.close();
    expect(counts).toEqual([0, 0]);
  });

  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY', 'not writable'],
    ['SQLITE_IOERR_WRITE', 'failing'],
  ])('cannot be stored: %s is %s', async (code, fault) => {
    const { store: database } = new LogBench();
    const rejecting = {
      read: database.read,
      write: () => Promise.reject(unwritable(new SQLite.SqliteError('no', code))),
      leaveNoTrace: () => undefined,
    };
    const store = new DatabasePictures(rejecting, new ManualClock());
    const error = { name: 'StorageError', fault, code };
    await expect(store.save('a', [picture('one')])).rejects.toMatchObject(error);
    await expect(store.probe(10)).rejects.toMatchObject(error);
  });
});

const errorBody = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>secret words</Message></Error>`;

describe('pictures in a bucket', () => {
  it.each<[string, Partial<Bucket>, string, string]>([
    ['no such bucket', { name: 'nowhere' }, 'missing', 'NoSuchBucket'],
    ['a wrong key', { accessKeyId: 'wrong' }, 'not writable', 'InvalidAccessKeyId'],
    ['no server', { endpoint: 'http://127.0.0.1:1' }, 'unreachable', 'ECONNREFUSED'],
  ])('cannot be stored: %s', async (_, parts, fault, code) => {
    const { store, open } = inBucket();
    const [there] = await store.save('a', [picture('one')]);
    const wrong = open(parts);
    const error = { name: 'StorageError', fault, code };
    await expect(wrong.save('a', [picture('one')])).rejects.toMatchObject(error);
    await expect(wrong.probe(10)).rejects.toMatchObject(error);
    await expect(wrong.sweep(() => Promise.resolve(NONE), slicing())).rejects.toMatchObject(error);
    if (!there) throw new Error('nothing was stored');
    await expect(wrong.read(there)).rejects.toMatchObject(error);
    // A request without a body in the answer does not say why it is denied.
    const { code: anyCode, ...same } = error;
    expect(anyCode).toBe(code);
    await expect(wrong.bytesOf(there)).rejects.toMatchObject(same);
  });

  it.each([
    [507, 'InsufficientStorage', 'full'],
    [403, 'QuotaExceeded', 'full'],
    [403, 'AccessDenied', 'not writable'],
    [501, 'NotImplemented', 'failing'],
  ])(
    'cannot be stored: %i %s is %s, without the words of the server',
    async (status, code, fault) => {
      const { url: endpoint } = await serve((_, response) =>
        response.writeHead(status).end(errorBody(code)),
      );
      const failed = inBucket()
        .open({ endpoint })
        .save('a', [picture('one')]);
      const error: unknown = await failed.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'StorageError', fault, code });
      expect(error).toMatchObject({ cause: { message: `answered ${status}` } });
    },
  );

  it.each<[string, RequestListener]>([
    ['asks to slow down', (_, response) => response.writeHead(503).end(errorBody('SlowDown'))],
    ['breaks connections', ({ socket }) => socket.destroy()],
  ])('are stored again a few times if the server %s', async (_, fail) => {
    let requests = 0;
    const { url: endpoint } = await serve((request, response) => {
      requests += 1;
      if (requests < 3) fail(request, response);
      else request.resume().on('end', () => response.end());
    });
    const { open } = inBucket();
    expect(await open({ endpoint }).save('a', [picture('one')])).toHaveLength(1);
    expect(requests).toBe(3);
    requests = -1_000;
    const failed = open({ endpoint }).save('a', [picture('one')]);
    await expect(failed).rejects.toMatchObject({ name: 'StorageError' });
    // Three times each: the picture, and its removal.
    expect(requests).toBe(-994);
  });

  it('are not all asked to be removed if the server does not answer', async () => {
    let requests = 0;
    const { url: endpoint } = await serve(({ socket }) => {
      requests += 1;
      socket.destroy();
    });
    const files = ['a-1.png', 'a-2.png', 'a-3.png'].map((file) => ({
      file,
      format: 'png' as const,
    }));
    const removed = inBucket().open({ endpoint }).remove(files);
    await expect(removed).rejects.toThrow('3 of 3 pictures could not be removed');
    expect(requests).toBe(3);
  });

  it('are given up if the server does not answer in time', async () => {
    const { url: endpoint } = await serve(() => undefined);
    const clock = new ManualClock();
    const bucket = { ...s3.bucket('slow/'), endpoint };
    const store = new BucketPictures(bucket, { signal: running(), networkClock: clock });
    const read = expect(store.read({ file: 'a-1.png', format: 'png' })).rejects.toMatchObject({
      fault: 'unreachable',
      code: 'ETIMEDOUT',
    });
    await clock.advance(15_000);
    await read;
  });

  it('are not waited for once the bot stops', async () => {
    const stopping = new AbortController();
    const reason = new Error('the bot stops');
    const { url: endpoint } = await serve(() => {
      stopping.abort(reason);
    });
    const bucket = { ...s3.bucket('stop/'), endpoint };
    const store = new BucketPictures(bucket, { signal: stopping.signal });
    const failed = store.save('a', [picture('one')]);
    await expect(failed).rejects.not.toMatchObject({ name: 'StorageError' });
    await expect(store.probe(1)).rejects.toBe(reason);
  });

  it('are read no further than they should be long', async () => {
    const { url: endpoint } = await serve((request, response) => {
      const length = request.method === 'HEAD' ? 3 : 5;
      response.writeHead(200, { 'content-length': length });
      response.end(request.method === 'HEAD' ? undefined : 'xxxxx');
    });
    const { pieces } = await inBucket()
      .open({ endpoint })
      .bytesOf({ file: 'a-1.png', format: 'png' });
    await expect(pieces()[Symbol.asyncIterator]().next()).rejects.toThrow('larger');
  });

  it('are swept beside the objects of others', async () => {
    const { store, files, age, open } = inBucket();
    await store.save('a', [picture('one')]);
    const deeper = open({ prefix: `${open().place}-${prefixes}/` });
    const [foreign] = await deeper.save('b', [picture('two')]);
    await age();
    await store.sweep(() => Promise.resolve(NONE), slicing());
    expect(files()).toEqual([]);
    expect(foreign && (await deeper.read(foreign)).toString()).toBe('two');
  });
});
