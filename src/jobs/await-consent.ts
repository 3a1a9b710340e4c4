import type { Clock } from '../clock.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import { POSTER_WINDOW_MS } from '../safety/consent.ts';
import { AGAIN, after, type Next } from './next.ts';

export interface AwaitConsentContext {
  readonly log: Pick<JobLog, 'move'>;
  readonly clock: Clock;
  /** Whether pictures are taken that may show somebody. */
  readonly faces: boolean;
  /** How long a person may think about it, in milliseconds. */
  readonly consentWindowMs: number;
}

/** `awaiting_consent`: ends it where nobody consents in time. The click that does brings it back. */
export async function awaitConsent(job: Job, context: AwaitConsentContext): Promise<Next> {
  const { log, clock, faces, consentWindowMs } = context;
  if (!faces) {
    await log.move(job.id, 'expired', 'faces are off', { error: { code: 'faces_off' } });
    return AGAIN;
  }
  const left = job.createdAt + (job.asks ? POSTER_WINDOW_MS : consentWindowMs) - clock.now();
  if (left > 0) return after(left);
  const code = job.asks ? 'poster_silent' : 'consent_lapsed';
  await log.move(job.id, 'expired', 'not confirmed in time', { error: { code } });
  return AGAIN;
}
