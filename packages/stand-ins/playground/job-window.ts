import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Clock } from '../../../src/engines/clock.ts';
import type { SandboxJob } from '../runpod/job.ts';
import { shortInput } from './short-input.ts';
import type { Cell, JobView } from './wire.ts';

const LOOK_EVERY_MS = 200;
const SHOWN_JOBS = 20;

type Row = Readonly<Record<string, unknown>>;

export interface JobWindowOptions {
  readonly clock: Clock;
  /** The bot's database, which may not be there yet. */
  readonly path: string;
  /** What RunPod was sent. */
  readonly sent: () => readonly SandboxJob[];
  readonly tell: (jobs: readonly JobView[]) => void;
}

/** Looks into the bot's database from outside, without writing, and reports what has changed. */
export class JobWindow {
  readonly #options: JobWindowOptions;
  #database: Database.Database | undefined;
  #seen: unknown;
  #jobs: readonly JobView[] = [];

  constructor(options: JobWindowOptions) {
    this.#options = options;
  }

  /** The latest jobs as last seen, newest first. */
  get jobs(): readonly JobView[] {
    return this.#jobs;
  }

  /** Looks until the signal aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#look();
      await this.#options.clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    }
    this.#database?.close();
  }

  #look(): void {
    const { path } = this.#options;
    if (!this.#database && !existsSync(path)) return;
    try {
      // Everything else here would stand still for as long as SQLite waits for a lock.
      this.#database ??= new Database(path, { readonly: true, timeout: 0 });
      const version: unknown = this.#database.pragma('data_version', { simple: true });
      if (version === this.#seen) return;
      this.#jobs = this.#read(this.#database);
      this.#seen = version;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      // It has no tables yet, or the bot is just opening it.
      this.#database?.close();
      this.#database = undefined;
      this.#seen = undefined;
      return;
    }
    this.#options.tell(this.#jobs);
  }

  #read(database: Database.Database): JobView[] {
    const rows = database
      .prepare<[number], Row>(
        `SELECT *, (SELECT sum(length(bytes)) FROM prepared_pictures AS kept
             JOIN picture_pieces ON pictures_id = kept.id WHERE job_id = jobs.id) AS pictures_kept
         FROM jobs ORDER BY created_at DESC, rowid DESC LIMIT ?`,
      )
      .all(SHOWN_JOBS);
    const events = database.prepare<[string], Row>(
      'SELECT * FROM job_events WHERE job_id = ? ORDER BY id',
    );
    const sent = this.#options.sent();
    return rows.map((row): JobView => {
      const id = String(row.id);
      const job = sent.findLast((one) => one.id === row.runpod_id);
      return {
        id,
        row: shown(row),
        events: events.all(id).map(shown),
        ...(job && { input: shortInput(job.input) }),
      };
    });
  }
}

function shown(row: Row): Record<string, Cell> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(name, value)]));
}

function cell(name: string, value: unknown): Cell {
  if (name === 'pictures_kept' && typeof value === 'number') return `(${value} bytes)`;
  if (typeof value === 'string') return name.endsWith('_token') ? '(a token)' : value;
  return typeof value === 'number' ? value : null;
}
