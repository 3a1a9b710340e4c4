import type { Job } from '../../../record/job/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import type { MessageForm } from '../message-form.ts';
import { jobFoot } from '../own-mark.ts';
import { duration } from '../times.ts';
import { wordsFor } from '../words-for.ts';
import { altText } from './alt-text.ts';
import { reportButton } from './job-button.ts';
import { lifetime } from './lifetime.ts';
import { notice } from './notice.ts';
import { PHASE_COLOUR } from './phase-colour.ts';
import { promptLines } from './prompt-lines.ts';
import { settingsLine } from './settings-line.ts';

/** A finished job: its picture, or why there is none. */
export function completed(job: Job, picture: MessageForm['picture']): Card {
  const isThere = job.pictures.length > 0;
  switch (picture) {
    case 'original':
    case 'smaller':
      return isThere ? withPictures(job, picture) : withoutPicture(job, 'gone');
    case 'none':
    case 'gone':
      return withoutPicture(job, picture);
  }
}

function withPictures(job: Job, size: 'original' | 'smaller'): Card {
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
      settingsLine(job),
      `${took} · ${result.for(mention(job.userId))}`,
      ...(job.pictures.length < job.count ? [result.fewer(job.pictures.length, job.count)] : []),
      ...(smaller ? [result.smaller] : []),
    ],
    pictures: {
      kept: job.pictures,
      alt: altText(job),
      ...(smaller && { smaller }),
    },
    buttons: [[reportButton(job)]],
    colour: PHASE_COLOUR.completed,
    foot: jobFoot(job),
  };
}

function withoutPicture(job: Job, why: 'none' | 'gone'): Card {
  const { notTaken, gone } = wordsFor(job).result;
  const lines = why === 'none' ? notTaken : gone;
  return notice(job, [settingsLine(job), ...lines], [reportButton(job)]);
}
