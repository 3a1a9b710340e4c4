import type { Steps } from '../../comfy/steps.ts';
import type { Observed } from '../../jobs/observations.ts';
import { phaseOf, type Job } from '../../record/job/job.ts';
import type { Card } from './card.ts';
import { asking } from './job/asking.ts';
import { cancelled } from './job/cancelled.ts';
import { completed } from './job/completed.ts';
import { failed } from './job/failed.ts';
import { waiting } from './job/waiting.ts';
import { withheld } from './job/withheld.ts';
import { working } from './job/working.ts';
import { WHOLE, type MessageForm } from './message-form.ts';
import { wordsFor } from './words-for.ts';

/**
 * A job's message as it should be. Pure: the same row, the same observation and the same time give
 * the same card. `steps`: what people may do with what such jobs make. Times are Discord's own stamps, which count by themselves.
 */
export function renderJob(
  job: Job,
  observed: Observed,
  now: number,
  { words, picture }: MessageForm = WHOLE,
  steps?: Steps,
): Card {
  const shown = words ? job : withoutPrompt(job);
  switch (phaseOf(job.state)) {
    case 'asking':
      return asking(shown);
    case 'waiting':
      return waiting(shown, observed);
    case 'working':
      return working(shown, observed, now);
    case 'completed':
      return job.visibility === 'shown' ? completed(shown, picture, steps) : withheld(shown);
    case 'failed':
      return failed(shown);
    case 'cancelled':
      return cancelled(shown);
  }
}

function withoutPrompt(job: Job): Job {
  const prompt = wordsFor(job).result.promptRefused;
  return { ...job, wanted: { ...job.wanted, prompt } };
}
