import { copyEvents, copyJob, type Differences } from './job-rows.ts';

const DAY_MS = 24 * 3_600_000;
const PEOPLE = 5_000;

/** Where jobs are written, and the bot's own job that they are modelled on. */
export interface LogPlace {
  readonly path: string;
  readonly pattern: string;
}

/** Jobs of many people that were done and shown within the last 80 days. */
export function writeRecentJobs({ path, pattern }: LogPlace, rows: number): void {
  const at = `${Date.now() - 80 * DAY_MS} + n * ${Math.floor((79 * DAY_MS) / rows)}`;
  const user_id = `printf('5%017d', n % ${PEOPLE})`;
  copyJob(path, { pattern, times: rows, differences: { ...doneAt(at, 'j'), user_id } });
}

/** Jobs of one person, with what happened to each. */
export function writePersonsJobs({ path, pattern }: LogPlace, userId: string, rows: number): void {
  const at = `${Date.now() - 20 * DAY_MS} + n * 60000`;
  const differences = { ...doneAt(at, 'p'), user_id: `'${userId}'` };
  copyJob(path, { pattern, times: rows, differences });
  copyEvents(path, pattern, userId);
}

/** Jobs past their time to be kept. */
export function writeOldJobs({ path, pattern }: LogPlace, rows: number): void {
  const at = `${Date.now() - 120 * DAY_MS} + n * 1000`;
  const user_id = `printf('5%017d', n % ${PEOPLE})`;
  copyJob(path, { pattern, times: rows, differences: { ...doneAt(at, 'x'), user_id } });
}

/** What differs in jobs done at a certain time, an SQL expression. `kind` keeps ids apart. */
function doneAt(at: string, kind: 'j' | 'p' | 'x'): Differences {
  const digit = { j: 3, p: 4, x: 6 }[kind];
  return {
    id: `printf('${kind}%07d', n)`,
    interaction_id: `printf('${digit}%017d', n)`,
    answered_interaction_id: `printf('${digit}%017d', n)`,
    interaction_token: 'NULL',
    token_expires_at: at,
    message_id: `printf('${digit}1%016d', n)`,
    pictures: `'[]'`,
    created_at: at,
    accepted_at: at,
    ready_at: at,
    submitted_at: at,
    started_at: at,
    finished_at: at,
  };
}
