import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JobWindow } from '../../../../packages/stand-ins/playground/job-window.ts';
import type { JobView } from '../../../../packages/stand-ins/playground/wire.ts';
import type { SandboxJob } from '../../../../packages/stand-ins/runpod/job.ts';
import { preparedFace } from '../../../support/face-picture.ts';
import { LogBench } from '../../../support/log-bench.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

/** A window on that database, in a time of its own. */
function watch(path: string, sent: readonly SandboxJob[] = []) {
  const clock = new ManualClock();
  const told: (readonly JobView[])[] = [];
  const tell = (jobs: readonly JobView[]) => told.push(jobs);
  const window = new JobWindow({ clock, path, sent: () => sent, tell });
  const ending = new AbortController();
  const over = window.watch(ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await over;
  });
  /** Lets it look several times. */
  const look = () => clock.advance(2_000);
  return { window, told, look, ending, over };
}

/** A job as RunPod has it. */
function sentJob(id: string, input: unknown): SandboxJob {
  return {
    id,
    endpointId: 'ep',
    input,
    policy: {},
    status: 'IN_QUEUE',
    submittedAt: 0,
    cancelRequested: false,
  };
}

describe('the window on the jobs', () => {
  it('shows each job with what happened to it, the newest first', async () => {
    const bench = new LogBench();
    const ofWords = await bench.jobIn('ready');
    await bench.clock.advance(5_000);
    const withPhoto = await bench.jobIn('preparing');
    await bench.move(withPhoto, 'ready');
    await bench.clock.advance(5_000);
    const asked = await bench.create();
    const { window, look } = watch(bench.path);
    await look();
    expect(window.jobs.map(({ id, row }) => [id, row.id, row.state])).toEqual([
      [asked.id, asked.id, 'accepted'],
      [withPhoto.id, withPhoto.id, 'ready'],
      [ofWords.id, ofWords.id, 'ready'],
    ]);
    expect(
      window.jobs.map(({ events }) => events.map((event) => [event.from_state, event.to_state])),
    ).toEqual([
      [[null, 'accepted']],
      [
        [null, 'accepted'],
        ['accepted', 'preparing'],
        ['preparing', 'ready'],
      ],
      [[null, 'ready']],
    ]);
  });

  it('has words for photos and tokens', async () => {
    const bench = new LogBench();
    const face = Buffer.from('the bytes of a face');
    const job = await bench.jobIn('preparing', { interactionToken: 'a-secret-token' });
    await bench.log.keepPictures(job.id, [preparedFace(face)]);
    const { window, look } = watch(bench.path);
    await look();
    expect(window.jobs[0]?.row).toMatchObject({
      pictures_kept: '(19 bytes)',
      interaction_token: '(a token)',
      params: expect.stringContaining('a lighthouse') as unknown,
      attempt: 0,
      error_code: null,
    });
    expect(JSON.stringify(window.jobs)).not.toMatch(/secret|the bytes/);
  });

  it('shows what RunPod was sent for a job, its photo shortened', async () => {
    const bench = new LogBench();
    await bench.jobIn('queued', {}, { runpodId: 'run-2' });
    await bench.create();
    const sent = [
      sentJob('run-1', { seed: 1 }),
      sentJob('run-2', { seed: 2, face: 'A'.repeat(4_000) }),
    ];
    const { window, look } = watch(bench.path, sent);
    await look();
    expect(window.jobs.map(({ input }) => input)).toEqual([
      undefined,
      { seed: 2, face: `${'A'.repeat(24)}… (4000 characters)` },
    ]);
  });

  it('does not keep the bot from emptying its write-ahead log', async () => {
    const bench = new LogBench();
    await bench.create();
    const { look } = watch(bench.path);
    await look();
    const sqlite = new SQLite(bench.path);
    onTestFinished(() => {
      sqlite.close();
    });
    expect(sqlite.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0, log: 0 }]);
  });
});
