import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import PQueue from 'p-queue';
import { unlessAborted } from '../../engines/time-limit.ts';
import { type Urgency, URGENCIES } from '../../engines/turns.ts';
import { Checkpoints } from '../checkpoints.ts';
import { type Database, dropPiece } from '../database.ts';
import { Locks } from '../locks.ts';
import { moments } from '../moments.ts';
import { PreparedQuery } from '../queries.ts';
import type { Proof, Store, Work } from '../store.ts';
import { OutcomeUnknown, PostgresFault, unwritable } from '../unwritable.ts';
import type { Connections, Unanswered } from './connections.ts';
import { LOCK_TIMEOUT } from './faults.ts';
import { SUM_JOB_COUNTS } from './schema.ts';

/*
 * The only write path to PostgreSQL. Each piece of work is a transaction of its own under READ
 * COMMITTED, on a connection of its own; the server groups what they flush.
 *
 * - Deferrals, members' pieces and those of jobs have their own connections, so none waits for all of
 *   the others. The most urgent ones go first.
 * - A piece that deadlocks, waits too long for a lock, or finds its connection broken before the
 *   commit, runs again from its start, a few times. Other faults are the caller's at once.
 * - While the server does not answer, every piece fails at once: members wait for that answer.
 * - If the connection breaks during the commit, the server is asked for the outcome by the number of
 *   the transaction, until it answers. The piece is not repeated.
 * - Lazy writes go at the end of the next piece of a job, or after a moment share a transaction. If it
 *   fails, each runs alone.
 * - Now and then the changes of job counts are summed up, or reading them would take ever longer.
 */

/** How many pieces run at the same time. */
const AT_ONCE = { deferrals: 1, people: 5, jobs: 3 };
/** The connections that pieces need. */
export const WRITING_CONNECTIONS = AT_ONCE.deferrals + AT_ONCE.people + AT_ONCE.jobs;

/** How often a piece runs again, and the pauses in between: 1 s in all, like those of SQLite. */
const PAUSES_MS = [5, 20, 75, 200, 700];
/** How long a member's piece waits for the outcome of its commit: Discord allows 3 s for a response. */
const OUTCOME_WITHIN_MS = 2_000;
/** Between two questions for an outcome. */
const ASK_AGAIN_MS = 250;
/** How long lazy writes wait for a piece to go with. */
const LAZY_MS = 2_000;
const MOST_LAZY_WRITES = 100;
/** After how many commits the changes of job counts are summed up. */
const SUM_AFTER = 1_000;

/** What a piece locks must not wait for the rows of lazy writes: it runs without them then. */
const HURRY = new PreparedQuery(() => sql`SET LOCAL lock_timeout = '50ms'`);

interface LazyWrite {
  readonly work: Work<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

export interface PostgresStoreOptions {
  /** Aborts when the bot stops waiting for the server. */
  readonly signal?: AbortSignal;
  /** After how many commits the changes of job counts are summed up. */
  readonly sumAfter?: number;
  /** See {@link Store.process}. Default: the only one. */
  readonly process?: string | undefined;
}

/** A Store on PostgreSQL. */
export class PostgresStore implements Store {
  readonly read: Database;
  readonly process: string;
  readonly #connections: Connections;
  readonly #deferrals = new PQueue({ concurrency: AT_ONCE.deferrals });
  readonly #people = new PQueue({ concurrency: AT_ONCE.people });
  readonly #jobs = new PQueue({ concurrency: AT_ONCE.jobs });
  readonly #cleaning: Checkpoints;
  #lazy: LazyWrite[] = [];
  #lazyTimer: NodeJS.Timeout | undefined;
  /** The ends of lazy writes. */
  readonly #unsettled = new Set<Promise<unknown>>();
  readonly #signal: AbortSignal | undefined;
  readonly #sumAfter: number;
  #unsummed = 0;

