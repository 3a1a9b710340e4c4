import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { PARKED } from '../../rules/pause.ts';
import {
  allowanceOf,
  type Rule,
  ruledRequestSchema,
  rulesOutWaiting,
  serverAllowance,
} from '../../rules/rule.ts';
import { endHold, isHeld, type ServerHold, serverHolds } from '../../rules/sql/server-holds.ts';
import { rulesOf } from '../../rules/sql/server-rules.ts';
import type { Database } from '../../store/database.ts';
import { QUEUE_LOCK } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import { rowNumber } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { JobLog } from '../job-log.ts';
import { WAITING_STATES } from '../job.ts';
import type { Changing } from './changing.ts';
import { JOB_COLUMNS, json } from './job-row.ts';
import { columnsOf, moveJob } from './move-job.ts';
import { atOnceHere, factsOf } from './server-limits.ts';

/*
 * What becomes of a server's waiting jobs when its managers change its rules, pause it or resume it. A
 * parked job is `ready`, and has PARKED as the time at which it rejoins its queue.
 */

const WAITS = sql<boolean>`finished_at IS NULL AND pictures = '[]'
  AND state IN (${sql.join(WAITING_STATES.map((state) => sql.lit(state)))})`;

interface WaitingRow {
  readonly id: string;
  readonly row: number;
}

/** Waiting jobs of a server, in the order of their rows. */
const WAITING = new PreparedQuery<WaitingRow>(
  () => sql`SELECT id, ${rowNumber('jobs')} AS row FROM jobs
    WHERE guild_id = ${argument('guildId')} AND ${WAITS} AND ${rowNumber('jobs')} > ${argument('after')}
    ORDER BY ${rowNumber('jobs')} LIMIT ${argument('limit')}`,
);

const ruled = json.pipe(ruledRequestSchema.extend({ roles: z.array(z.string()) }));

/** Jobs per transaction. */
const AT_ONCE = 25;

/** The waiting jobs of held servers. Each write deals with some of them. */
export class HeldJobs {
  readonly #store: Store;
  readonly #log: Pick<JobLog, 'change'>;

  constructor(store: Store, log: Pick<JobLog, 'change'>) {
    this.#store = store;
    this.#log = log;
  }

