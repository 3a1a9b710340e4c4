import { assertNever } from '../errors/errors.ts';
import { cancelAtRunPod } from './cancel-at-runpod.ts';
import { isTerminal, type Job, POSTER_WINDOW_MS, UNSENT_STATES } from './job.ts';
import type { JobMemory } from './poll-memory.ts';
import { poll } from './poll.ts';
import { prepare } from './prepare.ts';
import { send, submitAgain } from './send.ts';
import { after, AGAIN, DONE, fail, type Next, type StepContext } from './step-context.ts';

/** Whether an unsent job needs a photo while faces are disabled. */
export function facesDisabled(job: Job, { faces }: StepContext): boolean {
  const unsent = job.state !== 'awaiting_consent' && UNSENT_STATES.includes(job.state);
  return job.wanted.person && !faces && unsent;
}

/** What a step has of its job besides the row. */
export interface StepOf {
  readonly remembered: JobMemory;
  /** Aborts when the job ends, from before its row was read. */
  readonly over: AbortSignal;
}

/** Takes the step for a job's state. */
export async function step(
  job: Job,
  context: StepContext,
  { remembered, over }: StepOf,
): Promise<Next> {
  if (facesDisabled(job, context)) return fail(job, context, 'faces_off');
  switch (job.state) {
    case 'awaiting_consent':
      return awaitConsent(job, context);
    case 'accepted':
      await context.log.move(job.id, 'preparing', 'has pictures');
      return AGAIN;
    case 'preparing':
      return prepare(job, context);
    case 'ready':
      // The queue dispatcher drives it from here.
      return DONE;
    case 'submitting':
      if (!remembered.hasTurn(job)) {
        remembered.endTurn(job.id);
        return submitAgain(job, context, over);
      }
      return send(job, context, {
        over,
        onSending: () => {
          remembered.endTurn(job.id);
        },
      });
    case 'queued':
    case 'running':
      return poll(job, context, remembered.pollsOf(job.id));
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return cancelAtRunPod(job, context);
    default:
      return assertNever(job.state);
  }
}

/** `awaiting_consent`: expires it without consent in time. A consenting click wakes it. */
async function awaitConsent(job: Job, context: StepContext): Promise<Next> {
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

/** Ends a job after an unexpected error, with a message if possible. */
export async function giveUp(job: Job, { log }: StepContext): Promise<void> {
  if (isTerminal(job.state)) await log.note.remoteClosed(job.id);
  else if (job.state === 'awaiting_consent') {
    await log.move(job.id, 'expired', 'unexpected', { error: { code: 'unexpected' } });
  } else await fail(job, { log }, 'unexpected');
}
