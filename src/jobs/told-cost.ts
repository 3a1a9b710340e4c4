import { microsOf } from '../comfy/money.ts';
import type { WorkerResult } from '../comfy/output.ts';
import type { Logger } from '../logger/logger.ts';

/** What a job has cost, as its row keeps it: nothing where nothing was said that can be believed. */
export function toldCost(
  { costUsd, oddCost }: Pick<WorkerResult, 'costUsd' | 'oddCost'>,
  { job, logger }: { readonly job: string; readonly logger: Logger },
): { readonly costMicros?: number } {
  if (oddCost === true) {
    logger.warn({ job }, 'what it is said to have cost is not believed: what is documented counts');
  }
  return costUsd === undefined ? {} : { costMicros: microsOf(costUsd) };
}
