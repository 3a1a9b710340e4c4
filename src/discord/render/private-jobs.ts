import type { FoundJobs } from '../../jobs/sql/job-search.ts';
import type { Catalogue } from '../../say/say.ts';
import { LONGEST_CHOICE } from '../interactions/choice-bounds.ts';
import type { Card } from './card.ts';
import { mention } from './mention.ts';
import { oneLine, quotePrompt } from './prompt-text.ts';
import { pageButtons } from './page-buttons.ts';
import { stamp } from './times.ts';

const PROMPT_LENGTH = 150;

/** Those who moderate a server see who made what privately in it, a page at a time, and may choose one to remove. */
export function privateJobs(
  person: string,
  { jobs, newer, older, stopped }: FoundJobs,
  words: Catalogue,
): Card {
  const { moderation, pages } = words;
  const turns = pageButtons(
    { newer, older },
    { action: 'private-page', person, listed: 'completed' },
    words,
  );
  const lines = jobs.flatMap(({ id, userId, createdAt, visibility, wanted }) => {
    const state = visibility === 'shown' ? [] : [words.jobs[visibility]];
    const head = [mention(userId), stamp(createdAt), `\`${id}\``, ...state].join(' · ');
    const prompt = quotePrompt(oneLine(wanted.prompt, PROMPT_LENGTH), PROMPT_LENGTH);
    return [head, ...(prompt === '' ? [] : [prompt])];
  });
  const end = stopped ? pages.stopped(stopped.rows, stamp(stopped.at)) : moderation.noPrivate;
  const options = jobs
    .filter(({ visibility }) => visibility !== 'removed')
    .map(({ id, wanted }) => ({
      label: words.job(id),
      value: id,
      ...(wanted.prompt !== '' && { description: oneLine(wanted.prompt, LONGEST_CHOICE) }),
    }));
  return {
    title: moderation.privateTitle,
    lines: stopped || lines.length === 0 ? [...lines, end] : lines,
    selects:
      options.length > 0
        ? [
            {
              id: { action: 'private-pick', person },
              placeholder: moderation.choosePrivate,
              options,
            },
          ]
        : [],
    buttons: [turns],
  };
}

/** Asks once more before one of them is removed. */
export function privateRemoval(
  person: string,
  job: string,
  { moderation: { removePrivate, privateButtons } }: Catalogue,
): Card {
  return {
    text: removePrivate(job),
    buttons: [
      [
        { id: { action: 'private-remove', job }, label: privateButtons.remove, kind: 'danger' },
        { id: { action: 'private-page', person }, label: privateButtons.back, kind: 'secondary' },
      ],
    ],
  };
}
