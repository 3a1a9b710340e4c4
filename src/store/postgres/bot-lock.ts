import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseError } from '../database-files.ts';
import { PostgresFault } from '../unwritable.ts';
import { optionsOf } from './connections.ts';
import { orFault } from './faults.ts';

/** Between two tries to take the lock again, in milliseconds. */
const RETAKE_MS = 500;
/** Between two checks that the server answers. */
const BEAT_MS = 500;
/** How long the server has for that. With the time above, members are answered within Discord's 3 s. */
const ANSWER_WITHIN_MS = 1_200;
/** The server ends the session of a machine that is gone within a minute. */
export const KEEPALIVES =
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** Who else may use the database: other processes of the bot, or nobody. */
export type LockKind = 'shared' | 'exclusive';

/** What happens to a lock that is kept. */
interface LockEvents {
  readonly onTaken: (() => void) | undefined;
  /** Called with the time of each round trip, in milliseconds. */
  readonly onAnswer: (ms: number) => void;
  readonly onAway: (error: unknown) => void;
  readonly onBack: () => void;
}

/**
 * Marks the database as used: an advisory lock of a session, which the server releases when the
 * connection ends. The processes of a bot share it; a program that needs the database for itself
 * holds it alone. While the lock is kept, its connection shows whether the server answers. If not,
 * it is closed, and the lock is taken again as soon as possible.
 */
export class BotLock {
  readonly #url: string;
  readonly #kind: LockKind;
  readonly #stop = new AbortController();
  #client: pg.Client | undefined;

  constructor(url: string, kind: LockKind = 'exclusive') {
    this.#url = url;
    this.#kind = kind;
  }

  /** Returns the connection that holds the lock. @throws DatabaseError if it is in use otherwise. */
  async take(): Promise<pg.Client> {
    // Migrations may take long, and it is idle afterwards.
    const client = new pg.Client({
      ...optionsOf(this.#url),
      options: KEEPALIVES,
      statement_timeout: 0,
      query_timeout: 0,
      lock_timeout: 0,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ held: number }>(TRY_LOCK[this.#kind]);
      if (!rows[0]?.held) throw new DatabaseError(IN_USE[this.#kind]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    return client;
  }

  /** From now on checks that the server answers, and takes the lock again once it does. */
  keep(events: LockEvents): void {
    void this.#keep(events);
  }

  async release(): Promise<void> {
    this.#stop.abort();
    const ended = this.#client?.end().catch(() => undefined);
    await Promise.race([ended, sleep(ANSWER_WITHIN_MS, undefined, { ref: false })]);
  }

  async #keep(events: LockEvents): Promise<void> {
    for (;;) {
      const error = await this.#failure(events);
      if (this.#stop.signal.aborted) return;
      events.onAway(error);
      if (!(error instanceof TableLocked && (await this.#isUnlocked()))) {
        void this.#client?.end().catch(() => undefined);
        if (!(await this.#retake(events))) return;
      }
      events.onBack();
    }
  }

  /** Resolves once the server does not answer, or another program locks a table. */
  async #failure({ onAnswer }: LockEvents): Promise<unknown> {
    const client = this.#client;
    if (!client) return undefined;
    let before: readonly TableLock[] = [];
    const failure = await this.#beat(client, ({ tableLocks, ms }) => {
      onAnswer(ms);
      // Every program may lock one for a moment.
      const lasting = tableLocks.find(({ name, pid }) =>
        before.some((lock) => lock.name === name && lock.pid === pid),
      );
      before = tableLocks;
      return lasting && new TableLocked(lasting.name);
    });
    return failure ?? new Error('the connection was lost');
  }

  /** Resolves to true once no other program locks a table, to false if the server does not answer. */
  async #isUnlocked(): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    const isFree = ({ tableLocks }: Beat) => (tableLocks.length > 0 ? undefined : true);
    return (await this.#beat(client, isFree)) === true;
  }

  /**
   * Asks the server in turn, until `judge` returns something, which is the result, or it does not
   * answer: then that error is. `undefined` if the connection ended.
   */
  async #beat(client: pg.Client, judge: (beat: Beat) => unknown): Promise<unknown> {
    const { signal } = this.#stop;
    const ended = new AbortController();
    client.once('end', () => {
      ended.abort();
    });
    const until = AbortSignal.any([signal, ended.signal]);
    while (!until.aborted) {
      const beat = await beatOf(client).catch((error: unknown) => ({ error }));
      if ('error' in beat) return beat.error;
      const result = judge(beat);
      if (result !== undefined) return result;
      await sleep(BEAT_MS, undefined, { signal: until, ref: false }).catch(() => undefined);
    }
    return undefined;
  }

  /** Returns whether it was taken. */
  async #retake({ onTaken }: LockEvents): Promise<boolean> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.take();
        return true;
      } catch (error) {
        if (error instanceof DatabaseError) {
          onTaken?.();
          return false;
        }
      }
      await sleep(RETAKE_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return false;
  }
}

const TRY_LOCK: Readonly<Record<LockKind, string>> = {
  shared: "SELECT pg_try_advisory_lock_shared(hashtextextended('bot', 0)) AS held",
  exclusive: "SELECT pg_try_advisory_lock(hashtextextended('bot', 0)) AS held",
};

const IN_USE: Readonly<Record<LockKind, string>> = {
  shared: 'Another program is using this PostgreSQL database. Wait until it is done.',
  exclusive: 'A bot is using this PostgreSQL database. Stop it first, in all its processes.',
};

/** A lock on a whole table, as only other programs take. */
interface TableLock {
  /** The table. */
  readonly name: string;
  /** The session's process. */
  readonly pid: number;
}

/**
 * Locks that members' requests have to wait for, also behind those that wait themselves: see the
 * manual, *Table-Level Locks*. A vacuum gives way.
 */
const TABLE_LOCKS = `
  SELECT relname AS name, pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE locktype = 'relation'
      AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND pid NOT IN
        (SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')`;

/** Another program locks a table of the bot's. */
class TableLocked extends Error {
  override readonly name = 'TableLocked';

  constructor(table: string) {
    super(`another program locks the table ${table}`);
  }
}

/** An answer of the server. */
interface Beat {
  readonly tableLocks: readonly TableLock[];
  /** How long it took. */
  readonly ms: number;
}

/** @throws Error if the server does not answer in time. */
async function beatOf(client: pg.Client): Promise<Beat> {
  const over = new AbortController();
  const beganAt = performance.now();
  let isAnswered = false;
  const query = client.query<TableLock>({ name: 'beat', text: TABLE_LOCKS });
  const answer = orFault(query)
    .catch((error: unknown) => {
      // A server that rejects the query answers.
      if (error instanceof PostgresFault && error.kind === 'wrong') return { rows: [] };
      throw error;
    })
    .then(({ rows }) => {
      isAnswered = true;
      return { tableLocks: rows, ms: performance.now() - beganAt };
    });
  const late = sleep(ANSWER_WITHIN_MS, undefined, { signal: over.signal, ref: false }).then(
    async () => {
      // After a stall of this process, the answer may not have been read yet.
      await nextTurn();
      if (isAnswered) return answer;
      throw new Error('the server does not answer');
    },
    () => answer,
  );
  return Promise.race([answer, late]).finally(() => {
    over.abort();
  });
}
