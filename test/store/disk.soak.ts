import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { fill, lock } from '../bad-days/storage.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FACE, RunnerBench } from '../support/runner-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { turnsUntil } from '../support/turns-until.ts';

const run = /\/run$/;
const output = { images: [{ data: base64(PNG) }] };

const over = ({ state }: Job) => isTerminal(state);

/** The pictures that are kept; storage may be being tried out. */
const files = (bench: RunnerBench) =>
  readdirSync(`${bench.databasePath}.files`).filter((name) => name !== '.probe');

/** Both ways in which a database takes no change, with what ends it. */
const UNWRITABLE = [
  ['locked', (bench: RunnerBench) => Promise.resolve(lock(bench.databasePath))],
  ['full', (bench: RunnerBench, job: Job) => fill(bench.db, job)],
] as const;

/** Makes the database unwritable once, as soon as RunPod has answered a call of that name. */
function unwritableAfter(
  bench: RunnerBench,
  call: 'submit' | 'status',
  make: () => Promise<() => Promise<void>>,
): { readonly release: () => Promise<void>; readonly made: () => boolean } {
  const { runpod } = bench.context;
  let end: (() => Promise<void>) | undefined;
  const then = async <T>(answer: T): Promise<T> => {
    end ??= await make();
    return answer;
  };
  if (call === 'submit') {
    const submit = runpod.submit.bind(runpod);
    runpod.submit = async (...parts) => then(await submit(...parts));
  } else {
    const status = runpod.status.bind(runpod);
    runpod.status = async (...parts) => then(await status(...parts));
  }
  return { release: async () => end?.(), made: () => end !== undefined };
}

describe.each(UNWRITABLE)('a database that is %s', (_, make) => {
  it('refuses a new job, and goes on when it can', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const first = await bench.until(await bench.ask(), over);
    const end = await make(bench, first);
    await expect(bench.ask({ id: 'second' })).rejects.toMatchObject({ code: 'log_unwritable' });
    expect(await bench.log.jobs.find('second')).toBeUndefined();
    await end();
    bench.runpod.script({ output });
    expect((await bench.until(await bench.ask({ id: 'second' }), over)).state).toBe('completed');
  });

  it('as RunPod takes a job costs no second submission', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.ask();
    const { release, made } = unwritableAfter(bench, 'submit', () => make(bench, job));
    const tries = () => bench.waits.filter((ms) => ms === 1_000).length;
    await bench.until(job, () => made() && tries() >= 2);
    await release();
    expect(await bench.until(job, over)).toMatchObject({ state: 'completed', attempt: 1 });
    expect([bench.requests(run), bench.runpod.submissions()]).toEqual([1, 1]);
  });

  it('as a picture is there loses no picture', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.ask();
    const { release, made } = unwritableAfter(bench, 'status', () => make(bench, job));
    await bench.until(job, made);
    const tries = () => bench.waits.filter((ms) => ms === 1_000).length;
    await bench.until(job, () => tries() >= 2);
    await release();
    const completed = await bench.until(job, over);
    expect([completed.state, files(bench)]).toEqual(['completed', [`${job.id}-1.png`]]);
  });

  it('as a cancelled job is taken by RunPod, it is cancelled there all the same', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    const job = await bench.ask();
    const { release, made } = unwritableAfter(bench, 'submit', async () => {
      await bench.log.move(job.id, 'cancelled', 'a click', { cancelledBy: '3' });
      return make(bench, job);
    });
    const tries = () => bench.waits.filter((ms) => ms === 1_000).length;
    await bench.until(
      job,
      () => made() && (tries() >= 2 || bench.runpod.jobs[0]?.status === 'CANCELLED'),
    );
    await release();
    expect((await bench.end(job)).state).toBe('cancelled');
    expect(bench.runpod.jobs[0]?.cancelRequested).toBe(true);
  });
});

