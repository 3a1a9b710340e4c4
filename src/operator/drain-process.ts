import { sql } from 'kysely';
import { UsageError } from '../command-line/program.ts';
import type { Clock } from '../engines/clock.ts';
import type { Database } from '../store/database.ts';
import { type DatabasePlace, readBeside, writeBeside } from '../store/live-database.ts';
import { thisMachine } from '../store/machine.ts';
import { argument } from '../store/queries.ts';
import { CHANNEL, eligibleFor, isAble, notification } from '../store/processes.ts';
import { type JobsLeft, leftWhere, readJobsLeft, totalLine } from './drain.ts';

/*
 * One of several processes is drained: it hands new interactions to the others, and goes on with what
 * it has. A process reads its order within seconds.
 *
 * A newer version may have migrated the database while the process runs: a rolling restart drains the
 * processes of the version before. Their rows stay as they are.
 */

/** A process of the bot, for the operator. */
export interface ProcessName {
  /** Its id, or `here` for that of this machine or container. */
  readonly name: string;
  readonly place: DatabasePlace;
}

const OF_ANY_VERSION = { acceptsNewer: true };
const HERE = 'here';
const CHECK_EVERY_MS = 250;
/**
 * How long nothing may be left before the drain is over: a process has to read its order, the load
 * balancer to ask `/readyz` and to leave it out, and what arrived until then to become a job.
 */
const QUIET_MS = 10_000;

const NOW = sql<number>`(extract(epoch FROM clock_timestamp()) * 1000)`;

/** A process, as the operator's program reads it. */
type ProcessLine = Awaited<ReturnType<typeof readProcesses>>[number];

/** Those whose lease has not run out, oldest first. */
async function readProcesses(db: Database) {
  const rows = await db
    .selectFrom('processes')
    .select(['id', 'machine', 'pid', 'intake', 'startedAt'])
    .select(['isConnected', 'isDraining', 'isCutOff', 'leavingAt'])
    .where('aliveUntil', '>=', NOW)
    .orderBy('startedAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...row,
    isConnected: row.isConnected === 1,
    isDraining: row.isDraining === 1,
    isCutOff: row.isCutOff === 1,
    isLeaving: row.leavingAt !== null,
  }));
}

/**
 * Orders a process to leave new interactions to the others. Idempotent. Returns its id.
 *
 * @throws UsageError if there is no such process, or no other one for its interactions.
 */
export async function orderProcessDrain({ name, place }: ProcessName): Promise<string> {
  requireSeveral(place);
  return writeBeside(
    place,
    async (trx) => {
      const all = await readProcesses(trx);
      const one = find(all, name);
      const others = all.filter(({ id }) => id !== one.id);
      if (!eligibleFor(one.intake, others).some(isAble)) {
        throw new UsageError(
          `No other process takes the interactions of ${one.id}. Start one, or drain the whole bot: npm run drain.`,
        );
      }
      await setDraining(trx, one.id, 1);
      return one.id;
    },
    OF_ANY_VERSION,
  );
}

/** Withdraws the order. Returns the process's id. @throws UsageError if there is no such process. */
export async function undoProcessDrain({ name, place }: ProcessName): Promise<string> {
  requireSeveral(place);
  return writeBeside(
    place,
    async (trx) => {
      const { id } = find(await readProcesses(trx), name);
      await setDraining(trx, id, 0);
      return id;
    },
    OF_ANY_VERSION,
  );
}

/** The processes read it at once: two that answer the same interaction should know of each other. */
async function setDraining(trx: Database, id: string, isDraining: 0 | 1): Promise<void> {
  await trx.updateTable('processes').set({ isDraining }).where('id', '=', id).execute();
  await sql`SELECT pg_notify(${CHANNEL}, ${notification('', {})})`.execute(trx);
}

/** @throws UsageError with SQLite, where the bot is one process. */
function requireSeveral({ databaseUrl }: DatabasePlace): void {
  if (databaseUrl !== undefined) return;
  throw new UsageError('With SQLite the bot is one process. Leave --process out.');
}

