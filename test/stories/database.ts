import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import pg from 'pg';
import { z } from 'zod';

const count = z.coerce.number();
const flag = z.coerce.number().transform((value) => value === 1);
const text = z.string().nullable();

const jobRow = z.object({
  id: z.string(),
  interaction_id: text,
  answered_interaction_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  message_id: text,
  state: z.string(),
  revision: count,
  shown_revision: count,
  undeliverable_at: z.coerce.number().nullable(),
  recipe: z.string(),
  count,
  attempt: count,
  runpod_id: text,
  remote_open: flag,
  pictures: z.string().transform((json) => z.array(z.unknown()).parse(JSON.parse(json)).length),
  error_code: text,
  cancelled_by: text,
  retry_of: text,
  from_job: text,
  from_step: text,
  private: flag,
  covered: flag,
  age_restricted: flag,
  visibility: z.string(),
  consent_withdrawn: count,
  erased_at: z.coerce.number().nullable(),
});

/** A job's row: the columns that a person cares about, and those that a story waits for. */
export type JobRow = z.infer<typeof jobRow>;

const ENDS: readonly string[] = ['completed', 'failed', 'cancelled', 'expired'];

export function hasEnded({ state }: JobRow): boolean {
  return ENDS.includes(state);
}

/** Whether a job has ended, its message shows that, and RunPod needs no cancel any more. */
export function isAtRest(row: JobRow): boolean {
  if (!hasEnded(row)) return false;
  const isShown = row.shown_revision >= row.revision || row.undeliverable_at !== null;
  return (isShown || row.erased_at !== null) && !row.remote_open;
}

/** A story's database, read from outside. */
export interface StoryDatabase {
  /** The variables that name it to the bot. */
  readonly env: Readonly<Record<string, string>>;
  query(sql: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** In the order of the requests. */
export async function jobRows(database: StoryDatabase): Promise<JobRow[]> {
  const rows = await database.query(`SELECT ${Object.keys(jobRow.shape).join(', ')} FROM jobs`);
  return z
    .array(jobRow)
    .parse(rows)
    .sort((a, b) => (BigInt(requestOf(a)) < BigInt(requestOf(b)) ? -1 : 1));
}

/** The interaction that requested a job. */
export function requestOf(row: JobRow): string {
  return row.interaction_id ?? row.answered_interaction_id;
}

/** The SQLite file in a folder. */
export function sqliteIn(folder: string): StoryDatabase {
  const path = join(folder, 'darkroom.sqlite');
  return {
    env: { DATABASE_PATH: path },
    query(sql) {
      const sqlite = new SQLite(path, { readonly: true });
      try {
        return Promise.resolve(sqlite.prepare(sql).all());
      } finally {
        sqlite.close();
      }
    },
    close: () => Promise.resolve(),
  };
}

/** A new database on a PostgreSQL server, a copy of `template` if there is one. */
export async function createPostgres(
  server: string,
  folder: string,
  template = 'template1',
): Promise<StoryDatabase & { readonly name: string; drop(): Promise<void> }> {
  const name = `stories_${randomBytes(6).toString('hex')}`;
  await runOn(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = name;
  const pool = new pg.Pool({ connectionString: String(url), max: 1 }).on('error', () => undefined);
  return {
    name,
    env: { DATABASE_PATH: join(folder, 'darkroom.sqlite'), DATABASE_URL: String(url) },
    query: async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows,
    close: () => pool.end(),
    drop: () => runOn(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function runOn(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
