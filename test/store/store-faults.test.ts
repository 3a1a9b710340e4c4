import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { lock } from '../bad-days/storage.ts';
import { StoreBench, unwritable, written } from '../support/store-bench.ts';
import { turnsUntil } from '../support/turns-until.ts';

const LONG = 'x'.repeat(100_000);

describe('a full disk', () => {
  it('fails every piece of its commit, and the next commit works after room was made', async () => {
    const bench = new StoreBench();
    await bench.store.write(bench.note('first'));
    const makeRoom = bench.fill();
    const results = await Promise.allSettled([
      bench.store.write(bench.note('a')),
      bench.store.write(bench.note('b')),
      bench.store.write(bench.note(LONG)),
    ]);
    expect(results).toMatchObject(Array(3).fill(unwritable('SQLITE_FULL')));
    expect([bench.notes, bench.sqlite.inTransaction]).toEqual([['first'], false]);
    makeRoom();
    expect(await bench.store.write(bench.note('second'))).toBe('second');
    expect([bench.notes, bench.commits]).toEqual([
      ['first', 'second'],
      [1, 1],
    ]);
  });

  it('fails no piece that comes after, and none that rides along', async () => {
    const bench = new StoreBench();
    bench.fill();
    const results = await Promise.allSettled([
      bench.store.write(bench.note(LONG)),
      bench.store.write(bench.note('a')),
      bench.store.writeLazily(bench.note('along')),
    ]);
    expect(results).toMatchObject([unwritable('SQLITE_FULL'), written('a'), written('along')]);
    expect(bench.notes).toEqual(['a', 'along']);
  });

  it('holds up nobody where the piece that met it told of something else, or of nothing', async () => {
    const bench = new StoreBench();
    bench.fill();
    const results = await Promise.allSettled([
      bench.store.write(bench.note('a')),
      bench.store.write(async (trx) => {
        await bench
          .note(LONG)(trx)
          .catch(() => {
            throw new Error('something else');
          });
      }),
      bench.store.write(async (trx) => {
        await bench
          .note(LONG)(trx)
          .catch(() => undefined);
      }),
      bench.store.write(bench.note('b')),
    ]);
    expect(results).toMatchObject([
      unwritable('SQLITE_ABORT'),
      { status: 'rejected', reason: new Error('something else') },
      unwritable('SQLITE_ABORT'),
      written('b'),
    ]);
    expect([bench.notes, bench.sqlite.inTransaction]).toEqual([['b'], false]);
  });
});

describe('a commit that fails', () => {
  it('fails every piece, and the next one works', async () => {
    const bench = new StoreBench();
    bench.sqlite.pragma('foreign_keys = ON');
    // Looked at only by the commit.
    bench.sqlite.exec(`CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE children (parent REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
    const orphan = (trx: Database) => sql`INSERT INTO children VALUES (7)`.execute(trx);
    const results = await Promise.allSettled([
      bench.store.write(bench.note('a')),
      bench.store.write(orphan),
      bench.store.write(bench.note('b')),
    ]);
    expect(results).toMatchObject(Array(3).fill(unwritable('SQLITE_CONSTRAINT_FOREIGNKEY')));
    expect([bench.notes, bench.commits, bench.sqlite.inTransaction]).toEqual([[], [], false]);
    expect(await bench.store.write(bench.note('c'))).toBe('c');
  });
});

describe("another program's lock", () => {
  it('is waited for while the event loop goes on', async () => {
    const bench = new StoreBench();
    const release = lock(bench.path);
    const writing = bench.store.write(bench.note('a'));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(bench.notes).toEqual([]);
    await release();
    expect(await writing).toBe('a');
  });

  it('that stays fails all that wait, without holding up the event loop, and later work goes on', async () => {
    const bench = new StoreBench();
    const release = lock(bench.path);
    const results = Promise.allSettled([
      bench.store.write(bench.note('a')),
      bench.store.write(bench.note('b'), 'person'),
      bench.store.writeLazily(bench.note('along')),
    ]);
    expect(await turnsUntil(results)).toBeGreaterThan(10);
    expect(await results).toMatchObject(Array(3).fill(unwritable('SQLITE_BUSY')));
    await release();
    expect(await bench.store.write(bench.note('c'))).toBe('c');
    expect([bench.notes, bench.commits]).toEqual([['c'], [1]]);
  });
});
