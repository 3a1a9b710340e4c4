import { setImmediate } from 'node:timers/promises';
import { REST } from 'discord.js';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { Messages } from '../../../src/discord/rest/messages.ts';
import { ReportPosts } from '../../../src/discord/sync/report-posts.ts';
import { RestCalls } from '../../../src/discord/rest/rest.ts';
import type { Report } from '../../../src/moderation/report.ts';
import { Reports } from '../../../src/moderation/sql/reports.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { LogBench } from '../../support/log-bench.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { peopleParts } from '../../support/people-parts.ts';

const MANY = 300;

/** Counts how often one report is looked at. */
class CountedReports extends Reports {
  looks = 0;

  override find(id: string): Promise<Report | undefined> {
    this.looks += 1;
    return super.find(id);
  }
}

/** So many reports in a server that has chosen no channel, and turns with room for one start. */
async function untoldReports(count: number) {
  const bench = new LogBench();
  const { store, log, clock } = bench;
  const rows = Array.from({ length: count }, (_, n) => ({
    id: `report${n}`,
    jobId: `job${n}`,
    guildId: '200000000000000001',
    reporterId: '400000000000000001',
    reason: 'other' as const,
    reportedAt: n,
  }));
  await store.write((trx) => trx.insertInto('reports').values(rows).execute());
  const { moderation, channels } = peopleParts(bench, { lapseAfterMs: 1 });
  const reports = new CountedReports(bench);
  const calls = new RestCalls(
    { bot: new REST(), token: new REST() },
    {
      botToken: 'none',
      clock,
      halt: new AbortController().signal,
    },
  );
  const posts = new ReportPosts({
    processes: ONLY_PROCESS,
    reports,
    moderation,
    moderationChannels: channels,
    serverLanguages: { of: () => Promise.resolve(undefined) },
    log,
    messages: new Messages(calls, { applicationId: '1', userId: '1' }),
    clock,
    logger: pino({ level: 'silent' }),
    turns: new Turns(0),
    pictures: { read: () => Promise.reject(new Error('no picture is kept')) },
    thumbnail: (read) => read(),
    isAgeRestricted: () => Promise.resolve(true),
  });
  onTestFinished(() => posts.stop());
  return { bench, reports, posts };
}

it('takes up thousands of reports a few in each turn of the event loop', async () => {
  const { reports, posts } = await untoldReports(MANY);
  posts.follow();
  const started = posts.resume();
  const inTurn: number[] = [];
  for (let before = 0; before < MANY; before += inTurn.at(-1) ?? 0) {
    await setImmediate();
    inTurn.push(reports.looks - before);
  }
  await started;
  expect(Math.max(...inTurn)).toBeLessThanOrEqual(2);
});

it('looks at no report that was still to come once it is to stop', async () => {
  const { reports, posts } = await untoldReports(MANY);
  posts.follow();
  const started = posts.resume();
  while (reports.looks === 0) await setImmediate();
  const stopped = posts.stop();
  const before = reports.looks;
  await Promise.all([started, stopped]);
  expect(before).toBeLessThan(MANY);
  expect(reports.looks).toBe(before);
});

it('lets those know at the start who were not told by a run before that their channel is lost', async () => {
  const { bench, posts } = await untoldReports(2);
  const { id } = await bench.jobIn('completed');
  await bench.db.updateTable('jobs').set({ visibility: 'hidden' }).where('id', '=', id).execute();
  const report = await bench.db
    .selectFrom('reports')
    .select('reportedAt')
    .where('jobId', '=', id)
    .executeTakeFirstOrThrow();
  posts.follow();
  await posts.resumeMoves();
  await posts.resume();
  expect((await bench.log.jobs.find(id))?.lapsesAt).toBe(report.reportedAt + 1);
});
