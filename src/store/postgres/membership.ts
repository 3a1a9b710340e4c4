import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { DatabaseError } from '../database-files.ts';
import { keyPrintOf } from '../key-file.ts';
import { newProcessId, thisMachine } from '../machine.ts';
import {
  type BotProcess,
  CHANNEL,
  type News,
  type NewsKind,
  newsSchema,
  notification,
  type ProcessEvents,
  type Processes,
  type ProcessFacts,
} from '../processes.ts';
import { KEEPALIVES } from './bot-lock.ts';
import { optionsOf } from './connections.ts';

/*
 * A process has a row, and renews its lease on it every few seconds by the server's clock. One that
 * does not is taken for dead: another process removes the row, and from then on others drive its
 * jobs. A process that finds its row removed ends, since it cannot know what they have done.
 *
 * Nobody takes others for dead before it has renewed its own lease for a while: after an outage, a
 * stall of the machine or a change of the server's clock, the leases of all have run out.
 */

/** How long a process may be silent, in milliseconds. */
const LEASE_MS = 20_000;
const RENEW_EVERY_MS = 5_000;
/**
 * How long this process must have renewed its lease without a pause before it takes others for dead.
 * Meanwhile all processes that reach the server have renewed theirs.
 */
const JUDGE_AFTER_MS = 10_000;
/** A renewal this much later than the one before says that something stood still. */
const LATE_MS = 2 * RENEW_EVERY_MS;
/** Between two tries to connect. */
const RECONNECT_MS = 500;
/** How long news is collected. */
const TELL_AFTER_MS = 50;
/** The server takes less than 8,000 bytes. */
const MOST_NEWS_BYTES = 7_800;

/** A renewal that takes longer is tried again on a new connection. */
const TIMEOUTS = {
  lock_timeout: 2_000,
  statement_timeout: 4_000,
  query_timeout: 5_000,
  options: KEEPALIVES,
} as const;

/** How long the server has to say whether a claim is the first. */
const CLAIM_WITHIN_MS = 300;
/** How long a claim stands by default. */
const CLAIMED_FOR_MS = 60_000;

const TELL = `SELECT pg_notify('${CHANNEL}', $1)`;
const CLAIM = 'SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS "isFirst"';
const RELEASE = 'SELECT pg_advisory_unlock(hashtextextended($1, 1))';

const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

const REPLACED = `the other processes have taken this one for dead and drive its jobs, as it did not reach the database for ${LEASE_MS / 1000} seconds`;

/** What a process says of itself when it starts. */
export interface NewProcess {
  /** Its key file, which must be the same for all. The first process makes one if there is none. */
  readonly keyPath: string;
  /** `http`, or `gateway` with the shards that it may connect. */
  readonly intake: string;
  /** The machine or container. Default: this one. */
  readonly machine?: string;
  /** See {@link JUDGE_AFTER_MS}, the default. */
  readonly judgeAfterMs?: number;
}

interface ProcessRow {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  readonly keyPrint: string;
  readonly intake: string;
  readonly isConnected: number;
  readonly startedAt: number;
  readonly leavingAt: number | null;
  readonly applicationId: string | null;
  readonly isDraining: number;
  readonly isCutOff: number;
}

/** A row, and what the server's clock says. */
interface RenewedRow extends ProcessRow {
  readonly now: number;
}

const COLUMNS = `id, machine, pid, key_print AS "keyPrint", intake,
  is_connected AS "isConnected", started_at AS "startedAt", leaving_at AS "leavingAt",
  application_id AS "applicationId", is_draining AS "isDraining", is_cut_off AS "isCutOff"`;

const LIVING = `SELECT ${COLUMNS} FROM processes WHERE alive_until >= ${NOW}`;

const LIST = `SELECT ${COLUMNS} FROM processes ORDER BY started_at, id`;

const JOIN = `
  INSERT INTO processes (id, machine, pid, key_print, intake, started_at, alive_until)
  SELECT $1, $2, $3, $4, $5,
    greatest(${NOW}, (SELECT max(started_at) + 1 FROM processes)), ${NOW} + ${LEASE_MS}`;

/**
 * Renews the lease with the facts of this process, removes those that have ended, also by their lease
 * if the caller may judge, and lists the others.
 */
