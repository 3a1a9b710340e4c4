import type { AskedPoster, Job } from '../../../jobs/job.ts';
import type { Card } from '../card.ts';
import { mention } from '../mention.ts';
import { linkTo } from '../message-link.ts';
import { cancelButton, jobButton } from './job-button.ts';
import { wordsFor } from '../words-for.ts';
import { notice } from './notice.ts';

/** A job that waits for its person's word that the pictures may be used, or for that of whoever posted them. */
export function asking(job: Job): Card {
  if (job.asks) return askingPoster(job, job.asks);
  const { question, wording } = wordsFor(job).consent[job.wanted.consentAbout];
  const confirm = jobButton(job, 'consent', wording, 'success');
  return notice(job, question, [confirm, cancelButton(job)]);
}

/** Everybody sees it, and whoever posted the picture is told of it by Discord. */
function askingPoster(job: Job, { userId = '', messageId }: AskedPoster): Card {
  const { fromMessage: words, posterConsent } = wordsFor(job);
  const ask = words.question[job.wanted.consentAbout];
  const link = linkTo({ ...job, messageId }) ?? '';
  return {
    ...notice(job, words.terms, [
      jobButton(job, 'agree', posterConsent.wording, 'success'),
      jobButton(job, 'decline', words.no, 'danger'),
      ...(job.wanted.prompt === ''
        ? []
        : [jobButton(job, 'show-prompt', words.showPrompt, 'secondary')]),
      cancelButton(job),
    ]),
    text: [ask(mention(userId), mention(job.userId), link)],
    pings: [userId],
  };
}
