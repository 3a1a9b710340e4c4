import { explain } from '../../errors/explain.ts';
import { say } from '../../say/say.ts';
import { shareByTime } from '../../comfy/estimate.ts';
import { MOST_AHEAD, type Job } from '../../record/job/job.ts';
import type { HoldUp, Observed } from '../../jobs/observations.ts';
import { EXACT_PLACES } from '../../jobs/told-place.ts';
import { stamp } from './times.ts';

const BAR_LENGTH = 10;

const HOLD_UP: Readonly<Record<HoldUp, string>> = {
  cold: 'starting a cold worker, usually about 40 s',
  none: 'no worker is there, and none is starting: the operator may have to allow some',
  throttled: 'the GPU service has no free GPU of this kind just now',
  unhealthy: 'the workers do not start: the operator has to look why',
};

const KEY_REFUSED = `${explain({ code: 'key_refused' }, say()).what} Its operator has been told in the log; this goes on when it works again.`;

/** Where a job stands that waits for a GPU. */
export function waitingLines(job: Job, { place, ahead, holdUp, keyRefused }: Observed): string[] {
  const details: string[] = [];
  if (job.state === 'ready' && place !== undefined) details.push(placeInLine(place));
  if (job.state === 'queued') {
    if (ahead !== undefined && ahead > 0) details.push(aheadOfIt(ahead));
    if (holdUp !== undefined) details.push(HOLD_UP[holdUp]);
  }
  const since = `Waiting for a GPU · since ${stamp(job.acceptedAt ?? job.createdAt)}`;
  return [
    since,
    ...(details.length > 0 ? [details.join(' · ')] : []),
    ...(keyRefused ? [KEY_REFUSED] : []),
  ];
}

function aheadOfIt(ahead: number): string {
  return `${ahead < MOST_AHEAD ? ahead : `${MOST_AHEAD} or more`} ahead`;
}

function placeInLine(place: number): string {
  return `${place > EXACT_PLACES ? 'about ' : ''}place ${place} in line`;
}

/** How far a job is that a GPU works on, and when it will be ready. */
export function workingLine(job: Job, observed: Observed, now: number): string {
  if (observed.keyRefused) return KEY_REFUSED;
  const { progress, expectedMs, readyAt, leastShare } = observed;
  const startedAt = job.startedAt ?? now;
  // Where the worker reports nothing, a share of the expected time tells more than no bar at all.
  const share = progress ?? shareByTime(now, { startedAt, expectedMs });
  if (share === undefined && leastShare === undefined) return `Working · since ${stamp(startedAt)}`;
  const bar = progressBar(Math.min(Math.max(share ?? 0, leastShare ?? 0), 0.99));
  if (readyAt === undefined) return bar;
  return `${bar} · ${readyAt > now ? `ready ${stamp(readyAt)}` : 'ready any moment'}`;
}

function progressBar(share: number): string {
  const full = Math.floor(share * BAR_LENGTH);
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${Math.round(share * 100)} %`;
}
