import type { Job } from '../../../record/job/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import type { MessageForm } from '../message-form.ts';
import { jobFoot } from '../own-mark.ts';
import { cut } from '../prompt-text.ts';
import { duration } from '../times.ts';
import { reportButton } from './job-button.ts';
import { lifetime } from './lifetime.ts';
import { notice } from './notice.ts';
import { PHASE_COLOUR } from './phase-colour.ts';
import { promptLines } from './prompt-lines.ts';
import { settingsLine } from './settings-line.ts';

/** Discord's limit for the description of an attachment. */
const ALT_TEXT_LENGTH = 1024;

/** What a finished job's message says in place of its picture. */
const WITHOUT_PICTURE = {
  none: [
    'Discord did not take the picture.',
    'Ask the operator for it by the id below; it is kept there for a while.',
  ],
  gone: ['The picture is no longer here.', 'Use /imagine with the same seed to make it again.'],
} as const;

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
  const took = [`Took ${duration(lifetime(job))}`];
  if (job.executionMs !== undefined) took.push(`${duration(job.executionMs)} on the GPU`);
  return {
    lines: [
      ...promptLines(job),
      settingsLine(job),
      `${took.join(', ')} · for ${mention(job.userId)}`,
      ...(smaller ? ['Shown smaller: the original was too large for Discord.'] : []),
    ],
    pictures: {
      kept: job.pictures,
      alt: cut(job.wanted.prompt, ALT_TEXT_LENGTH),
      ...(smaller && { smaller }),
    },
    buttons: [[reportButton(job)]],
    colour: PHASE_COLOUR.completed,
    foot: jobFoot(job),
  };
}

function withoutPicture(job: Job, why: keyof typeof WITHOUT_PICTURE): Card {
  return notice(job, [settingsLine(job), ...WITHOUT_PICTURE[why]], [reportButton(job)]);
}
