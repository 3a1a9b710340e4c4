import type { JobSearch } from '../../jobs/sql/job-search.ts';
import { JOB_STATES, type JobState, phaseOf } from '../../jobs/job.ts';
import { oneLine } from './prompt-text.ts';

/** By what a person narrows their list; what waits for consent is among what waits. */
export const LISTED = ['all', 'waiting', 'working', 'completed', 'failed', 'cancelled'] as const;
export type Listed = (typeof LISTED)[number];

/** Which part of somebody's jobs a list shows. Its words stand in the message: see {@link wordsFoot}. */
export interface ListView {
  readonly listed: Listed;
  /** From the newest on, where it is left out. */
  readonly from?: JobSearch['from'];
}

/** As many characters as can be looked for. */
export const MOST_WORDS = 100;

const VIEW = /^([a-z]{1,9})(?:-([on])-([a-z0-9]{1,9})-([a-z0-9]{1,8}))?$/;

/** A view as the name in a custom id: `failed`, or `failed-o-mhx4k2p9-5k` from a place on. */
export function viewName({ listed, from }: ListView): string {
  if (!from) return listed;
  const { at, row } = from.cursor;
  return `${listed}-${from.way === 'older' ? 'o' : 'n'}-${at.toString(36)}-${row.toString(36)}`;
}

/** The view that such a name stands for; all of them, from the newest on, for any other name. */
export function viewNamed(name: string | undefined): ListView {
  const [, said, way, at, row] = VIEW.exec(name ?? '') ?? [];
  const listed = LISTED.find((one) => one === said) ?? 'all';
  if (way === undefined || at === undefined || row === undefined) return { listed };
  const cursor = { at: Number.parseInt(at, 36), row: Number.parseInt(row, 36) };
  return { listed, from: { way: way === 'o' ? 'older' : 'newer', cursor } };
}

/** The states of the jobs that are listed so; `undefined` for all. */
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
 * The foot of a list of what has these words. It is in no language: the next press reads them from there,
 * since they are too long for a custom id, and the message is all that outlives a restart.
 */
export function wordsFoot(words: string): string | undefined {
  const line = oneLine(words, MOST_WORDS);
  return line === '' ? undefined : `${MARK}${line}`;
}

/** The words in such a foot; none where it is no such foot. */
export function wordsInFoot(foot: string): string {
  return foot.startsWith(MARK) ? oneLine(foot.slice(MARK.length), MOST_WORDS) : '';
}
