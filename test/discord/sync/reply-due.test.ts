import { expect, it } from 'vitest';
import { isReplyDue } from '../../../src/discord/sync/end-replies.ts';
import { type Job, JOB_STATES } from '../../../src/jobs/job.ts';
import { ASKED_AT, sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const MINUTE = 60_000;
const LONG: Partial<Job> = {
  state: 'completed',
  acceptedAt: ASKED_AT,
  finishedAt: ASKED_AT + MINUTE + 1,
  revision: 4,
  shownRevision: 4,
  pictures: [{ file: 'k3f9x2ab-1.png', format: 'png' }],
};

/** Whether somebody is told of a job that took a little more than a minute, but for `parts`. */
function isDue(parts: Partial<Job> = {}, { after = MINUTE, later = 1_000 } = {}): boolean {
  const job = sampleJob({ ...LONG, ...parts });
  return isReplyDue(job, { now: (job.finishedAt ?? ASKED_AT) + later, afterMs: after });
}

it.each(JOB_STATES)('tells of the end of one that is %s as it should', (state) => {
  expect(isDue({ state })).toBe(['completed', 'failed', 'expired'].includes(state));
});

it.each<[string, boolean, Partial<Job>]>([
  ['took no longer than that', false, { finishedAt: ASKED_AT + MINUTE }],
  [
    'waited for consent for long, and was quick then',
    false,
    { createdAt: ASKED_AT - 10 * MINUTE, finishedAt: ASKED_AT + 1_000 },
  ],
  ['was never begun, as nobody gave consent', false, { state: 'expired', acceptedAt: undefined }],
  ['is not over', false, { state: 'running', finishedAt: undefined }],
  ['is not shown yet', false, { shownRevision: 3 }],
  ['has no message that is known', false, { messageId: undefined }],
  ['is for one person alone', false, { ephemeral: true }],
  [
    'came as a direct message at its end',
    false,
    { private: true, postingAt: ASKED_AT + MINUTE + 1 },
  ],
  ['had become a direct message before', true, { private: true, postingAt: ASKED_AT + MINUTE }],
  ['was hidden', false, { visibility: 'hidden' }],
  ['was removed', false, { visibility: 'removed' }],
  ['was erased', false, { erasedAt: ASKED_AT }],
  ['is out of reach', false, { undeliverableAt: ASKED_AT }],
  ['has no picture any more', false, { pictures: [] }],
  ['has been told of', false, { toldAt: ASKED_AT }],
  ['failed, without a picture', true, { state: 'failed', pictures: [] }],
  ['may have been told of before a crash', true, { tellingAt: ASKED_AT }],
])('of a job that %s: %s', (_, is, parts) => {
  expect(isDue(parts)).toBe(is);
});

it('tells nobody where the operator has switched it off', () => {
  expect(isDue({}, { after: 0 })).toBe(false);
});

it('tells nobody half an hour after the end', () => {
  expect(isDue({}, { later: 30 * MINUTE })).toBe(true);
  expect(isDue({}, { later: 30 * MINUTE + 1 })).toBe(false);
});
