import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { REST } from 'discord.js';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { ErasedMessages } from '../../src/discord/sync/erased-messages.ts';
import { Messages } from '../../src/discord/rest/messages.ts';
import { RestCalls } from '../../src/discord/rest/rest.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import type { ClearAway } from '../../src/jobs/sql/erase-jobs.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import { Turns } from '../../src/engines/turns.ts';
import { copyJob } from '../support/copy-job.ts';
import { LogBench } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { peopleParts } from '../support/people-parts.ts';
import { tempFolder } from '../support/temp-folder.ts';

const JOBS = 5_000;
const [ADA, BEN] = ['400000000000000001', '400000000000000002'];

/** A channel of Discord's that takes a while for each message, and loses what is under way when the bot is killed. */
class SlowMessages extends Messages {
  readonly gone = new Set<string>();
  isKilled = false;

  override async remove(_: string, messageId: string): Promise<'removed'> {
    await new Promise(setImmediate);
    if (this.isKilled) return new Promise(() => undefined);
    this.gone.add(messageId);
    return 'removed';
  }
}

function slowMessages(): SlowMessages {
  const rest = { bot: new REST(), token: new REST() };
  const halt = new AbortController().signal;
  const calls = new RestCalls(rest, { botToken: 'none', clock: new ManualClock(), halt });
  return new SlowMessages(calls, { applicationId: '1', userId: '1' });
}

/** A run of the bot over a database. */
function run(store: Store, log: JobLog, signal?: AbortSignal) {
  const clock = new ManualClock();
  const messages = slowMessages();
  const stopping = new AbortController().signal;
  const logger = pino({ level: 'silent' });
  const parts = { log, messages, clock, logger, turns: new Turns(), stopping };
  const { erasure } = peopleParts({ store, log, clock }, { signal });
  return { erasure, messages, erased: new ErasedMessages(parts) };
}

it.each([20, 240, 480])(
  'two people who are erased at once lose every message, with a kill after %i slices',
  async (lastSlice) => {
    const bench = new LogBench();
    const { id } = await bench.jobIn('cancelled');
    await copyJob(bench.path, id, JOBS);
    await sql`UPDATE jobs SET message_id = 'message of ' || id,
      user_id = CASE WHEN rowid % 2 THEN ${ADA} ELSE ${BEN} END`.execute(bench.db);
    const killed = new AbortController();
    const first = run(bench.store, bench.log, killed.signal);
    const path = join(tempFolder(), 'killed.sqlite');
    let slices = 0;
    const kill = new Promise<void>((resolve) => {
      const clearAway: ClearAway = (slice) => {
        slices += 1;
        if (slices === lastSlice) {
          first.messages.isKilled = true;
          killed.abort();
          for (const end of ['', '-wal']) copyFileSync(bench.path + end, path + end);
          resolve();
        } else void first.erased.removeEach(slice.jobs);
        return Promise.resolve();
      };
      for (const person of [ADA, BEN]) {
        first.erasure.erase(person, clearAway).catch(() => undefined);
      }
    });
    await kill;
    const database = openDatabase(path);
    onTestFinished(() => database.close());
    const { store } = database;
    const log = new JobLog(store, new ManualClock(), NO_LIMITS, (userId) => `erased-${userId}`);
    const next = run(store, log);
    await next.erasure.resume((slice) => {
      void next.erased.removeEach(slice.jobs);
      return Promise.resolve();
    });
    next.erased.start();
    const standing = () =>
      sql`SELECT id FROM jobs WHERE erased_at IS NULL OR message_gone_at IS NULL`.execute(
        store.read,
      );
    await expect.poll(async () => (await standing()).rows).toEqual([]);
    const gone = new Set([...first.messages.gone, ...next.messages.gone]);
    expect(gone.size).toBe(JOBS + 1);
  },
);
