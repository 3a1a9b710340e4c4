import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { copyEvents, copyJob, queryJobs } from '../../bench/job-rows.ts';
import { runningJob, runningJobId } from '../../bench/running-jobs.ts';
import { tempFolder } from '../support/temp-folder.ts';

function makeDatabase(): string {
  const path = join(tempFolder(), 'test.sqlite');
  const database = new SQLite(path);
  database.exec(`
    CREATE TABLE jobs (id TEXT PRIMARY KEY, user_id TEXT, created_at INTEGER, settings TEXT);
    CREATE INDEX jobs_by_user ON jobs (user_id);
    CREATE TABLE job_events (job_id TEXT, at INTEGER, from_state TEXT, to_state TEXT, cause TEXT);
    INSERT INTO jobs VALUES ('first', '7', 5, 'as they were');
    INSERT INTO job_events VALUES ('first', 5, NULL, 'accepted', 'asked for');
  `);
  database.close();
  return path;
}

const differences = { id: `printf('c%d', n)`, user_id: `'8'`, created_at: '100 + n' };

it('a job is copied with what is to differ, and the rest as it was', () => {
  const path = makeDatabase();
  copyJob(path, { pattern: 'first', times: 2, differences });
  expect(queryJobs(path, 'SELECT * FROM jobs WHERE user_id = ? ORDER BY id', '8')).toEqual([
    { id: 'c1', user_id: '8', created_at: 101, settings: 'as they were' },
    { id: 'c2', user_id: '8', created_at: 102, settings: 'as they were' },
  ]);
});

it('a running job is known at RunPod by the id that its row has', () => {
  const path = makeDatabase();
  const { id = '', runpod_id = '' } = runningJob();
  copyJob(path, { pattern: 'first', times: 3, differences: { id, settings: runpod_id } });
  const sql = `SELECT settings FROM jobs WHERE id <> 'first' ORDER BY id`;
  expect(queryJobs(path, sql)).toEqual([1, 2, 3].map((n) => ({ settings: runningJobId(n) })));
});

it('indexes are there again after a great many', () => {
  const path = makeDatabase();
  copyJob(path, { pattern: 'first', times: 50_001, differences });
  const index = `SELECT name FROM sqlite_master WHERE name = 'jobs_by_user'`;
  expect(queryJobs(path, index)).toHaveLength(1);
});

it('a person gets the events of the job that theirs are like', () => {
  const path = makeDatabase();
  copyJob(path, { pattern: 'first', times: 3, differences });
  copyEvents(path, 'first', '8');
  const events = `SELECT job_id, to_state FROM job_events WHERE job_id <> 'first'`;
  expect(queryJobs(path, events)).toHaveLength(3);
});
