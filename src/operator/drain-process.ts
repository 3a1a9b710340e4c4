import { sql } from 'kysely';
import { UsageError } from '../command-line/program.ts';
import type { Clock } from '../engines/clock.ts';
import type { Database } from '../store/database.ts';
import { type DatabasePlace, readBeside, writeBeside } from '../store/live-database.ts';
import { thisMachine } from '../store/machine.ts';
import { argument } from '../store/queries.ts';
import { takersOf } from '../store/processes.ts';
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

const BESIDE = { acceptsNewer: true };
const HERE = 'here';
/** How often to check. The process itself looks every few seconds. */
const CHECK_EVERY_MS = 250;

/** A process, as the operator's program reads it. */
type ProcessLine = Awaited<ReturnType<typeof readProcesses>>[number];

/** All of them, oldest first. */
async function readProcesses(db: Database) {
  const rows = await db
    .selectFrom('processes')
    .select(['id', 'machine', 'pid', 'intake', 'startedAt'])
    .select(['isConnected', 'isDraining', 'leavingAt'])
    .orderBy('startedAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...row,
    isConnected: row.isConnected === 1,
    isDraining: row.isDraining === 1,
    isLeaving: row.leavingAt !== null,
  }));
}

/**
 * Orders a process to leave new interactions to the others. Idempotent. Returns its id.
 *
 * @throws UsageError if there is no such process, or no other one for its interactions.
 */
export function orderProcessDrain({ name, place }: ProcessName): Promise<string> {
  return writeBeside(
    place,
    async (trx) => {
      const all = await readProcesses(trx);
      const one = find(all, name);
      const others = all.filter(({ id }) => id !== one.id);
      if (!takersOf(others, one.intake).some(({ isDraining }) => !isDraining)) {
        throw new UsageError(
          `No other process takes the interactions of ${one.id}. Start one, or drain the whole bot: npm run drain.`,
        );
      }
      await setDraining(trx, one.id, 1);
      return one.id;
    },
    BESIDE,
  );
}

/** Has it take interactions again. Returns its id. @throws UsageError if there is no such process. */
export function undoProcessDrain({ name, place }: ProcessName): Promise<string> {
  return writeBeside(
    place,
    async (trx) => {
      const { id } = find(await readProcesses(trx), name);
      await setDraining(trx, id, 0);
      return id;
    },
    BESIDE,
  );
}

async function setDraining(trx: Database, id: string, isDraining: 0 | 1): Promise<void> {
  await trx.updateTable('processes').set({ isDraining }).where('id', '=', id).execute();
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
        process !== undefined && takersOf(all, process.intake).some((one) => one.id !== id);
      return { process, hasTaker, left, asking };
    },
    BESIDE,
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
  let wasDone = false;
  for (;;) {
    const status = await processStatus(one.place, id, clock.now());
    if (!status.process) {
      say(`Process ${id} has ended. The others go on with its jobs.`);
      return true;
    }
    if (!status.process.isDraining) {
      say('The drain was undone: the process takes interactions again.');
      return false;
    }
    const waits = waitsFor(status);
    // It may write a job just after it was checked.
    if (waits === undefined && wasDone) {
      const { asking } = status;
      const unconsented =
        asking > 0 ? ` The others go on with those that need consent: ${asking}.` : '';
      say(`Its jobs have ended and are shown.${unconsented} You can stop process ${id}.`);
      return true;
    }
    wasDone = waits === undefined;
    if (waits !== undefined && waits !== last) say(waits);
    last = waits ?? last;
    await clock.sleep(CHECK_EVERY_MS, signal);
  }
}

function waitsFor({ process, hasTaker, left }: ProcessStatus): string | undefined {
  if (!hasTaker) return 'No other process takes its interactions any more, so it still does.';
  if (process?.isConnected) return 'Waiting until another process is connected in its place.';
  return left.size === 0 ? undefined : totalLine(left);
}