const RENEW = `
  WITH renewed AS (
    UPDATE processes SET alive_until = ${NOW} + ${LEASE_MS}, is_connected = $4,
      leaving_at = CASE WHEN $5 THEN coalesce(leaving_at, ${NOW}) END, application_id = $6, is_cut_off = $7
      WHERE id = $1 RETURNING id
  ), dead AS (
    DELETE FROM processes
      WHERE id <> $1 AND (id = ANY ($2) OR ($3 AND alive_until < ${NOW})) RETURNING id
  )
  SELECT ${COLUMNS}, ${NOW} AS now FROM processes
    WHERE id NOT IN (SELECT id FROM dead) AND (id <> $1 OR EXISTS (SELECT FROM renewed))
    ORDER BY started_at, id`;

export interface MembershipOptions {
  readonly url: string;
  /** Called with the reason if other processes have taken this one for dead. */
  readonly onReplaced?: ((reason: string) => void) | undefined;
}

/** A process that has its row, and the rows of all. */
interface Joined extends Required<Pick<NewProcess, 'machine' | 'judgeAfterMs'>> {
  readonly own: string;
  readonly rows: readonly ProcessRow[];
}

/** This process among those that share a PostgreSQL database. */
export class Membership implements Processes {
  readonly own: string;
  readonly events = new EventEmitter<ProcessEvents>();
  readonly #options: MembershipOptions;
  readonly #stop = new AbortController();
  readonly #machine: string;
  readonly #judgeAfterMs: number;
  #rows: readonly ProcessRow[];
  #living: readonly BotProcess[];
  #facts: ProcessFacts = {};
  /** Whether the others do not know its facts yet. */
  #areFactsNew = true;
  #client: pg.Client | undefined;
  #work: Promise<void> = Promise.resolve();
  #isWoken = false;
  #endPause: () => void = () => undefined;
  #renewed = timeNow();
  /** Since when the server has answered without a pause. */
  #reachable = timeNow();
  /** What the server's clock said last. */
  #serverNow: number | undefined;
  #isReplaced = false;
  /** Whether others may have missed news of this process. */
  #isUntold = false;
  #news = new Map<NewsKind, Set<string>>();
  #telling: NodeJS.Timeout | undefined;

  private constructor({ own, machine, judgeAfterMs, rows }: Joined, options: MembershipOptions) {
    this.own = own;
    this.#machine = machine;
    this.#judgeAfterMs = judgeAfterMs;
    this.#rows = rows;
    this.#living = rows.map(processOf);
    this.#options = options;
    this.events.setMaxListeners(0);
  }

  /**
   * Adds a row for this process. `client` holds the lock of the start, so that processes join one by
   * one. Call {@link keep} next.
   *
   * @throws DatabaseError if its key file is another one than that of the others.
   */
  static async join(
    client: pg.Client,
    { keyPath, intake, machine = thisMachine(), judgeAfterMs = JUDGE_AFTER_MS }: NewProcess,
    options: MembershipOptions,
  ): Promise<Membership> {
    await removeEnded(client, machine);
    // The key of one that is dead need not be this one's.
    const others = await client.query<ProcessRow>(LIVING);
    const keyPrint = existsSync(keyPath) ? keyPrintOf(keyPath) : undefined;
    if (others.rows.some((other) => other.keyPrint !== keyPrint)) {
      throw new DatabaseError(wrongKey(keyPrint, keyPath));
    }
    const own = newProcessId();
    await client.query(JOIN, [own, machine, process.pid, keyPrint ?? keyPrintOf(keyPath), intake]);
    const { rows } = await client.query<ProcessRow>(LIST);
    return new Membership({ own, machine, judgeAfterMs, rows }, options);
  }

  get living(): readonly BotProcess[] {
    return this.#living;
  }

  get isLead(): boolean {
    const able = this.#living.find(({ isLeaving }) => !isLeaving) ?? this.#living[0];
    return able?.id === this.own;
  }

  get isLeased(): boolean {
    return !this.#isReplaced && elapsed(this.#renewed, timeNow()) < LEASE_MS;
  }

  /** From now on renews the lease, and listens to the other processes. */
  keep(): void {
    this.#work = this.#keep();
  }

