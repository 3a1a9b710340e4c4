import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { moments } from '../../src/store/moments.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { imagine, openStudio, settled } from '../commands/scene.ts';
import { completedMessage, workingMessage } from '../support/job-message.ts';

const output = { images: [{ data: base64(PNG) }] };
/** Asked for, its turn, sent, running, completed, shown. */
const MOST = 6;

/** How many transactions were committed since that changed something: only those cost an fsync. */
function countCommits(databasePath: string): () => number {
  const sqlite = new SQLite(databasePath, { readonly: true });
  const version = () => sqlite.pragma('data_version', { simple: true });
  let [commits, seen] = [0, version()];
  const count = () => {
    const now = version();
    if (now !== seen) commits += 1;
    seen = now;
  };
  moments.batchCommitted.subscribe(count);
  onTestFinished(() => {
    moments.batchCommitted.unsubscribe(count);
    sqlite.close();
  });
  return () => commits;
}

/** How many jobs' messages are not on record as showing them as they are. */
function unshown(databasePath: string): unknown {
  const sqlite = new SQLite(databasePath, { readonly: true });
  try {
    return sqlite
      .prepare('SELECT count(*) FROM jobs WHERE shown_revision < revision')
      .pluck()
      .get();
  } finally {
    sqlite.close();
  }
}

/** Knows when the bot has removed what was old at its start: from then on that waits for an hour. */
class RestingClock implements Clock {
  hours = 0;

  now(): number {
    return systemClock.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms === 60 * 60_000) this.hours += 1;
    return systemClock.sleep(ms, signal);
  }
}

describe('a job, from its request to its result in its message,', () => {
  it.each([1, 20])(`is at most ${MOST} commits, where there are as many as %i`, async (jobs) => {
    const clock = new RestingClock();
    const studio = await openStudio({ clock, runpod: { workers: 20 } });
    await expect.poll(() => clock.hours).toBe(1);
    // That somebody has been greeted is written once, and is no job's.
    studio.runpod.script({ status: 'FAILED' });
    await settled(studio, await imagine(studio));
    await expect.poll(() => unshown(studio.databasePath)).toBe(0);
    studio.runpod.hold();
    for (let count = 0; count < jobs; count += 1) studio.runpod.script({ output });
    const commits = countCommits(studio.databasePath);
    const asked = await Promise.all(Array.from({ length: jobs }, () => imagine(studio)));
    await Promise.all(asked.map((one) => workingMessage(studio, one)));
    studio.runpod.release();
    await Promise.all(asked.map((one) => completedMessage(studio, one)));
    await studio.stopBot();
    expect(commits()).toBeLessThanOrEqual(MOST * jobs);
  });
});
