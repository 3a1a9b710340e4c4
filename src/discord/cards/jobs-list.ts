import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { type Job, JOB_STATES, type JobState, phaseOf } from '../../jobs/job.ts';
import type { FoundJobs, JobSearch } from '../../jobs/sql/job-search.ts';
import { LONGEST_CHOICE } from '../../recipes/command-definition.ts';
import type { Catalogue } from '../../say/say.ts';
import type { PersonCustomId } from '../interactions/custom-id.ts';
import type { Card, CardButton, CardFrame, CardSelect } from './card.ts';
import { formOf, labelled } from './form.ts';
import { PHASE_COLOUR } from './job-lines.ts';
import { mention, messageLink, oneLine, quotePrompt, stamp } from './text.ts';

const PROMPT_LENGTH = 80;

export interface JobsPanel {
  /** The member whose jobs they are: only they can use the list. */
  readonly person: string;
  readonly view: ListView;
  readonly words: string;
  readonly found: FoundJobs;
  /** Whether the member has jobs in progress in this server. */
  readonly underWay: boolean;
  /** The jobs that can be made again from here. */
  readonly again: readonly Job[];
  /** Thumbnail files by job. */
  readonly thumbnails: ReadonlyMap<string, string>;
}

/** A page of a member's jobs, with filters and paging. */
export function jobsPanel(panel: JobsPanel, words: Catalogue): Card {
  const { found, thumbnails } = panel;
  const foot = searchFooter(panel.words);
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
  const head = [
    `**${phases[phase]}**`,
    ...(job.visibility === 'shown' ? [] : [words.jobs[job.visibility]]),
    ...(pictures > 1 && job.visibility === 'shown' ? [several(pictures)] : []),
    stamp(job.createdAt),
  ];
  const where = [
    ...(job.ephemeral || job.messageId === undefined ? [] : [messageLink(job, words)]),
    `\`${job.id}\``,
  ];
  const prompt = quotePrompt(job.wanted.prompt.replace(/\s+/g, ' '), PROMPT_LENGTH);
  return {
    lines: [head.join(' · '), ...(prompt === '' ? [] : [prompt]), `-# ${where.join(' · ')}`],
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

/** By position on the page, since two jobs may have the same prompt. */
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

function buttonsOf(
  { person, view: { listed }, found, underWay }: JobsPanel,
  words: Catalogue,
): CardButton[] {
  const { buttons } = words.jobs;
  return [
    ...pageButtons(found, { action: 'jobs-page', person, listed }, words),
    {
      id: { action: 'jobs-words', person, name: viewName({ listed }) },
      label: buttons.words,
      kind: 'secondary',
    },
    ...(underWay
      ? [
          {
            id: { action: 'jobs-cancel', person },
            label: buttons.cancelAll,
            kind: 'danger' as const,
          },
        ]
      : []),
  ];
}

const PRIVATE_PROMPT_LENGTH = 150;

/** A page of a server's private jobs for its moderators, who can pick one to remove. */
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
    const prompt = quotePrompt(
      oneLine(wanted.prompt, PRIVATE_PROMPT_LENGTH),
      PRIVATE_PROMPT_LENGTH,
    );
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

/** Asks for confirmation before a removal. */
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

/** The filters of the list. Jobs waiting for consent count as waiting. */
export const LISTED = ['all', 'waiting', 'working', 'completed', 'failed', 'cancelled'] as const;
type Listed = (typeof LISTED)[number];

/** The view of a member's jobs. Its search words are in the message: see {@link searchFooter}. */
export interface ListView {
  readonly listed: Listed;
  /** The cursor; from the newest if left out. */
  readonly from?: JobSearch['from'];
}

/** The longest search text, in characters. */
const MOST_WORDS = 100;

const VIEW = /^([a-z]{1,9})(?:-([on])-([a-z0-9]{1,9})-([a-z0-9]{1,8}))?$/;

/** A view as the name in a custom id: `failed`, or `failed-o-mhx4k2p9-5k` with a cursor. */
export function viewName({ listed, from }: ListView): string {
  if (!from) return listed;
  const { at, row } = from.cursor;
  return `${listed}-${from.way === 'older' ? 'o' : 'n'}-${at.toString(36)}-${row.toString(36)}`;
}

/** The view of such a name; any other name means all jobs from the newest. */
export function viewNamed(name: string | undefined): ListView {
  const [, said, way, at, row] = VIEW.exec(name ?? '') ?? [];
  const listed = LISTED.find((one) => one === said) ?? 'all';
  if (way === undefined || at === undefined || row === undefined) return { listed };
  const cursor = { at: Number.parseInt(at, 36), row: Number.parseInt(row, 36) };
  return { listed, from: { way: way === 'o' ? 'older' : 'newer', cursor } };
}

/** The states of a filter; `undefined` for all. */
export function statesListed(listed: Listed): ReadonlySet<JobState> | undefined {
  if (listed === 'all') return undefined;
  return new Set(JOB_STATES.filter((state) => listedPhase(state) === listed));
}

function listedPhase(state: JobState): Exclude<Listed, 'all'> {
  const phase = phaseOf(state);
  return phase === 'asking' ? 'waiting' : phase;
}

const MARK = '🔎 ';

/**
 * The foot that stores a list's search words: too long for a custom id, and only the message
 * survives a restart. It is in no language, so the next click can read it.
 */
export function searchFooter(words: string): string | undefined {
  const line = oneLine(words, MOST_WORDS);
  return line === '' ? undefined : `${MARK}${line}`;
}

/** The search words in such a foot; empty for any other. */
export function searchInFooter(foot: string): string {
  return foot.startsWith(MARK) ? oneLine(foot.slice(MARK.length), MOST_WORDS) : '';
}

/** The pages of a list, for its member alone. */
export interface PagesOf {
  readonly action: string;
  readonly person: string;
  readonly listed: Listed;
}

/** The paging buttons, if there are pages in their direction. */
function pageButtons(
  { newer, older }: Pick<FoundJobs, 'newer' | 'older'>,
  { action, person, listed }: PagesOf,
  { pages }: Pick<Catalogue, 'pages'>,
): readonly CardButton[] {
  const page = (label: string, from: ListView['from']): CardButton => ({
    id: { action, person, name: viewName({ listed, from }) },
    label,
    kind: 'secondary',
  });
  return [
    ...(newer ? [page(pages.newer, { way: 'newer', cursor: newer })] : []),
    ...(older ? [page(pages.older, { way: 'older', cursor: older })] : []),
  ];
}

/** The field of {@link wordsForm}. */
export const WORDS_FIELD = 'words';

/** The search form, prefilled with the current search. */
export function wordsForm(
  id: PersonCustomId,
  before: string,
  { jobs: { wordsTitle, wordsLabel } }: Catalogue,
): APIModalInteractionResponseCallbackData {
  const field = labelled(
    { label: wordsLabel },
    {
      type: ComponentType.TextInput,
      custom_id: WORDS_FIELD,
      style: TextInputStyle.Short,
      max_length: MOST_WORDS,
      required: false,
      ...(before !== '' && { value: before }),
    },
  );
  return formOf({ id, title: wordsTitle }, [field]);
}
