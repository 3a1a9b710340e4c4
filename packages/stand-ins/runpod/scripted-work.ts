import { isEnding, type Outcome } from './job.ts';
import type { Work } from './work.ts';

/** The status that an outcome comes to. */
function outcomeStatus(outcome: Outcome): string {
  if (outcome.status !== undefined) return outcome.status;
  if (outcome.stuck) return 'IN_PROGRESS';
  return outcome.error === undefined ? 'COMPLETED' : 'FAILED';
}

/** Whether a job with this outcome never comes to an end by itself. */
export function neverEnds(outcome: Outcome): boolean {
  return outcome.stuck === true || !isEnding(outcomeStatus(outcome));
}

/** A worker that does nothing but come to the outcome. */
export function scriptedWork(outcome: Outcome): Work {
  return async ({ sleep }) => {
    if (outcome.executionMs !== undefined) await sleep(outcome.executionMs);
    return {
      status: outcomeStatus(outcome),
      ...('output' in outcome && { output: outcome.output }),
      ...('error' in outcome && { error: outcome.error }),
    };
  };
}
