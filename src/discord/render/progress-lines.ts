import type { Catalogue } from '../../say/say.ts';
import { shareByTime } from '../../comfy/estimate.ts';
import { type Job, MOST_AHEAD } from '../../jobs/job.ts';
import type { Observed } from '../../jobs/observations.ts';
import { EXACT_PLACES } from '../../jobs/queue-positions.ts';
import { stamp } from './times.ts';
import { wordsFor } from './words-for.ts';

const BAR_LENGTH = 10;

type Words = Catalogue['progress'];

/** Where a job that waits for a GPU stands. */
export function waitingLines(job: Job, observed: Observed): string[] {
  const { place, ahead, holdUp, keyRefused, storageFails } = observed;
  const words = wordsFor(job).progress;
  const details: string[] = [];
  if (job.state === 'ready' && place !== undefined) details.push(placeInLine(place, words));
  if (job.state === 'queued') {
    if (ahead !== undefined && ahead > 0) details.push(aheadOfIt(ahead, words));
    if (holdUp !== undefined) details.push(words.holdUp[holdUp]);
  }
  return [
    words.waiting(stamp(job.acceptedAt ?? job.createdAt)),
    ...(details.length > 0 ? [details.join(' · ')] : []),
    ...(keyRefused ? [words.keyRefused] : []),
    ...(storageFails ? [words.storageFails] : []),
  ];
}

function aheadOfIt(ahead: number, words: Words): string {
  return ahead < MOST_AHEAD ? words.ahead(ahead) : words.aheadOrMore(MOST_AHEAD);
}

function placeInLine(place: number, words: Words): string {
  return place > EXACT_PLACES ? words.aboutPlace(place) : words.place(place);
}

/** How far along a job is that a GPU is working on, and when it will be ready. */
export function workingLine(job: Job, observed: Observed, now: number): string {
  const words = wordsFor(job).progress;
  if (observed.unstored) return words.unstored;
  if (observed.keyRefused) return words.keyRefused;
  const { progress, expectedMs, readyAt, lateAt, leastShare } = observed;
  const startedAt = job.startedAt ?? now;
  // Where the worker reports nothing, a share of the expected time is better than no bar at all.
  const share = progress ?? shareByTime(now, { startedAt, expectedMs });
  if (share === undefined && leastShare === undefined) return words.working(stamp(startedAt));
  const bar = progressBar(Math.min(Math.max(share ?? 0, leastShare ?? 0), 0.99), words);
  if (readyAt === undefined) return bar;
  const soon = readyAt > now ? words.ready(stamp(readyAt)) : words.readyAnyMoment;
  const isLateToCome = lateAt !== undefined && lateAt > now;
  return `${bar} · ${isLateToCome ? words.orLate(soon, stamp(lateAt)) : soon}`;
}

function progressBar(share: number, words: Words): string {
  const full = Math.floor(share * BAR_LENGTH);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${words.percent(Math.round(share * 100))}`;
}
