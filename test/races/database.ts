import pg from 'pg';
import { inject } from 'vitest';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { BEFORE, fill } from './fixture.ts';
import { Race } from './race.ts';
import { Writer } from './writer.ts';

/** Makes a database for two writers, filled with the fixture. */
export async function openRace(name: string): Promise<Race> {
  const postgres = inject('postgres');
  if (!postgres) throw new Error('races need a PostgreSQL server');
  const { server, template } = postgres;
  const database = `${template}_${name}`;
  const url = new URL(server);
  url.pathname = database;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
    await client.query(`ALTER DATABASE ${database} SET synchronous_commit = off`);
    await client.query(`ALTER DATABASE ${database} SET deadlock_timeout = '20ms'`);
  } finally {
    await client.end();
  }
  const filler = new Writer(String(url), 'filler', BEFORE, NO_LIMITS);
  try {
    await fill(filler);
  } finally {
    await filler.close();
  }
  return Race.open(String(url));
}