  constructor(
    connections: Connections,
    { signal, sumAfter = SUM_AFTER, process: own = '' }: PostgresStoreOptions = {},
  ) {
    this.process = own;
    this.#signal = signal;
    this.#sumAfter = sumAfter;
    this.#connections = connections;
    this.read = connections.reading;
    this.#cleaning = new Checkpoints({
      clear: async () => {
        while (await this.write(dropPiece));
      },
    });
  }

  get roundTripMs(): number {
    return this.#connections.roundTripMs;
  }

  async write<T>(piece: Work<T>, urgency: Urgency = 'job', proof?: Proof): Promise<T> {
    const lazy = urgency === 'job' ? this.#takeLazy() : [];
    if (lazy.length === 0) return this.#write(piece, urgency, proof);
    const progress = { isLazy: false };
    const withLazy: Work<T> = async (trx, locks) => {
      progress.isLazy = false;
      const result = await piece(trx, locks);
      progress.isLazy = true;
      await HURRY.send(trx, {});
      await Promise.all(lazy.map(({ work }) => work(trx, locks)));
      progress.isLazy = false;
      return result;
    };
    try {
      const result = await this.#write(withLazy, urgency, proof);
      for (const { settle } of lazy) settle();
      return result;
    } catch (error) {
      if (error instanceof OutcomeUnknown) {
        for (const { fail } of lazy) fail(error);
        throw error;
      }
      void this.#writeEach(lazy);
      if (progress.isLazy) return this.#write(piece, urgency, proof);
      throw error;
    }
  }

  async #write<T>(piece: Work<T>, urgency: Urgency = 'job', proof?: Proof): Promise<T> {
    const queue = this.#queueOf(urgency);
    const priority = -URGENCIES.indexOf(urgency);
    const { result, unanswered } = await queue.add(() => this.#run(piece), { priority });
    // Others may run meanwhile.
    if (unanswered) await this.#requireCommitted(unanswered, urgency, proof);
    this.#countCommit();
    return result;
  }

  #queueOf(urgency: Urgency): PQueue {
    if (urgency === 'deferral') return this.#deferrals;
    return urgency === 'job' ? this.#jobs : this.#people;
  }

  writeLazily<T>(piece: Work<T>): Promise<T> {
    const written = this.#queueLazily(piece);
    const settled = Promise.allSettled([written]);
    this.#unsettled.add(settled);
    void settled.then(() => this.#unsettled.delete(settled));
    return written;
  }

  #queueLazily<T>(piece: Work<T>): Promise<T> {
    return new Promise((resolve, fail) => {
      let result: T;
      const work: Work<void> = async (trx, locks) => {
        result = await piece(trx, locks);
      };
      const settle = () => {
        resolve(result);
      };
      this.#lazy.push({ work, settle, fail });
      this.#lazyTimer ??= setTimeout(() => {
        void this.#flush();
      }, LAZY_MS).unref();
    });
  }

  async check(): Promise<void> {
    await this.read.selectFrom('line').select('lane').limit(1).execute();
    // Changes nothing, but fails where the server is read-only.
    await this.#connections.writing.deleteFrom('line').where('lane', '=', 'none').execute();
  }

  leaveNoTrace(): void {
    this.#cleaning.request();
  }

  async settled(): Promise<void> {
    await this.#idle();
    await this.#cleaning.settled();
  }

  async stop(): Promise<void> {
    await this.#idle();
    await this.#cleaning.stop();
  }

  async #idle(): Promise<void> {
    do {
      await this.#flush();
      const queues = [this.#deferrals, this.#people, this.#jobs];
      await Promise.all(queues.map((queue) => queue.onIdle()));
      // One that goes alone after a failure may not be queued yet.
      await Promise.all(this.#unsettled);
    } while (this.#lazy.length > 0);
  }

  /** Writes the lazy writes so far. Never rejects. */
  async #flush(): Promise<void> {
    for (let writes = this.#takeLazy(); writes.length > 0; writes = this.#takeLazy()) {
      await this.#writeAll(writes);
    }
  }

  #takeLazy(): readonly LazyWrite[] {
    const writes = this.#lazy.splice(0, MOST_LAZY_WRITES);
    if (this.#lazy.length > 0) return writes;
    clearTimeout(this.#lazyTimer);
    this.#lazyTimer = undefined;
    return writes;
  }

  async #writeAll(writes: readonly LazyWrite[]): Promise<void> {
    try {
      await this.#write(async (trx, locks) => {
        for (const { work } of writes) await work(trx, locks);
      });
      for (const { settle } of writes) settle();
    } catch (error) {
      if (error instanceof OutcomeUnknown) {
        // Only if the bot stops.
        for (const { fail } of writes) fail(error);
        return;
      }
      await this.#writeEach(writes);
    }
  }

  async #writeEach(writes: readonly LazyWrite[]): Promise<void> {
    await Promise.all(writes.map(({ work, settle, fail }) => this.#write(work).then(settle, fail)));
  }

  #countCommit(): void {
    this.#unsummed += 1;
    if (this.#unsummed < this.#sumAfter) return;
    this.#unsummed = 0;
    // If it fails, the next one sums up more.
    this.write(sumJobCounts).catch(() => undefined);
  }

  /** @throws BotError `log_unwritable` if it is not committed, and OutcomeUnknown. */
  async #requireCommitted(
    { id, fault }: Unanswered,
    urgency: Urgency,
    proof?: Proof,
  ): Promise<void> {
    const outcome = this.#isCommitted(id, proof);
    const known =
      urgency === 'job'
        ? outcome
        : unlessAborted(() => outcome, AbortSignal.timeout(OUTCOME_WITHIN_MS));
    const isCommitted = await known.catch(() => undefined);
    if (isCommitted === undefined) throw new OutcomeUnknown(fault, outcome);
    if (!isCommitted) throw unwritable(fault);
  }

  /** Asks until the server answers. Rejects if the bot stops before. */
  async #isCommitted(id: string, proof: Proof = () => Promise.resolve(true)): Promise<boolean> {
    for (;;) {
      const status = await statusOf(this.read, id).catch((error: unknown) => {
        // The server knows no such transaction: it was restored from before.
        return error instanceof PostgresFault && error.kind === 'wrong' ? 'aborted' : undefined;
      });
      if (status === 'committed') {
        const isThere = await proof(this.read).catch(() => undefined);
        if (isThere !== undefined) return isThere;
      } else if (status !== undefined && status !== 'in progress') return false;
      await sleep(ASK_AGAIN_MS, undefined, { signal: this.#signal });
    }
  }

  async #run<T>(piece: Work<T>): Promise<Done<T>> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#runOnce(piece);
      } catch (error) {
        if (!(error instanceof PostgresFault)) throw error;
        if (tries >= triesOf(error) || this.#connections.isAway) throw unwritable(error);
      }
      // Two that were in each other's way must not meet again.
      await sleep(pauseAfter(tries) * (0.5 + Math.random()));
    }
  }

  async #runOnce<T>(piece: Work<T>): Promise<Done<T>> {
    const transaction = await this.#connections.begin();
    const locks = new Locks(transaction);
    try {
      const result = await piece(transaction.db, locks);
      moments.batchPending.publish({ pieces: 1 });
      const unanswered = await transaction.commit();
      if (unanswered) return { result, unanswered };
      moments.batchCommitted.publish({ pieces: 1 });
      return { result };
    } catch (error) {
      await transaction.rollback();
      throw error;
    } finally {
      locks.end();
    }
  }
}

/** A piece that came to its end. */
interface Done<T> {
  readonly result: T;
  /** Missing if it is committed. */
  readonly unanswered?: Unanswered;
}

/** What the server says of a transaction; null if it was too long ago. */
async function statusOf(db: Database, id: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ status: string | null }>`
    SELECT pg_xact_status(${id}::xid8) AS status`.execute(db);
  return rows[0]?.status;
}

async function sumJobCounts(trx: Database): Promise<void> {
  await sql.raw(SUM_JOB_COUNTS).execute(trx);
}

function pauseAfter(tries: number): number {
  return PAUSES_MS[tries - 1] ?? 0;
}

/** How often a piece may run that ends with this fault. */
function triesOf({ kind, code }: PostgresFault): number {
  // Waiting for a lock took seconds.
  if (kind === 'again') return code === LOCK_TIMEOUT ? 2 : PAUSES_MS.length + 1;
  return kind === 'passing' && !LASTING.test(code) ? 3 : 1;
}

/** The server answers, and would answer the same: no resources, read-only, out of time, I/O errors. */
const LASTING = /^(?:53[^3]|25|57014|58)/;
