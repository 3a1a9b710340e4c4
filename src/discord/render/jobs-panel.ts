import type { FoundJobs } from '../../jobs/sql/job-search.ts';
import { type Job, phaseOf } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';
import { LONGEST_CHOICE } from '../interactions/choice-bounds.ts';
import type { Card, CardButton, CardFrame, CardSelect } from './card.ts';
import { PHASE_COLOUR } from './job/phase-colour.ts';
import { LISTED, viewName, wordsFoot, type ListView } from './list-view.ts';
import { messageLink } from './message-link.ts';
import { oneLine, quotePrompt } from './prompt-text.ts';
import { stamp } from './times.ts';
import { pageButtons } from './page-buttons.ts';

const PROMPT_LENGTH = 80;

export interface JobsPanel {
  /** Whose jobs they are: nobody else can use it. */
  readonly person: string;
  readonly view: ListView;
  readonly words: string;
  readonly found: FoundJobs;
  /** Those of them that can be made again from here. */
  readonly again: readonly Job[];
  /** By job, the file of its small picture. */
  readonly thumbnails: ReadonlyMap<string, string>;
}

/** A page of somebody's jobs, and what narrows it down and leads on. */
export function jobsPanel(panel: JobsPanel, words: Catalogue): Card {
  const { found, thumbnails } = panel;
  const foot = wordsFoot(panel.words);
  const lines = headLines(panel, words);
  return {
    title: words.jobs.title,
    ...(lines.length > 0 && { lines }),
    ...(foot !== undefined && { foot }),
    frames: found.jobs.map((job) => frameOf(job, thumbnails.get(job.id), words)),
    files: found.jobs.flatMap(({ id }) => thumbnails.get(id) ?? []),
    selects: [stateSelect(panel, words), ...againSelects(panel, words)],
    buttons: [buttonsOf(panel, words)],
  };
}

function headLines(
  { view, words: typed, found: { jobs, stopped } }: JobsPanel,
  { jobs: words, pages }: Catalogue,
): string[] {
  const isNarrowed = view.listed !== 'all' || view.from !== undefined || typed !== '';
  const none = isNarrowed ? words.nothingFound : words.none;
  return [
    ...(view.listed === 'all' ? [] : [words.phases[view.listed]]),
    ...(jobs.length === 0 && stopped === undefined ? [none] : []),
    ...(stopped === undefined ? [] : [pages.stopped(stopped.rows, stamp(stopped.at))]),
  ];
}

function frameOf(job: Job, thumbnail: string | undefined, words: Catalogue): CardFrame {
  const phase = phaseOf(job.state);
  const { phases, several } = words.jobs;
  const pictures = job.pictures.length;
  const parts = [
    `**${phases[phase]}**`,
    ...(job.visibility === 'shown' ? [] : [words.jobs[job.visibility]]),
    ...(pictures > 1 && job.visibility === 'shown' ? [several(pictures)] : []),
    stamp(job.createdAt),
    ...(job.ephemeral || job.messageId === undefined ? [] : [messageLink(job, words)]),
    `\`${job.id}\``,
  ];
  const prompt = quotePrompt(job.wanted.prompt.replace(/\s+/g, ' '), PROMPT_LENGTH);
  return {
    lines: [parts.join(' · '), ...(prompt === '' ? [] : [prompt])],
    colour: PHASE_COLOUR[phase],
    ...(thumbnail !== undefined && { thumbnail }),
  };
}

function stateSelect({ person, view }: JobsPanel, { jobs: words }: Catalogue): CardSelect {
  return {
    id: { action: 'jobs-state', person },
    placeholder: words.show,
    options: LISTED.map((listed) => ({
      value: listed,
      label: listed === 'all' ? words.all : words.phases[listed],
      chosen: listed === view.listed,
    })),
  };
}

/** By the place on the page, since two may have been asked for in the same words. */
function againSelects(
  { person, again, found: { jobs } }: JobsPanel,
  { jobs: words, job: named }: Catalogue,
): CardSelect[] {
  if (again.length === 0) return [];
  const options = again.map((job) => {
    const { id, wanted } = job;
    const prompt = oneLine(wanted.prompt, LONGEST_CHOICE);
    return {
      value: id,
      label: oneLine(
        `${jobs.indexOf(job) + 1} · ${prompt === '' ? named(id) : prompt}`,
        LONGEST_CHOICE,
      ),
    };
  });
  return [{ id: { action: 'jobs-again', person }, placeholder: words.again, options }];
}

function buttonsOf({ person, view: { listed }, found }: JobsPanel, words: Catalogue): CardButton[] {
  const { buttons } = words.jobs;
  return [
    ...pageButtons(found, { action: 'jobs-page', person, listed }, words),
    {
      id: { action: 'jobs-words', person, name: viewName({ listed }) },
      label: buttons.words,
      kind: 'secondary',
    },
    { id: { action: 'jobs-cancel', person }, label: buttons.cancelAll, kind: 'danger' },
  ];
}