/** Whether a face is in one of the database's files. */
const holdsFace = ({ databasePath }: RunnerBench) =>
  ['', '-wal'].some((end) => readFileSync(databasePath + end).includes(FACE));

describe('a database that another program uses', () => {
  it('is waited for without holding up anything else, by every write while it stays locked', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.hold();
    const release = lock(bench.databasePath);
    for (const attempt of [1, 2]) {
      const asked = bench.ask();
      expect(await turnsUntil(asked)).toBeGreaterThan(10);
      await expect(asked, `attempt ${attempt}`).rejects.toThrow('log_unwritable');
    }
    await release();
    await bench.ask();
  });

  it('is waited for without holding up anything else, by every read while nobody may read there', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    const database = openDatabase(path);
    onTestFinished(() => database.close());
    // With a write-ahead log nobody can shut out those who have it open.
    await sql`PRAGMA journal_mode = DELETE`.execute(database.db);
    const rounds = () => database.store.read.selectFrom('line').select('round').execute();
    const release = lock(path, 'EXCLUSIVE');
    for (const attempt of [1, 2]) {
      const asked = Promise.all([rounds(), rounds()]);
      expect(await turnsUntil(asked)).toBeGreaterThan(10);
      await expect(asked, `attempt ${attempt}`).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    }
    const asked = rounds();
    for (let turns = 0; turns < 5; turns += 1) await turn();
    await release();
    expect(await asked).toEqual([{ round: 1 }]);
  });

  it('is not waited for by what only clears up, which is done once nobody reads', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const reader = new SQLite(bench.databasePath, { readonly: true });
    onTestFinished(() => {
      reader.close();
    });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM jobs').get();
    const job = await bench.askWithFace();
    await bench.until(job, ({ state }) => state === 'completed');
    expect(holdsFace(bench)).toBe(true);
    reader.exec('COMMIT');
    await bench.store.settled();
    expect(holdsFace(bench)).toBe(false);
    await bench.end(job);
  });
});

describe('a database that is locked for a moment', () => {
  it.each(['keepPictures', 'claimNext', 'move'] as const)(
    'as the log is to write with %s loses no job, and costs it little time',
    async (write) => {
      const bench = await RunnerBench.open();
      bench.runpod.script({ output });
      const job = await bench.askWithFace();
      let locks = 0;
      const { log } = bench;
      const lockedOnce = <Args extends unknown[], T>(make: (...args: Args) => Promise<T>) => {
        return async (...args: Args): Promise<T> => {
          if (locks > 0) return make(...args);
          locks += 1;
          const release = lock(bench.databasePath);
          return make(...args).finally(release);
        };
      };
      if (write === 'keepPictures') log.keepPictures = lockedOnce(log.keepPictures.bind(log));
      if (write === 'claimNext') log.claimNext = lockedOnce(log.claimNext.bind(log));
      if (write === 'move') log.move = lockedOnce(log.move.bind(log));
      const done = await bench.until(job, over);
      expect([done.state, locks]).toEqual(['completed', 1]);
      expect((done.finishedAt ?? 0) - done.createdAt).toBeLessThan(30_000);
    },
  );
});

describe('a database that somebody reads as a job with a face ends', () => {
  it('is rid of the face once nobody reads there', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path: run, times: Infinity, answer: { status: 429 } });
    const waiting = ({ retryAt }: Job) => retryAt !== undefined;
    const job = await bench.until(await bench.askWithFace(), waiting);
    const reader = new SQLite(bench.databasePath, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM jobs').get();
    await bench.log.move(job.id, 'cancelled', 'test', { cancelledBy: job.userId });
    await expect.poll(() => bench.atRest).toBe(true);
    expect(holdsFace(bench)).toBe(true);
    reader.close();
    await bench.end(job);
    await bench.store.settled();
    expect(holdsFace(bench)).toBe(false);
  });
});

