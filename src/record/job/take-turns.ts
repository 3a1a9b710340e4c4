import { LINE_LOCK } from '../../store/locks.ts';
import type { Changing } from './changing.ts';
import type { Job } from './job.ts';
import { turnsDue, type Room } from './line.ts';
import { moveJob } from './move-job.ts';
import { reachRound } from './rounds.ts';
import { JOB_COLUMNS, type JobRow } from './row.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';

const NEXT = new PreparedQuery<JobRow & { readonly round: number | null }>((db) =>
  db
    .selectFrom('jobs')
    .select([...JOB_COLUMNS, 'round'])
    .where('id', '=', argument<string>('id')),
);

/** Jobs whose turns came, and the ids of those that were next but whose rows cannot be read. */
export interface TurnsTaken {
  readonly jobs: readonly Job[];
  readonly unreadable: readonly string[];
}

/**
 * Takes the turns that have come, holding the line's lock: those jobs are `submitting` from then
 * on.
 */
export async function takeTurns(
  changing: Changing,
  room: Room,
  atMost: number,
): Promise<TurnsTaken> {
  const { trx, locks } = changing;
  locks.require(LINE_LOCK);
  const jobs: Job[] = [];
  const unreadable: string[] = [];
  for (const id of await turnsDue(trx, room, atMost)) {
    const row = await NEXT.first(trx, { id });
    const job = row && changing.rows.readable(row);
    if (!job) {
      unreadable.push(id);
      continue;
    }
    const taken = await moveJob(changing, id, {
      to: 'submitting',
      cause: 'sent to RunPod',
      set: { attempt: job.attempt + 1, retryAt: null },
    });
    if (taken) jobs.push(taken);
    await reachRound(trx, { userId: job.userId, lane: job.lane, round: row.round ?? 0 });
  }
  return { jobs, unreadable };
}
