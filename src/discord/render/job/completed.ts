import type { Steps } from '../../../comfy/steps.ts';
import { isSpoiler, type Job } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import type { MessageForm } from '../message-form.ts';
import { jobFoot } from '../own-mark.ts';
import { duration } from '../times.ts';
import { wordsFor } from '../words-for.ts';
import { altText } from './alt-text.ts';
import { lifetime } from './lifetime.ts';
import { notice } from './notice.ts';
import { originLine } from './origin-line.ts';
import { PHASE_COLOUR } from './phase-colour.ts';
import { promptLines } from './prompt-lines.ts';
import { resultButtons } from './result-buttons.ts';
import { settingsLine } from './settings-line.ts';

/** A finished job: its picture, or why there is none. `steps`: what may be made from it. */
export function completed(
  job: Job,
  picture: MessageForm['picture'],
  steps: Steps | undefined,
): Card {
  const isThere = job.pictures.length > 0;
  switch (picture) {
    case 'original':
    case 'smaller':
      return isThere ? withPictures(job, picture, steps) : withoutPicture(job, 'gone', steps);
    case 'none':
    case 'gone':
      return withoutPicture(job, picture, steps);
  }
}

function withPictures(job: Job, size: 'original' | 'smaller', steps: Steps | undefined): Card {
  const smaller = size === 'smaller';
  const words = wordsFor(job);
  const { result } = words;
  const time = duration(lifetime(job), words);
  const took =
    job.executionMs === undefined
      ? result.took(time)
      : result.tookOnGpu(time, duration(job.executionMs, words));
  return {
    lines: [
      ...promptLines(job),
      ...settingsLine(job),
      ...(job.pictures.length < job.count ? [result.fewer(job.pictures.length, job.count)] : []),
      ...(smaller
        ? [job.pictures.some(({ animated }) => animated) ? result.still : result.smaller]
        : []),
      ...originLine(job),
      ...reportedLine(job),
      `-# ${took} · ${result.for(mention(job.userId))}`,
    ],
    pictures: {
      kept: job.pictures,
      alt: altText(job),
      ...(smaller && { smaller }),
      ...(isSpoiler(job) && { covered: true }),
    },
    buttons: [resultButtons(job, steps, { hasPicture: true })],
    colour: PHASE_COLOUR.completed,
    foot: jobFoot(job),
  };
}

function withoutPicture(job: Job, why: 'none' | 'gone', steps: Steps | undefined): Card {
  const { notTaken, gone } = wordsFor(job).result;
  const lines = why === 'none' ? notTaken : gone;
  return notice(
    job,
    [...settingsLine(job), ...lines, ...reportedLine(job)],
    resultButtons(job, steps, { hasPicture: false }),
  );
}

function reportedLine(job: Job): readonly string[] {
  return job.coveredByReport === true ? [wordsFor(job).result.coveredByReport] : [];
}
