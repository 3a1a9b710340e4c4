import type { StoredPicture } from '../../images/picture-store.ts';
import { isSpoiler, type Job } from '../../jobs/job.ts';
import type { Observed } from '../../jobs/observations.ts';
import type { Catalogue } from '../../say/say.ts';
import type { Card } from './card.ts';
import { renderJob } from './job-card.ts';
import { hidesPrompt, promptLines } from './job-lines.ts';
import { messageLink } from './text.ts';

/** The member who views a single job, and where. */
export interface Viewer {
  readonly isRequester: boolean;
  /** Whether they moderate the job's server. */
  readonly moderates: boolean;
  /** Whether they are in an age-restricted channel. */
  readonly ageRestricted: boolean;
}

interface Sight {
  readonly viewer: Viewer;
  readonly observed: Observed;
  readonly now: number;
  /** Whether to send smaller JPEGs to fit Discord's limit. */
  readonly smaller: boolean;
}

/**
 * A job as its message shows it, for one member: with a link and no buttons. Others see no picture
 * of a private job and get no link.
 */
export function shownJob(job: Job, sight: Sight, words: Catalogue): Card {
  const { viewer, observed, now, smaller } = sight;
  const picture = smaller ? 'smaller' : 'original';
  const { lines = [], pictures, colour } = renderJob(job, observed, now, { words: true, picture });
  const kept = picturesFor(job, viewer);
  const isWithheld = (pictures?.kept.length ?? 0) > kept.length;
  const isHidden = job.visibility === 'hidden' && viewer.moderates;
  const isPrivateOfOther = isPrivateTo(job, viewer);
  return {
    text: [job.ephemeral || isPrivateOfOther ? words.job(job.id) : messageLink(job, words)],
    lines: [
      ...(isHidden || hidesPrompt(job) ? promptLines(job) : []),
      ...lines,
      ...(isWithheld ? [isPrivateOfOther ? words.show.private : words.show.ageRestricted] : []),
    ],
    ...(kept.length > 0 && {
      pictures: {
        kept,
        ...(pictures?.alt !== undefined && { alt: pictures.alt }),
        ...(smaller && ({ smaller } as const)),
        ...((isHidden || isSpoiler(job) || (job.wanted.person && !viewer.isRequester)) && {
          covered: true,
        }),
      },
    }),
    ...(colour !== undefined && { colour }),
  };
}

/** Whether it is another member's private job. */
function isPrivateTo(job: Job, { isRequester }: Viewer): boolean {
  return job.private && !isRequester;
}

/** The pictures that this member may see there. */
function picturesFor(job: Job, viewer: Viewer): readonly StoredPicture[] {
  const { state, visibility, pictures, ageRestricted } = job;
  const mayLook = visibility === 'shown' || (visibility === 'hidden' && viewer.moderates);
  const isPlace = !ageRestricted || viewer.ageRestricted;
  const isSeen = mayLook && isPlace && !isPrivateTo(job, viewer);
  return state === 'completed' && isSeen ? pictures : [];
}