  /** The servers whose waiting jobs are not sent for now. */
  holds(): Promise<readonly ServerHold[]> {
    return serverHolds(this.#store.read);
  }

  /**
   * Applies a server's rules to its next waiting jobs: ends those that a rule forbids, and sets how many
   * pictures may be in progress beside the others. Rows of earlier versions do not say what the rules ask,
   * so none forbids them. Returns the row to continue after; `undefined` at the end.
   */
  applyRules({ guildId }: ServerHold, after: number): Promise<number | undefined> {
    return this.#log.change((changing) => applyRules(changing, guildId, after));
  }

  /** Parks waiting jobs of a paused server. False once there are none. */
  async park(hold: ServerHold): Promise<boolean> {
    const isIn = sql<boolean>`state = 'ready' AND pictures = '[]'
      AND (retry_at IS NULL OR retry_at < ${PARKED})`;
    if (!(await this.#isAny(hold, isIn))) return false;
    return this.#log.change((changing) => moveInQueue(changing, hold, { isIn, retryAt: PARKED }));
  }

  /**
   * Returns parked jobs of a server to their old positions; the pause does not count as waiting. False once
   * there are none.
   */
  unpark(hold: ServerHold): Promise<boolean> {
    const { since, until } = hold;
    const isIn = sql<boolean>`state = 'ready' AND retry_at = ${PARKED}`;
    const readyAt = sql<number>`CASE WHEN ready_at > ${since} THEN ${until}
      ELSE ready_at + ${until} - ${since} END`;
    return this.#log.change((changing) =>
      moveInQueue(changing, hold, { isIn, readyAt, retryAt: null }),
    );
  }

  /**
   * Ends waiting jobs of a paused server: those that only a token reaches, which expires before a time, or
   * all. False once there are none.
   */
  async endUnreachable(hold: ServerHold, tokensBefore: number | undefined): Promise<boolean> {
    const isDue =
      tokensBefore === undefined
        ? WAITS
        : sql<boolean>`${WAITS} AND ephemeral = 1 AND token_expires_at <= ${tokensBefore}`;
    if (!(await this.#isAny(hold, isDue))) return false;
    return this.#log.change((changing) => endUnreachable(changing, hold, isDue));
  }

  /** Looks without the locks for which the other processes would wait. */
  async #isAny({ guildId }: ServerHold, isDue: RawBuilder<boolean>): Promise<boolean> {
    return (await waitingIn(this.#store.read, guildId, isDue, 1)).length > 0;
  }

  /** Ends a hold that was dealt with, unless it has changed meanwhile. */
  async end(hold: ServerHold): Promise<void> {
    await this.#store.write((trx) => endHold(trx, hold));
  }
}

async function applyRules(
  changing: Changing,
  guildId: string,
  after: number,
): Promise<number | undefined> {
  const { trx, locks } = changing;
  const next = await WAITING.all(trx, { guildId, after, limit: AT_ONCE });
  const ids = next.map(({ id }) => id);
  if (ids.length === 0) return undefined;
  await locks.rows('jobs', ids);
  const rules = await rulesOf(trx, guildId);
  const jobs = await trx
    .selectFrom('jobs')
    .select(['id', 'state', 'userId', 'ruled', 'ownAtOnce', 'serverAtOnce'])
    .where('id', 'in', ids)
    .where(WAITS)
    .execute();
  for (const { id, state, userId, ruled: asked, ...before } of jobs) {
    const request = ruled.safeParse(asked).data;
    if (!request) continue;
    const member = { id: userId, roles: request.roles, guildId };
    const forbidding = rulesOutWaiting(request, [
      serverAllowance(rules),
      allowanceOf(rules, member),
    ]);
    if (forbidding) {
      await endWaiting(changing, guildId, { id, state }, forbidding);
      continue;
    }
    const { own: ownAtOnce = null, server: serverAtOnce = null } = atOnceHere(rules, member);
    if (ownAtOnce === before.ownAtOnce && serverAtOnce === before.serverAtOnce) continue;
    await trx.updateTable('jobs').set({ ownAtOnce, serverAtOnce }).where('id', '=', id).execute();
  }
  return next.length < AT_ONCE ? undefined : next.at(-1)?.row;
}

async function endWaiting(
  changing: Changing,
  guildId: string,
  { id, state }: { readonly id: string; readonly state: string },
  rule: Rule,
): Promise<void> {
  const error =
    rule.limit === 'paused'
      ? ({ code: 'server_paused' } as const)
      : ({ code: 'rule_changed', facts: factsOf(rule, guildId) } as const);
  await moveJob(changing, id, {
    to: state === 'awaiting_consent' ? 'expired' : 'failed',
    cause: error.code,
    set: columnsOf({ error }),
  });
}

interface QueueMove {
  /** Which jobs. */
  readonly isIn: RawBuilder<boolean>;
  readonly readyAt?: RawBuilder<number>;
  readonly retryAt: number | null;
}

async function moveInQueue(
  changing: Changing,
  hold: ServerHold,
  { isIn, ...set }: QueueMove,
): Promise<boolean> {
  const { trx, locks } = changing;
  await locks.hold(QUEUE_LOCK);
  // Another process may have dealt with it, and its managers decided anew.
  if (!(await isHeld(trx, hold))) return false;
  const ids = await waitingIn(trx, hold.guildId, isIn, AT_ONCE);
  if (ids.length === 0) return false;
  await locks.rows('jobs', ids);
  const rows = await trx
    .updateTable('jobs')
    .set((eb) => ({ ...set, revision: eb('revision', '+', 1) }))
    .where('id', 'in', ids)
    .where(isIn)
    .returning([...JOB_COLUMNS])
    .execute();
  for (const row of rows) changing.changed(row);
  return true;
}

async function endUnreachable(
  changing: Changing,
  hold: ServerHold,
  isDue: RawBuilder<boolean>,
): Promise<boolean> {
  const { trx, locks } = changing;
  const { guildId } = hold;
  if (!(await isHeld(trx, hold))) return false;
  const ids = await waitingIn(trx, guildId, isDue, AT_ONCE);
  if (ids.length === 0) return false;
  await locks.rows('jobs', ids);
  const jobs = await trx
    .selectFrom('jobs')
    .select(['id', 'state'])
    .where('id', 'in', ids)
    .where(isDue)
    .execute();
  const rule = { subject: { kind: 'server' }, limit: 'paused', value: true } as const;
  for (const job of jobs) await endWaiting(changing, guildId, job, rule);
  return jobs.length > 0;
}

/** Ids of some unfinished jobs of a server. */
async function waitingIn(
  db: Database,
  guildId: string,
  isDue: RawBuilder<boolean>,
  limit: number,
): Promise<readonly string[]> {
  const found = await db
    .selectFrom('jobs')
    .select('id')
    .where('guildId', '=', guildId)
    .where('finishedAt', 'is', null)
    .where(isDue)
    .limit(limit)
    .execute();
  return found.map(({ id }) => id);
}
