import SQLite from 'better-sqlite3';
import type { House } from './house.ts';
import { crowd } from './crowd.ts';
import { queryJobs } from './job-rows.ts';
import { until } from './until.ts';

const WITHIN_MS = 30_000;

/** Ids of the jobs that a database holds in a state; what a running one shows is not written down. */
function jobsIn(house: House, state: string): readonly string[] {
  const shown = state === 'running' ? '' : 'AND shown_revision >= revision';
  const sql = `SELECT id FROM jobs WHERE state = ? ${shown}`;
  return queryJobs<{ id: string }>(house.databasePath, sql, state).map(({ id }) => id);
}

/** Lets the bot write one job that waits for its turn, and no other. Returns its id. */
export async function waitingPattern(house: House): Promise<string> {
  house.runpod.hold();
  return patternIn(house, 'ready', { asked: 2, env: { MAX_JOBS_IN_FLIGHT: '1' } });
}

/** Lets the bot write one job that RunPod is working on, and no other. Returns its id. */
export async function runningPattern(house: House): Promise<string> {
  house.runpod.hold();
  return patternIn(house, 'running', { asked: 1, env: {} });
}

/** Lets the bot write one job that is done and shown, and no other. Returns its id. */
export async function completedPattern(house: House): Promise<string> {
  return patternIn(house, 'completed', { asked: 1, env: {} });
}

async function patternIn(
  house: House,
  state: string,
  { asked, env }: { asked: number; env: Readonly<Record<string, string>> },
): Promise<string> {
  const bot = house.darkroom({ ...env, POLL_INTERVAL_MS: '200' });
  await bot.ready();
  for (const use of crowd(house.discord, asked)) await house.discord.command(use);
  const there = await until(() => jobsIn(house, state).length === 1, WITHIN_MS);
  await bot.stop();
  const [id] = jobsIn(house, state);
  if (!there || id === undefined) throw new Error(`no job came to be ${state}`);
  removeOthers(house.databasePath, id);
  return id;
}

function removeOthers(path: string, id: string): void {
  const database = new SQLite(path);
  try {
    database.pragma('foreign_keys = ON');
    database.prepare('DELETE FROM jobs WHERE id <> ?').run(id);
  } finally {
    database.close();
  }
}
