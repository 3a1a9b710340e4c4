import type { Steps } from '../../comfy/steps.ts';
import type { Observed } from '../../jobs/observations.ts';
import { type Job, phaseOf } from '../../jobs/job.ts';
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
  const card = cardOf(shown, observed, now, { picture, steps });
  // The question that stood there goes away.
  return job.asks && !card.text ? { ...card, text: [] } : card;
}

function cardOf(
  job: Job,
  observed: Observed,
  now: number,
  { picture, steps }: Pick<MessageForm, 'picture'> & { readonly steps: Steps | undefined },
): Card {
  switch (phaseOf(job.state)) {
    case 'asking':
      return asking(job);
    case 'waiting':
      return waiting(job, observed);
    case 'working':
      return working(job, observed, now);
    case 'completed':
      return job.visibility === 'shown' ? completed(job, picture, steps) : withheld(job);
    case 'failed':
      return failed(job);
    case 'cancelled':
      return cancelled(job);
  }
}

function withoutPrompt(job: Job): Job {
  const prompt = wordsFor(job).result.promptRefused;
  return { ...job, wanted: { ...job.wanted, prompt } };
}
