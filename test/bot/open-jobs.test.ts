import { forOperators, type Notice } from '../../src/say/say.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { openJobs } from '../../src/bot/open-jobs.ts';
import { openStore } from '../../src/bot/open-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { opening, request } from './opening.ts';

async function openBoth() {
  const runpod = await RunPodSandbox.start();
  onTestFinished(() => runpod.close());
  const given = opening({
    RUNPOD_API_KEY: runpod.apiKey,
    RUNPOD_ENDPOINT_ID: runpod.endpointId,
    RUNPOD_API_URL: runpod.apiUrl,
    RUNPOD_REST_URL: runpod.restUrl,
  });
  const record = await openStore(given);
  return { runpod, given, record, log: record.log, jobs: openJobs(given, record) };
}

/** No message shows anything. */
const NOTHING_POSTED = { read: () => Promise.resolve(undefined) };

describe('what drives jobs, by itself', () => {
  it('brings a job to its end that was there before, and one that comes later', async () => {
    const { given, log, jobs } = await openBoth();
    const before = await log.create(request(given, { id: 'before' }));
    await jobs.start(NOTHING_POSTED);
    const later = await log.create(request(given, { id: 'later', interactionId: '2' }));
    for (const job of [before, later]) {
      await expect.poll(async () => (await log.jobs.find(job?.id ?? ''))?.state).toBe('completed');
    }
  });

  it('asks RunPod for nothing before it is started', async () => {
    const { given, runpod, log } = await openBoth();
    await log.create(request(given));
    await given.shutdown.run();
    expect(runpod.http.requests).toEqual([]);
  });

  it('tells the operator of a key that is refused, until it is shut down', async () => {
    const { given, runpod, record } = await openBoth();
    const clock = new ManualClock();
    const jobs = openJobs({ ...given, clock }, record);
    const told: string[] = [];
    const tell = (notice: Notice) => Promise.resolve(void told.push(notice(forOperators)));
    runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    jobs.watchKey({ trouble: tell, relief: tell });
    await expect.poll(() => told.join()).toContain('RunPod refuses RUNPOD_API_KEY');
    await expect.poll(() => clock.sleeping).toBe(1);
    await given.shutdown.run();
    expect(clock.sleeping).toBe(0);
  });

  it('follows no job once it is shut down, and leaves the rest to the next start', async () => {
    const { given, runpod, log, jobs } = await openBoth();
    runpod.hold();
    const job = await log.create(request(given));
    const listeners = log.events.listenerCount('changed');
    await jobs.start(NOTHING_POSTED);
    await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    // By then past runs are followed, too.
    const asked = () => runpod.http.requests.some(({ path }) => path.includes('/status/'));
    await expect.poll(asked).toBe(true);
    await given.shutdown.run();
    // The watch of ends listened before the start.
    expect(log.events.listenerCount('changed')).toBe(listeners - 1);
    const database = openDatabase(given.config.databasePath);
    onTestFinished(() => database.close());
    const row = await database.db
      .selectFrom('jobs')
      .select(['id', 'finishedAt'])
      .executeTakeFirst();
    expect(row).toEqual({ id: job?.id, finishedAt: null });
  });
});
