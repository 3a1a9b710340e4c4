import { BY_OPERATOR, type Job } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import { duration } from '../times.ts';
import { wordsFor } from '../words-for.ts';
import { lifetime } from './lifetime.ts';
import { notice } from './notice.ts';

/** A job that somebody, the operator or RunPod cancelled: by whom, and after how long. */
export function cancelled(job: Job): Card {
  const words = wordsFor(job);
  const { result } = words;
  const time = duration(lifetime(job), words);
  const by = job.cancelledBy;
  if (by === 'runpod') return notice(job, result.cancelledByService(time));
  if (by === BY_OPERATOR) return notice(job, [result.cancelled(result.operator, time)]);
  return notice(job, [result.cancelled(by === undefined ? result.somebody : mention(by), time)]);
}
