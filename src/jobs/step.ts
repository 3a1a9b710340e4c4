import { assertNever } from '../errors/errors.ts';
import { UNSENT_STATES, type Job } from '../record/job/job.ts';
import { awaitConsent, type AwaitConsentContext } from './await-consent.ts';
import { cancelThere, type CancelThereContext } from './cancel-there.ts';
import type { Destinations } from './destinations.ts';
import { fail } from './fail.ts';
import { DONE, type Next } from './next.ts';
import { poll, type PollContext } from './poll.ts';
import { begin, prepare, type PrepareContext } from './prepare.ts';
import type { Remembered } from './remembered.ts';
import { send, type SendContext } from './send.ts';
import { submitAgain } from './submit-again.ts';

/** What the steps of all states take together. */
export interface StepContext
  extends AwaitConsentContext, PrepareContext, SendContext, PollContext, CancelThereContext {
  readonly log: PollContext['log'];
  readonly runpod: PollContext['runpod'] & SendContext['runpod'] & CancelThereContext['runpod'];
  readonly destinations: Destinations;
  readonly storage: PollContext['storage'] & SendContext['storage'];
}

/** Whether a job is no longer sent, since it needs a photo and the operator takes none. */
export function isFaceless(job: Job, { faces }: Pick<StepContext, 'faces'>): boolean {
  const unsent = job.state !== 'awaiting_consent' && UNSENT_STATES.includes(job.state);
  return job.wanted.person && !faces && unsent;
}

/** Does the one step that a job's state asks for. */
export async function step(job: Job, context: StepContext, remembered: Remembered): Promise<Next> {
  if (isFaceless(job, context)) return fail(job, context, 'faces_off');
  switch (job.state) {
    case 'awaiting_consent':
      return awaitConsent(job, context);
    case 'accepted':
      return begin(job, context);
    case 'preparing':
      return prepare(job, context);
    case 'ready':
      // The line drives it from here.
      return DONE;
    case 'submitting':
      return remembered.takeTurn(job) ? send(job, context) : submitAgain(job, context);
    case 'queued':
    case 'running':
      return poll(job, context, remembered.pollsOf(job.id));
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return cancelThere(job, context);
    default:
      return assertNever(job.state);
  }
}