  tell(news: News): void {
    // It may know a job's driver before it knows of that process.
    if (this.#living.length < 2 && !news.jobs) return;
    for (const [kind, ids] of Object.entries(news) as [NewsKind, readonly string[]][]) {
      const known = this.#news.get(kind) ?? new Set();
      this.#news.set(kind, known);
      for (const id of ids) known.add(id);
    }
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      void this.#tellNow();
    }, TELL_AFTER_MS).unref();
  }

  async claim(name: string, forMs = CLAIMED_FOR_MS): Promise<boolean> {
    const client = this.#client;
    const asked = client
      ?.query<{ isFirst: number }>({ name: 'claim', text: CLAIM, values: [name] })
      .catch(() => undefined);
    // A member waits for it.
    const late = sleep(CLAIM_WITHIN_MS, undefined, { ref: false });
    const answer = await Promise.race([asked, late]);
    const isFirst = answer?.rows[0]?.isFirst !== 0;
    if (isFirst) {
      setTimeout(() => {
        void client
          ?.query({ name: 'release', text: RELEASE, values: [name] })
          .catch(() => undefined);
      }, forMs).unref();
    }
    return isFirst;
  }

  note(facts: ProcessFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#areFactsNew = true;
    this.#wake();
  }

  /** Removes the row, so that others take over at once. Never rejects. */
  async leave(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    clearTimeout(this.#telling);
    await this.#work;
    const client = this.#client;
    if (!client) return;
    await this.#tellNow();
    await client.query('DELETE FROM processes WHERE id = $1', [this.own]).catch(() => undefined);
    await this.#notify({});
    await end(client);
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#session().catch(() => undefined);
      if (this.#isReplaced) {
        this.#options.onReplaced?.(REPLACED);
        return;
      }
      await sleep(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One connection, as long as it lasts or this process has its row. */
  async #session(): Promise<void> {
    const { signal } = this.#stop;
    const client = new pg.Client({ ...optionsOf(this.#options.url), ...TIMEOUTS });
    let isGone = false;
    client.on('error', () => undefined);
    client.on('end', () => {
      isGone = true;
      this.#wake();
    });
    client.on('notification', ({ payload }) => {
      this.#hear(payload);
    });
    const isOver = () => isGone || signal.aborted || this.#isReplaced;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      const isFirst = this.#client === undefined;
      this.#client = client;
      this.#reachable = timeNow();
      await this.#renew(client);
      if (!isFirst) this.events.emit('missed');
      while (!isOver()) {
        if (this.#isUntold) await this.#tellNow();
        await this.#pause();
        if (!isOver()) await this.#renew(client);
      }
    } finally {
      // In the end it removes its row by it, and tells what it has changed until then.
      if (!signal.aborted && !this.#isReplaced) void end(client);
    }
  }

  async #renew(client: pg.Client): Promise<void> {
    const began = timeNow();
    // After a stall of this machine, the others may have stood still as well.
    if (elapsed(this.#renewed, began) > LATE_MS) this.#reachable = began;
    const areFactsNew = this.#areFactsNew;
    this.#areFactsNew = false;
    const { isConnected = false, isLeaving = false, applicationId = null } = this.#facts;
    const { isCutOff = false } = this.#facts;
    const facts = [Number(isConnected), isLeaving, applicationId, Number(isCutOff)];
    const mayJudge = elapsed(this.#reachable, began) >= this.#judgeAfterMs;
    const answer = client.query<RenewedRow>(RENEW, [this.own, this.#ended(), mayJudge, ...facts]);
    const renewed = (
      await answer.catch((error: unknown) => {
        this.#areFactsNew ||= areFactsNew;
        throw error;
      })
    ).rows;
    const own = renewed.find(({ id }) => id === this.own);
    if (!own) {
      // Its jobs are not its own any more.
      this.#isReplaced = true;
      return;
    }
    const passed = own.now - (this.#serverNow ?? own.now);
    // By a clock that was set, all leases may have run out.
    if (Math.abs(passed - elapsed(this.#renewed, began)) > LATE_MS) this.#reachable = began;
    this.#serverNow = own.now;
    this.#renewed = began;
    const before = this.#rows;
    this.#rows = renewed;
    const living = renewed.map(processOf);
    const haveEnded = before.some((row) => renewed.every(({ id }) => id !== row.id));
    if (!isDeepStrictEqual(living, this.#living)) {
      this.#living = living;
      this.events.emit('changed');
    }
    if (areFactsNew || haveEnded) await this.#notify({});
  }

  /** The processes of this machine that no longer run. */
  #ended(): readonly string[] {
    return endedOf(this.#rows, this.#machine).filter((id) => id !== this.own);
  }

  /** Waits for the next renewal, or until it is woken. */
  async #pause(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, RENEW_EVERY_MS).unref();
        this.#endPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isWoken = false;
  }

  /** Has the lease renewed at once. */
  #wake(): void {
    this.#isWoken = true;
    this.#endPause();
  }

  #hear(payload: string | undefined): void {
    const heard = newsSchema.safeParse(parsed(payload)).data;
    if (!heard || heard.from === this.own) return;
    const { news } = heard;
    if (Object.keys(news).length === 0) this.#wake();
    else if (news.all) this.events.emit('missed');
    else this.events.emit('heard', news as News);
  }

  async #tellNow(): Promise<void> {
    const news = this.#news;
    this.#news = new Map();
    if (this.#isUntold) this.#isUntold = !(await this.#notify({ all: ['untold'] }));
    for (const part of parts(news, this.own)) {
      // Another one may fail meanwhile.
      if (!this.#isUntold && !(await this.#notify(part))) this.#isUntold = true;
    }
  }

  /** Whether the server has it. */
  async #notify(news: News): Promise<boolean> {
    const payload = notification(this.own, news);
    try {
      if (!this.#client) throw new Error('there is no connection');
      await this.#client.query({ name: 'tell', text: TELL, values: [payload] });
      return true;
    } catch {
      return false;
    }
  }
}

/** Removes the rows of processes of this machine that have ended. */
async function removeEnded(client: pg.Client, machine: string): Promise<void> {
  const { rows } = await client.query<ProcessRow>(LIST);
  await client.query('DELETE FROM processes WHERE id = ANY ($1)', [endedOf(rows, machine)]);
}

/** Whether a process has a row, and may be alive by its lease. */
export async function hasProcesses(client: pg.Client): Promise<boolean> {
  await removeEnded(client, thisMachine());
  return (await client.query(LIVING)).rowCount !== 0;
}

function processOf(row: ProcessRow): BotProcess {
  const { id, intake, startedAt } = row;
  return {
    id,
    intake,
    startedAt,
    isConnected: row.isConnected === 1,
    isLeaving: row.leavingAt !== null,
    isDraining: row.isDraining === 1,
    isCutOff: row.isCutOff === 1,
    applicationId: row.applicationId ?? undefined,
  };
}

/** Cuts news into parts that the server takes. */
function* parts(news: ReadonlyMap<NewsKind, ReadonlySet<string>>, own: string): Generator<News> {
  let part: Partial<Record<NewsKind, string[]>> = {};
  let bytes = 0;
  for (const [kind, ids] of news) {
    for (const id of ids) {
      const more = Buffer.byteLength(JSON.stringify(id)) + 1;
      if (bytes + more + kind.length + own.length + 50 > MOST_NEWS_BYTES) {
        yield part;
        part = {};
        bytes = 0;
      }
      (part[kind] ??= []).push(id);
      bytes += more;
    }
    bytes += kind.length + 6;
  }
  if (Object.keys(part).length > 0) yield part;
}

function parsed(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return undefined;
  }
}

function wrongKey(keyPrint: string | undefined, keyPath: string): string {
  return keyPrint === undefined
    ? `The other processes of this bot have a key file, and this one has none. Copy theirs to ${keyPath}.`
    : `The key file ${keyPath} is another one than that of the other processes of this bot. Copy theirs.`;
}

/** The processes of a machine that no longer run. One with this number was another one before. */
function endedOf(rows: readonly ProcessRow[], onMachine: string): readonly string[] {
  return rows
    .filter(({ machine, pid }) => machine === onMachine && (pid === process.pid || !isRunning(pid)))
    .map(({ id }) => id);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A moment by two clocks: one that never goes back, and one that goes on while a machine is suspended. */
interface Moment {
  readonly steady: number;
  readonly wall: number;
}

function timeNow(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}

/** The time between two moments, in milliseconds, by the clock that says more. */
function elapsed(from: Moment, to: Moment): number {
  return Math.max(to.steady - from.steady, to.wall - from.wall);
}

/** How long the server has to end a session. */
const END_WITHIN_MS = 1_000;

async function end(client: pg.Client): Promise<void> {
  await Promise.race([
    client.end().catch(() => undefined),
    sleep(END_WITHIN_MS, undefined, { ref: false }),
  ]);
}
