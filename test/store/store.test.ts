import diagnostics from 'node:diagnostics_channel';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { StoreBench, unwritable, written } from '../support/store-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { turnsUntil } from '../support/turns-until.ts';

describe('pieces of work', () => {
  it('that wait together are one commit', async () => {
    const bench = new StoreBench();
    const texts = ['a', 'b', 'c'];
    const results = await Promise.all(texts.map((text) => bench.store.write(bench.note(text))));
    expect([results, bench.notes, bench.commits]).toEqual([texts, texts, [3]]);
  });

  it('that come later are in a commit of their own', async () => {
    const bench = new StoreBench();
    await bench.store.write(bench.note('a'));
    await bench.store.write(bench.note('b'));
    expect(bench.commits).toEqual([1, 1]);
  });

  it('go by their urgency, and each kind in the order in which it came', async () => {
    const bench = new StoreBench();
    const pieces = [
      bench.store.write(bench.note('job 1')),
      bench.store.write(bench.note('read 1'), 'read'),
      bench.store.write(bench.note('person 1'), 'person'),
      bench.store.write(bench.note('job 2'), 'job'),
      bench.store.write(bench.note('person 2'), 'person'),
      bench.store.write(bench.note('read 2'), 'read'),
    ];
    await Promise.all(pieces);
    expect(bench.notes).toEqual(['person 1', 'person 2', 'read 1', 'read 2', 'job 1', 'job 2']);
  });

  it('see what those before them in the same commit wrote', async () => {
    const bench = new StoreBench();
    const count = async (trx: Database) => {
      const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM notes`.execute(trx);
      return rows[0]?.n;
    };
    const [, counted] = await Promise.all([
      bench.store.write(bench.note('a')),
      bench.store.write(count),
    ]);
    expect([counted, bench.commits]).toEqual([1, [2]]);
  });

  it('are told nothing before the commit', async () => {
    const bench = new StoreBench();
    const told: string[] = [];
    const seen: unknown[] = [];
    const onPending = () => seen.push([...told], bench.notes);
    diagnostics.subscribe('darkroom:store:pending', onPending);
    onTestFinished(() => {
      diagnostics.unsubscribe('darkroom:store:pending', onPending);
    });
    const failing = bench.store.write(() => Promise.reject(new Error('no')));
    await Promise.all([
      bench.store.write(bench.note('a')).then((text) => told.push(text)),
      failing.catch(() => told.push('failed')),
      bench.store.write(bench.note('b')).then((text) => told.push(text)),
    ]);
    expect(seen).toEqual([[], []]);
    expect(told.toSorted()).toEqual(['a', 'b', 'failed']);
  });

  it('that take long are spread over several commits, with a turn of the event loop between', async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const pieces = ['a', 'b', 'c', 'd'].map((text) => bench.store.write(bench.note(text)));
    const turns = await turnsUntil(Promise.all(pieces));
    expect(bench.commits).toEqual([1, 1, 1, 1]);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it("let a person's piece that comes meanwhile into the next commit, before those that wait", async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const first = bench.store.write(bench.note('job 1'));
    const second = bench.store.write(bench.note('job 2'));
    await first;
    await Promise.all([second, bench.store.write(bench.note('person'), 'person')]);
    expect(bench.notes).toEqual(['job 1', 'person', 'job 2']);
  });
});

describe('a piece that throws', () => {
  it('takes nobody along, leaves nothing, and is told its own error', async () => {
    const bench = new StoreBench();
    const error = new Error('changed its mind');
    const results = await Promise.allSettled([
      bench.store.write(bench.note('a')),
      bench.store.write(async (trx) => {
        await bench.note('half')(trx);
        throw error;
      }),
      bench.store.write(bench.note('b')),
    ]);
    expect(results).toEqual([written('a'), { status: 'rejected', reason: error }, written('b')]);
    expect([bench.notes, bench.commits]).toEqual([['a', 'b'], [2]]);
  });

  it('takes nobody along with a statement that SQLite refuses', async () => {
    const bench = new StoreBench();
    bench.sqlite.exec('CREATE UNIQUE INDEX once ON notes (text)');
    const pieces = ['a', 'a', 'b'].map((text) => bench.store.write(bench.note(text)));
    expect(await Promise.allSettled(pieces)).toMatchObject([
      written('a'),
      unwritable('SQLITE_CONSTRAINT_UNIQUE'),
      written('b'),
    ]);
    expect(bench.notes).toEqual(['a', 'b']);
  });
});

describe('a piece that waits for something else', () => {
  it('is taken back with a TypeError, and those before and after it are written', async () => {
    const bench = new StoreBench();
    const pieces = [
      bench.store.write(bench.note('before')),
      bench.store.write(async (trx) => {
        await bench.note('waited')(trx);
        await sleep(1);
      }),
      bench.store.write(bench.note('after')),
      bench.store.writeLazily(bench.note('along')),
    ];
    const [before, waited, after, along] = await Promise.allSettled(pieces);
    expect(waited).toMatchObject({
      reason: new TypeError('a piece of work waited inside the transaction'),
    });
    expect([before, after, along]).toEqual([written('before'), written('after'), written('along')]);
    expect(bench.notes).toEqual(['before', 'after', 'along']);
  });
});

describe('less urgent pieces', () => {
  it('get one of each kind into every batch, however many people ask', async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const people = Array.from({ length: 6 }, (_, index) =>
      bench.store.write(bench.note(`person ${index}`), 'person'),
    );
    await Promise.all([
      ...people,
      bench.store.write(bench.note('job')),
      bench.store.write(bench.note('read'), 'read'),
    ]);
    expect(bench.notes.slice(0, 3)).toEqual(['person 0', 'read', 'job']);
  });
});

describe('a deferral', () => {
  it('is committed ahead of all else, in a commit of its own', async () => {
    const bench = new StoreBench();
    const job = bench.store.write(bench.note('job'));
    const person = bench.store.write(bench.note('person'), 'person');
    const along = bench.store.writeLazily(bench.note('along'));
    await bench.store.write(bench.note('deferral'), 'deferral');
    expect(bench.notes).toEqual(['deferral']);
    await Promise.all([job, person, along]);
    expect([bench.notes, bench.commits]).toEqual([
      ['deferral', 'person', 'job', 'along'],
      [1, 3],
    ]);
  });

  it('keeps nothing else from being committed, however many follow it', async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const deferrals = ['1', '2', '3', '4'].map((text) =>
      bench.store.write(bench.note(text), 'deferral'),
    );
    const others = [
      bench.store.write(bench.note('person a'), 'person'),
      bench.store.write(bench.note('job a')),
      bench.store.write(bench.note('person b'), 'person'),
    ];
    await Promise.all([...deferrals, ...others]);
    expect(bench.notes).toEqual(['1', '2', 'person a', 'job a', '3', '4', 'person b']);
  });
});

describe('what rides along', () => {
  it('is written a hundred pieces at a time, with one commit after another', async () => {
    const bench = new StoreBench();
    const riders = Array.from({ length: 250 }, () => bench.store.writeLazily(bench.note('along')));
    await bench.store.write(bench.note('a'));
    expect(bench.commits).toEqual([101]);
    await bench.store.settled();
    await Promise.all(riders);
    expect(bench.commits).toEqual([101, 100, 50]);
  });

  it('stops at the end of the batch, and gets on by one piece at least with each', async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const riders = ['1', '2', '3'].map((text) => bench.store.writeLazily(bench.note(text)));
    for (const text of ['a', 'b']) await bench.store.write(bench.note(text));
    expect([bench.notes, bench.commits]).toEqual([
      ['a', '1', 'b', '2'],
      [2, 2],
    ]);
    await bench.store.settled();
    expect([await Promise.all(riders), bench.commits]).toEqual([
      ['1', '2', '3'],
      [2, 2, 1],
    ]);
  });

  it('keeps no person waiting: it goes with the last of them', async () => {
    const bench = new StoreBench({ longestBatchMs: 0 });
    const rider = bench.store.writeLazily(bench.note('along'));
    const people = ['a', 'b', 'c'].map((text) => bench.store.write(bench.note(text), 'person'));
    await Promise.all([rider, ...people]);
    expect(bench.notes).toEqual(['a', 'b', 'c', 'along']);
  });

  it('causes no commit of its own, and goes with the next', async () => {
    const bench = new StoreBench();
    const rider = bench.store.writeLazily(bench.note('along'));
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect([bench.notes, bench.commits]).toEqual([[], []]);
    await Promise.all([rider, bench.store.write(bench.note('a'))]);
    expect([bench.notes, bench.commits]).toEqual([['a', 'along'], [2]]);
  });

  it('is written where everything has to be', async () => {
    const bench = new StoreBench();
    void bench.store.writeLazily(bench.note('along'));
    await bench.store.settled();
    expect(bench.notes).toEqual(['along']);
  });

  it.each(['settled', 'stop'] as const)(
    'is written by %s although it came as a commit was just over',
    async (end) => {
      const bench = new StoreBench();
      await bench.store.write(bench.note('a'));
      void bench.store.writeLazily(bench.note('along'));
      await bench.store[end]();
      expect(bench.notes).toEqual(['a', 'along']);
    },
  );

  it('fails alone', async () => {
    const bench = new StoreBench();
    const rider = bench.store.writeLazily(() => Promise.reject(new Error('no')));
    const piece = bench.store.write(bench.note('a'));
    await expect(rider).rejects.toThrow('no');
    expect([await piece, bench.notes]).toEqual(['a', ['a']]);
  });
});

describe('what is read outside of pieces', () => {
  it('is what is committed, and cannot be written', async () => {
    const database = openDatabase(join(tempFolder(), 'darkroom.sqlite'));
    onTestFinished(() => database.close());
    const { store } = database;
    await expect(store.read.deleteFrom('jobs').execute()).rejects.toMatchObject({
      code: 'SQLITE_READONLY',
    });
    const rounds = async () =>
      (await store.read.selectFrom('line').select('round').execute()).map(({ round }) => round);
    const [seen] = await Promise.all([
      store.write(async (trx) => {
        await trx.updateTable('line').set({ round: 9 }).execute();
        return rounds();
      }),
    ]);
    expect([seen, await rounds()]).toEqual([[1], [9]]);
  });
});

describe('a database that is closed', () => {
  it('has what was queued before, what rides along too', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    const first = openDatabase(path);
    const { store } = first;
    const set = (round: number) => (trx: Database) =>
      trx.updateTable('line').set({ round }).execute();
    void store.write(set(2));
    void store.writeLazily(set(3));
    await first.close();
    const again = openDatabase(path);
    onTestFinished(() => again.close());
    expect(await again.db.selectFrom('line').select('round').execute()).toEqual([{ round: 3 }]);
  });
});
