import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { DatabaseError, openDatabase } from '../../src/store/database.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { childScript } from '../support/child-script.ts';
import { LogBench } from '../support/log-bench.ts';
import { sampleRequest } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { facePicture, preparedFace } from '../support/face-picture.ts';

const source = (path: string) => JSON.stringify(import.meta.resolve(path));

const FACE = Buffer.from('the very bytes of a face, which are for nobody else');
const URL = 'https://cdn.test/ephemeral-attachments/me.jpg?hm=signature';

const REQUEST = {
  state: 'ready',
  interactionToken: 't',
  tokenExpiresAt: 1,
  guildId: '1',
  channelId: '2',
  userId: '3',
  request: sampleRequest(),
  models: { checkpoint: 'c', ipAdapterFile: 'i', clipVisionName: 'v' },
};

/** A process that writes jobs and moves them, without end. */
const WRITER = (path: string) => `
  import { openDatabase } from ${source('../../src/store/database.ts')};
  import { JobLog } from ${source('../../src/jobs/job-log.ts')};
  import { NO_LIMITS } from ${source('../../src/jobs/sql/limits.ts')};
  import { systemClock } from ${source('../../src/engines/clock.ts')};
  const { store } = openDatabase(${JSON.stringify(path)});
  const log = new JobLog(store, systemClock, NO_LIMITS, String);
  for (let n = 0; ; n += 1) {
    await log.create({ ...${JSON.stringify(REQUEST)}, id: 'j' + n, interactionId: 'i' + n });
    await log.move('j' + n, 'submitting', 'test');
    await log.move('j' + n, 'failed', 'test');
    if (n === 20) console.log('writing');
    await new Promise((resolve) => setImmediate(resolve));
  }`;

/** A log with jobs of several kinds, one of them with a face that waits for its turn. */
async function filled(): Promise<{ bench: LogBench; target: string; ids: string[] }> {
  const bench = new LogBench();
  const preparing = await bench.jobIn('preparing', {
    pictures: [facePicture({ url: URL, size: 5 })],
  });
  const ready = await bench.jobIn('preparing', { pictures: [facePicture({ url: URL, size: 5 })] });
  await bench.log.keepPictures(ready.id, [preparedFace(FACE)]);
  const failed = await bench.jobIn('failed');
  await bench.db.updateTable('line').set({ round: 7 }).execute();
  const retry = await bench.create({ retryOf: failed.id, interactionToken: 'a-secret-token' });
  const ids = [preparing, ready, failed, retry].map(({ id }) => id);
  return { bench, target: join(dirname(bench.path), 'copy.sqlite'), ids };
}

describe('a backup', () => {
  it('is a database that the bot can go on with', async () => {
    const { bench, target, ids } = await filled();
    expect(backUp(bench.path, target)).toBe(ids.length);
    const copy = openDatabase(target);
    const log = new JobLog(copy.store, bench.clock, NO_LIMITS, (id) => `erased-${id}`);
    for (const id of ids) {
      const job = await bench.find({ id });
      expect(await log.jobs.find(id)).toEqual({
        ...job,
        attachments: [],
        interactionToken: undefined,
      });
    }
    const events = (db: typeof bench.db) => db.selectFrom('jobEvents').selectAll().execute();
    expect(await events(copy.db)).toEqual(await events(bench.db));
    expect(await log.jobs.countByState()).toEqual(await bench.log.jobs.countByState());
    const line = (db: typeof bench.db) => db.selectFrom('line').selectAll().execute();
    expect(await line(copy.db)).toEqual(await line(bench.db));
    await copy.close();
  });

  it('holds no face, no attachment address and no token, in any of its bytes', async () => {
    const { bench, target } = await filled();
    backUp(bench.path, target);
    expect((await bench.bytesOnDisk()).includes(FACE)).toBe(true);
    const bytes = readFileSync(target);
    for (const secret of [FACE, URL, 'a-secret-token']) expect(bytes.includes(secret)).toBe(false);
  });

  it('is for the eyes of its user, and nothing else is left beside it', async () => {
    const { bench, target } = await filled();
    const before = readdirSync(dirname(target));
    backUp(bench.path, target);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(target)).toSorted()).toEqual([...before, 'copy.sqlite'].toSorted());
  });

  it('is one moment of a log that another process goes on writing', async () => {
    const path = join(tempFolder(), 'darkroom.sqlite');
    const writer = childScript(WRITER(path));
    await writer.wrote('writing');
    let jobs = 0;
    for (let copy = 0; copy < 10; copy += 1) {
      jobs = backUp(path, `${path}-${copy}`);
      const sqlite = new SQLite(`${path}-${copy}`, { readonly: true });
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      // Each job's latest event is the state that its row is in, and none is of another job.
      const torn = sqlite.prepare(
        `SELECT job_id FROM job_events GROUP BY job_id HAVING max(id) AND to_state IS NOT
           (SELECT state FROM jobs WHERE jobs.id = job_id)`,
      );
      expect(torn.all()).toEqual([]);
      sqlite.close();
    }
    expect(jobs).toBeGreaterThan(10);
    await writer.kill();
  });

  it.each([
    ['a folder that is not there', 'nowhere/copy.sqlite'],
    ['a folder that is a file', 'darkroom.sqlite/copy.sqlite'],
  ])('into %s is refused in a sentence', async (_, name) => {
    const { bench } = await filled();
    const target = join(dirname(bench.path), name);
    expect(() => backUp(bench.path, target)).toThrow(DatabaseError);
    expect(() => backUp(bench.path, target)).toThrow(`could not be backed up to ${target}: `);
  });

  it('overwrites nothing', async () => {
    const { bench, target } = await filled();
    writeFileSync(target, 'something of mine');
    expect(() => backUp(bench.path, target)).toThrow(DatabaseError);
    expect(readFileSync(target, 'utf8')).toBe('something of mine');
  });

  it('takes the place of one that was cut off', async () => {
    const { bench, target, ids } = await filled();
    backUp(bench.path, `${target}.unfinished`);
    expect(backUp(bench.path, target)).toBe(ids.length);
    expect(existsSync(`${target}.unfinished`)).toBe(false);
  });

  it.each([
    ['is not there', 'There is no database', () => undefined],
    [
      'is no database',
      'could not be backed up',
      (path: string) => {
        writeFileSync(path, 'no database at all, but long enough to look like one'.repeat(100));
      },
    ],
    [
      'is of a newer version',
      'has schema 99',
      (path: string) => {
        const sqlite = new SQLite(path);
        sqlite.pragma('user_version = 99');
        sqlite.close();
      },
    ],
  ])('of what %s is refused, and leaves nothing behind', async (_, sentence, make) => {
    const { target } = await filled();
    const source = join(dirname(target), 'other.sqlite');
    make(source);
    expect(() => backUp(source, target)).toThrow(sentence);
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(dirname(target)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
