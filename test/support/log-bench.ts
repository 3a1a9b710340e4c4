import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { Database, OpenDatabase } from '../../src/store/database.ts';
import type { DatabasePlace } from '../../src/store/live-database.ts';
import type { Store } from '../../src/store/store.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { Pauses } from '../../src/jobs/sql/pauses.ts';
import type { JobChanges } from '../../src/jobs/sql/move-job.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import type { Job, JobState } from '../../src/jobs/job.ts';
import type { Unreadable } from '../../src/jobs/sql/job-queries.ts';
import type { Tables } from '../../src/store/tables.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import { wordingVersion } from '../../src/say/wording-version.ts';
import { putMadeDatabase } from './made-database.ts';
import { ManualClock } from './manual-clock.ts';
import { tempFolder } from './temp-folder.ts';
import { bytesInPostgres, lockPostgresOf, postgresUrl } from './postgres-databases.ts';
import { openTestDatabase } from './test-database.ts';
import { unfinishedJobs } from './unfinished-jobs.ts';
import {
  sampleFaceRequest,
  sampleRequest,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';

/** The way of a job to each state, from where it was created. */
const WAY: Readonly<Record<JobState, readonly JobState[]>> = {
  awaiting_consent: [],
  accepted: [],
  preparing: ['preparing'],
  ready: [],
  submitting: ['submitting'],
  queued: ['submitting', 'queued'],
  running: ['submitting', 'queued', 'running'],
  completed: ['submitting', 'queued', 'running', 'completed'],
  failed: ['failed'],
  cancelled: ['cancelled'],
  expired: ['submitting', 'queued', 'expired'],
};

/** In which state a job is written down that is to come to that one. */
function beginOf(state: JobState): NewJob['state'] {
  if (state === 'awaiting_consent') return state;
  return state === 'accepted' || state === 'preparing' ? 'accepted' : 'ready';
}

export const BY_BUTTON = {
  givenBy: 'button',
  wordingVersion: wordingVersion(CONSENT.face.wording),
  wording: CONSENT.face.wording,
} as const;

/** What stands for somebody there who was erased: their id is not to be read in it. */
export const pseudonym = (userId: string) => `erased-${Buffer.from(userId).toString('hex')}`;

/** A job log in a database of this test's own, in a time that is moved by hand. */
export class LogBench {
  readonly clock = new ManualClock();
  readonly path = putMadeDatabase(join(tempFolder(), 'darkroom.sqlite'));
  #database: OpenDatabase;
  log: JobLog;
  #count = 0;

  constructor(open = openTestDatabase) {
    this.#database = open(this.path);
    this.log = new JobLog(this.store, this.clock, NO_LIMITS, pseudonym);
    onTestFinished(() => this.#database.close());
  }

  get store(): Store {
    return this.#database.store;
  }

  get db(): Database {
    return this.#database.db;
  }

  /** What a row is made of, other than any before in what has to be. */
  request(parts: Partial<NewJob> = {}): NewJob {
    this.#count += 1;
    return {
      id: `job${this.#count}`,
      state: 'accepted',
      interactionId: `10000000000000000${this.#count}`,
      interactionToken: `token-${this.#count}`,
      tokenExpiresAt: this.clock.now() + 900_000,
      guildId: '200000000000000001',
      channelId: '300000000000000001',
      userId: '400000000000000001',
      ageRestricted: false,
      request: parts.pictures ? sampleFaceRequest() : sampleRequest(),
      models: { checkpoint: 'c', ipAdapterFile: 'i', clipVisionName: 'v' },
      ...parts,
    };
  }

  async create(parts: Partial<NewJob> = {}): Promise<Job> {
    return present(await this.log.create(this.request(parts)));
  }

  /** A job that has come to this state. `changes` belong to its last move. */
  async jobIn(
    state: JobState,
    parts: Partial<NewJob> = {},
    changes: JobChanges = {},
  ): Promise<Job> {
    let job = await this.create({ state: beginOf(state), ...parts });
    for (const to of WAY[state]) job = await this.move(job, to, to === state ? changes : {});
    return job;
  }

  /** Moves a job to where it can go. */
  async move({ id }: Job, to: JobState, changes: JobChanges = {}): Promise<Job> {
    return present(await this.log.move(id, to, `test: ${to}`, changes));
  }

  async find({ id }: Pick<Job, 'id'>): Promise<Job> {
    return present(await this.log.jobs.find(id));
  }

  /** What was recorded of a job, oldest first. */
  async eventsOf({ id }: Pick<Job, 'id'>): Promise<Omit<Tables['jobEvents'], 'id'>[]> {
    return this.db
      .selectFrom('jobEvents')
      .select(['jobId', 'at', 'fromState', 'toState', 'cause'])
      .where('jobId', '=', id)
      .orderBy('id')
      .execute();
  }

  unfinished(): Promise<(Job | Unreadable)[]> {
    return unfinishedJobs(this.log);
  }

  /**
   * Every byte of the database as it lies on the disk, the write-ahead log included; of PostgreSQL,
   * what its rows hold.
   */
  async bytesOnDisk(): Promise<Buffer> {
    await this.store.settled();
    return inject('postgres') ? bytesInPostgres(this.path) : this.bytesByNow();
  }

  /** The same of SQLite while something is still to be written or cleared up. */
  bytesByNow(): Buffer {
    return Buffer.concat(['', '-wal'].map((end) => readFileSync(this.path + end)));
  }

  /** Where the operator's programs find the database. */
  async databasePlace(): Promise<DatabasePlace> {
    const databaseUrl = inject('postgres') ? await postgresUrl(this.path) : undefined;
    return { databasePath: this.path, databaseUrl };
  }

  /** The same, locked as a bot locks it for as long as the test runs. */
  async lockedPlace(): Promise<DatabasePlace> {
    // SQLite's is locked once it is open.
    if (inject('postgres')) onTestFinished(await lockPostgresOf(this.path));
    return this.databasePlace();
  }

  /** Lets go of the database. */
  async close(): Promise<void> {
    await this.#database.close();
  }

  /** Closes the database and opens it again, as the next start does. */
  async reopen(): Promise<void> {
    await this.#database.close();
    this.#database = openTestDatabase(this.path);
    this.log = new JobLog(this.store, this.clock, NO_LIMITS, pseudonym);
  }
}

/** Who is paused there, after three tries. */
export function pausesOf({ store, clock }: LogBench): Pauses {
  return new Pauses({ store, clock, pseudonym, after: 3 });
}

function present(job: Job | undefined): Job {
  if (!job) throw new Error('there is no such job, or it could not go there');
  return job;
}