describe('a full disk', () => {
  it('leaves a picture that does not fit at RunPod, and nothing of it here, until it fits', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.ask({ id: 'k3f9x2ab' });
    symlinkSync('/dev/full', join(`${bench.databasePath}.files`, 'k3f9x2ab-1.png.tmp'));
    const held = ({ id }: Job) => bench.context.observations.of(id).unstored === true;
    expect(over(await bench.until(job, held))).toBe(false);
    expect(bench.logged.join('')).toContain('ENOSPC');
    // The link went with all else that was written of it, so that the next try is on this disk.
    expect(files(bench)).toEqual([]);
    expect(await bench.end(job)).toMatchObject({ state: 'completed', attempt: 1 });
    expect(files(bench)).toEqual(['k3f9x2ab-1.png']);
  });

  it('leaves nothing of a job of whose pictures only the first fits', async () => {
    const folder = join(tempFolder(), 'pictures');
    const store = new FolderPictures(folder);
    symlinkSync('/dev/full', join(folder, 'a-2.png.tmp'));
    const picture = { bytes: PNG, format: 'png' } as const;
    await expect(store.save('a', [picture, picture])).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('in the place of a picture is a folder: the job says that it could not be stored', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ output });
    const job = await bench.ask({ id: 'k3f9x2ab' });
    mkdirSync(join(`${bench.databasePath}.files`, 'k3f9x2ab-1.png', 'in the way'), {
      recursive: true,
    });
    expect(await bench.end(job)).toMatchObject({ state: 'failed', errorCode: 'storage_failed' });
  });
});

/** Makes nonsense of a job's row. */
function damage({ databasePath }: RunnerBench, { id }: Job): void {
  const sqlite = new SQLite(databasePath);
  sqlite.prepare('UPDATE jobs SET params = ? WHERE id = ?').run('{"prompt":', id);
  sqlite.close();
}

describe('a row that cannot be read', () => {
  it('holds up no other, is named in the log, and stays as it is', async () => {
    const bench = await RunnerBench.open({ context: { maxJobsInFlight: 2 } });
    bench.runpod.http.fault({ path: run, times: Infinity, answer: { status: 429 } });
    const broken = await bench.until(await bench.ask(), ({ retryAt }) => retryAt !== undefined);
    const others = [await bench.ask(), await bench.ask()];
    await bench.stop();
    const sqlite = new SQLite(bench.databasePath);
    const params = '{"prompt":';
    sqlite.prepare('UPDATE jobs SET params = ? WHERE id = ?').run(params, broken.id);
    await bench.start();
    bench.runpod.http.clearFaults();
    for (const job of others) {
      bench.runpod.script({ output });
      expect((await bench.until(job, over)).state).toBe('completed');
    }
    const named = bench.logged.filter((line) => line.includes('cannot be read'));
    expect(named.join()).toContain(broken.id);
    expect(sqlite.prepare('SELECT params FROM jobs WHERE id = ?').pluck().get(broken.id)).toBe(
      params,
    );
    sqlite.close();
  });

  it('is ended by the next start, so that it counts for nobody', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.http.fault({ path: run, times: Infinity, answer: { status: 429 } });
    const broken = await bench.until(await bench.ask(), ({ retryAt }) => retryAt !== undefined);
    await bench.stop();
    damage(bench, broken);
    await bench.start();
    await expect
      .poll(async () => [...(await bench.log.jobs.countByState())])
      .toEqual([['failed', 1]]);
  });

  it('is ended as soon as its turn comes, where it was damaged meanwhile', async () => {
    const bench = await RunnerBench.open();
    bench.runpod.script({ stuck: true });
    damage(bench, await bench.until(await bench.ask(), ({ state }) => state === 'running'));
    await expect
      .poll(async () => {
        // It may only just be about to wait for its turn.
        await bench.time.advance(bench.context.pollIntervalMs);
        return [...(await bench.log.jobs.countByState())];
      })
      .toEqual([['failed', 1]]);
  });
});