function find(all: readonly ProcessLine[], name: string): ProcessLine {
  const machine = thisMachine();
  const found = all.filter((one) => (name === HERE ? one.machine === machine : one.id === name));
  const [first, ...more] = found;
  if (first && more.length === 0) return first;
  const lines = all.map((one) => `\n  ${lineOf(one, machine)}`).join('');
  const problem = first ? 'Several processes run here' : `There is no process ${name}`;
  throw new UsageError(
    all.length === 0
      ? 'The bot has no processes that can be drained one by one.'
      : `${problem}. The bot's processes:${lines}`,
  );
}

/** `k3f8w2hj  gateway, connected, since 2026-12-01 12:03 UTC, here as 4711` */
function lineOf({ id, pid, ...one }: ProcessLine, machine: string): string {
  const since = new Date(one.startedAt).toISOString().slice(0, 16).replace('T', ' ');
  const facts = [
    one.intake,
    ...(one.isConnected ? ['connected'] : []),
    ...(one.isDraining ? ['draining'] : []),
    ...(one.isCutOff ? ['cut off from Discord'] : []),
    ...(one.isLeaving ? ['stopping'] : []),
    `since ${since} UTC`,
    ...(one.machine === machine ? [`here as ${pid}`] : []),
  ];
  return `${id}  ${facts.join(', ')}`;
}

interface ProcessStatus extends JobsLeft {
  /** `undefined` once it has ended. */
  readonly process: ProcessLine | undefined;
  /** Whether another process takes its interactions. */
  readonly hasTaker: boolean;
}

const JOBS_LEFT = leftWhere(sql`driver = ${argument<string>('id')}`);

function processStatus(place: DatabasePlace, id: string, now: number): Promise<ProcessStatus> {
  return readBeside(
    place,
    async (db) => {
      const all = await readProcesses(db);
      const process = all.find((one) => one.id === id);
      const { left, asking } = await readJobsLeft(db, JOBS_LEFT, { id });
      const unanswered = await db
        .selectFrom('deferrals')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('process', '=', id)
        .where('expiresAt', '>', now)
        .executeTakeFirstOrThrow();
      if (unanswered.count > 0) left.set('to be answered', unanswered.count);
      const hasTaker =
        process !== undefined && eligibleFor(process.intake, all).some((one) => one.id !== id);
      return { process, hasTaker, left, asking };
    },
    OF_ANY_VERSION,
  );
}

export interface ProcessDrainContext {
  readonly clock: Clock;
  /** Prints a line for the operator. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Drains a process, and waits until it takes no interactions and its jobs
 * have ended and are shown. False if it stopped waiting.
 *
 * @throws UsageError as {@link orderProcessDrain}, the signal's reason, and DatabaseError.
 */
export async function waitUntilProcessDrained(
  one: ProcessName,
  { clock, say, signal }: ProcessDrainContext,
): Promise<boolean> {
  const id = await orderProcessDrain(one);
  say(`Process ${id} leaves new interactions to the others. Waiting until its jobs are shown.`);
  let last = '';
  let quietSince: number | undefined;
  for (;;) {
    const status = await processStatus(one.place, id, clock.now());
    if (!status.process) {
      say(`Process ${id} has ended. The others go on with its jobs.`);
      return true;
    }
    if (!status.process.isDraining) {
      say(`The drain was undone: process ${id} takes part as before.`);
      return false;
    }
    const waits = waitsFor(status);
    if (waits === undefined) quietSince ??= clock.now();
    else {
      quietSince = undefined;
      if (waits !== last) say(waits);
      last = waits;
    }
    if (quietSince !== undefined && clock.now() - quietSince >= QUIET_MS) {
      const { asking } = status;
      const unconsented =
        asking > 0 ? ` The others go on with those that need consent: ${asking}.` : '';
      say(`Its jobs have ended and are shown.${unconsented} You can stop process ${id}.`);
      return true;
    }
    await clock.sleep(CHECK_EVERY_MS, signal);
  }
}

function waitsFor({ process, hasTaker, left }: ProcessStatus): string | undefined {
  if (!hasTaker) return 'No other process takes its interactions any more, so it still does.';
  if (process?.isConnected) return 'Waiting until another process is connected in its place.';
  return left.size === 0 ? undefined : totalLine(left);
}
