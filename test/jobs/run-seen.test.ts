import { describe, expect, it } from 'vitest';
import { runSeen } from '../../src/jobs/observations.ts';

const submittedAt = Date.UTC(2030, 0, 1);

/** By how long after RunPod took the job, in milliseconds. */
const seen = (parts: { now: number; queued?: number; delayMs?: number; started?: number }) => {
  const at = (ms: number | undefined) => (ms === undefined ? undefined : submittedAt + ms);
  const { startedAt, unsureMs } = runSeen(
    { submittedAt, startedAt: at(parts.started) },
    { now: submittedAt + parts.now, queuedAt: at(parts.queued), delayMs: parts.delayMs },
  );
  return [startedAt - submittedAt, unsureMs];
};

describe('a run that is seen', () => {
  it.each<[string, Parameters<typeof seen>[0], [number, number]]>([
    ['when RunPod says that it did', { now: 9_000, queued: 4_000, delayMs: 7_000 }, [7_000, 0]],
    ['at any time since it was in the queue', { now: 9_000, queued: 4_000 }, [9_000, 5_000]],
    ['at any time since it was sent', { now: 9_000 }, [9_000, 9_000]],
    ['when the row says that it did', { now: 9_000, started: 3_000, delayMs: 7_000 }, [3_000, 0]],
    ['no sooner than it was last queued', { now: 9_000, queued: 8_000, delayMs: 0 }, [8_000, 0]],
    ['now, where RunPod had it a moment sooner', { now: 9_000, delayMs: 9_300 }, [9_000, 0]],
    ['at any time, where RunPod means the future', { now: 9_000, delayMs: 9e15 }, [9_000, 9_000]],
    ['now, where the clock was set back', { now: -9_000, queued: 4_000 }, [-9_000, 0]],
  ])('began %s', (_, sighting, expected) => {
    expect(seen(sighting)).toEqual(expected);
  });
});
