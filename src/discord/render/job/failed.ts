import { explain } from '../../../errors/explain.ts';
import { type Job, lacksConsent } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { wordsFor } from '../words-for.ts';
import { jobButton } from './job-button.ts';
import { notice } from './notice.ts';

/** A job that ended without its picture: what happened, and what to do. */
export function failed(job: Job): Card {
  const error = { code: job.errorCode ?? 'unexpected', facts: job.errorFacts };
  const words = wordsFor(job);
  const { mayBeCharged, buttons } = words.result;
  const { what, next } = explain(error, words);
  const again = jobButton(job, 'retry', buttons.retry, 'primary');
  const lines = [`**${what}**`, ...(isInDoubt(job) ? [mayBeCharged] : []), next];
  // Nobody clicks on a question that has closed, and nobody can make what nobody can read, or somebody did not allow.
  const isClosed = job.ephemeral && !job.private;
  const isFinal = isClosed || !job.wanted.readable || lacksConsent(job) !== undefined;
  return notice(job, lines, isFinal ? [] : [again]);
}

/** Whether RunPod may have got it more often than it is known to have. */
function isInDoubt({ attempt, runpodId, errorCode }: Job): boolean {
  return attempt > (runpodId === undefined ? 0 : 1) && errorCode !== 'submission_lost';
}
