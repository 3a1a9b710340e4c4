import pg from 'pg';
import { inject } from 'vitest';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { BEFORE, fill } from './fixture.ts';
import { type Alone, Race } from './race.ts';
import type { Act } from './acts.ts';
import { Writer } from './writer.ts';

/** Makes databases for two writers each, all filled with the fixture. */
export async function openRaces(count: number): Promise<readonly Race[]> {
  const postgres = inject('postgres');
  if (!postgres) throw new Error('races need a PostgreSQL server');
  const { server, template } = postgres;
  const filled = `${template}_filled`;
  await create(server, [filled], template);
  const filler = new Writer(urlOf(server, filled), 'filler', BEFORE, NO_LIMITS);
  try {
    await fill(filler);
  } finally {
    await filler.close();
  }
  const databases = Array.from({ length: count }, (_, place) => `${template}_race_${place}`);
  await create(server, databases, filled);
  const alone = new Map<Act, Promise<Alone>>();
  return Promise.all(databases.map((database) => Race.open(urlOf(server, database), alone)));
}

async function create(server: string, databases: readonly string[], from: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const database of databases) {
      await client.query(`CREATE DATABASE ${database} TEMPLATE ${from}`);
      await client.query(`ALTER DATABASE ${database} SET synchronous_commit = off`);
      await client.query(`ALTER DATABASE ${database} SET deadlock_timeout = '20ms'`);
    }
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = database;
  return String(url);
}
