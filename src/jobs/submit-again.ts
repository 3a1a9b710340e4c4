import { BotError } from '../errors/errors.ts';
import type { Job } from '../record/job/job.ts';
import { fail } from './fail.ts';
import type { HealthWatch } from './health-watch.ts';
import { AGAIN, after, type Next } from './next.ts';
import { send, type SendContext } from './send.ts';
import { pauseAfter, waitLeft } from './wait-here.ts';

/** How many submissions may be in doubt: one lost answer is forgiven. */
const MOST_ATTEMPTS = 2;

/**
 * `submitting`, found so: an earlier request may have reached RunPod, but its answer was lost with
 * the connection or with the process. It is sent once more, as soon as RunPod answers again: a
 * second doubt in the same outage would end it, though nothing of it may have arrived.
 */
export async function submitAgain(job: Job, context: SendContext): Promise<Next> {
  const { clock, destinations, log } = context;
  if (job.attempt >= MOST_ATTEMPTS) return fail(job, context, 'submission_lost');
  const destination = destinations.find(job.wanted.recipe);
  if (!destination) return fail(job, context, 'workflow_gone');
  const { access, health } = destination;
  if (access.refusedFor('POST')) {
    const left = waitLeft(job, context);
    return left > 0 ? after(left) : fail(job, context, 'key_refused');
  }
  if (context.storage.trouble !== undefined) {
    const left = waitLeft(job, context);
    return left > 0 ? after(left) : fail(job, context, 'storage_unwell');
  }
  const { retryAt = 0 } = job;
  const now = clock.now();
  if (retryAt > now) return after(retryAt - now);
  if (!(await isThere(health))) return putOff(job, context);
  const again = await log.move(job.id, 'submitting', 'sent to RunPod again', {
    attempt: job.attempt + 1,
    retryAt: null,
  });
  return again ? send(again, context) : AGAIN;
}

/** Whether RunPod says anything about the endpoint. What it refuses is an answer too. */
async function isThere(health: HealthWatch): Promise<boolean> {
  try {
    await health.latest();
    return true;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return error.code !== 'service_unreachable';
  }
}

/** Until later, where it may still wait here. */
async function putOff(job: Job, context: SendContext): Promise<Next> {
  const { log, clock } = context;
  if (waitLeft(job, context) <= 0) return fail(job, context, 'service_unreachable');
  await log.note.retryAt(job.id, clock.now() + Math.ceil(pauseAfter(job, context)));
  return AGAIN;
}
