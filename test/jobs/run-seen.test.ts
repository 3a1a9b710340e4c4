import { describe, expect, it } from 'vitest';
import { runSeen } from '../../src/jobs/run-seen.ts';

const SUBMITTED = 1_900_000_000_000;

type Job = Parameters<typeof runSeen>[0];
type Sighting = Parameters<typeof runSeen>[1];

/** How long after RunPod took the job its run began, and by how much that may be too late. */
function began(sighting: Partial<Sighting>, job: Partial<Job> = {}): [number, number] {
  const { startedAt, unsureMs } = runSeen(
    { submittedAt: SUBMITTED, startedAt: undefined, ...job },
    { now: SUBMITTED + 9_000, queuedAt: undefined, delayMs: undefined, ...sighting },
  );
  return [startedAt - SUBMITTED, unsureMs];
}

describe('when a run began that is seen now', () => {
  it.each<[string, Partial<Sighting>, [number, number]]>([
    ['is when RunPod says that it left the queue', { delayMs: 3_400 }, [3_400, 0]],
    ['is at most now, whatever RunPod says', { delayMs: 60_000 }, [9_000, 0]],
    [
      'is not before it was last seen in the queue',
      { delayMs: 3_400, queuedAt: SUBMITTED + 8_000 },
      [8_000, 0],
    ],
    ['may be any time since RunPod took it', {}, [9_000, 9_000]],
    [
      'may be any time since it was seen in the queue',
      { queuedAt: SUBMITTED + 8_000 },
      [9_000, 1_000],
    ],
  ])('%s', (_, sighting, expected) => {
    expect(began(sighting)).toEqual(expected);
  });

  it('is what the row says where it does', () => {
    expect(began({ delayMs: 3_400 }, { startedAt: SUBMITTED + 2_000 })).toEqual([2_000, 0]);
  });

  it('is now where nothing else is known, as after the clock was set back', () => {
    expect(began({}, { submittedAt: undefined })).toEqual([9_000, 0]);
    expect(began({}, { submittedAt: SUBMITTED + 60_000 })).toEqual([9_000, 0]);
  });
});
