import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import type { Studio } from '../support/studio.ts';

const FOLDER = fileURLToPath(new URL('old', import.meta.url));

/** The commits of which there is a database, by name. */
export const OLD_VERSIONS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace('.sql', ''));

/** A moment in milliseconds, of those in the files. */
const MOMENT = /\b19\d{11}\b/g;

/** How long ago the bot of then ended. */
const ENDED_AGO_MS = 60_000;

/** Puts the database that this version left in the place of a studio's, whose bot is stopped. */
export function putOldDatabase(studio: Studio, version: string, picture: Buffer): void {
  const path = studio.databasePath;
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const sqlite = new SQLite(path);
  const sql = readFileSync(join(FOLDER, `${version}.sql`), 'utf8');
  const [, ended] = /^-- The bot ended at (\d+)/.exec(sql) ?? [];
  sqlite.exec(inThisWorld(sql, Number(ended), studio));
  const named = sqlite
    .prepare<[], string>(
      `SELECT value ->> 'file' FROM jobs, json_each(pictures) WHERE erased_at IS NULL`,
    )
    .pluck()
    .all();
  sqlite.close();
  mkdirSync(`${path}.files`, { recursive: true });
  for (const file of named) writeFileSync(join(`${path}.files`, file), picture, { mode: 0o600 });
}

/** What a bot wrote that ended at that moment, with the ids of a studio's world in it, and as if it were of just now. */
export function inThisWorld(text: string, endedAt: number, { discord, runpod }: Studio): string {
  const { guild, channels, people } = discord.world;
  const known: Readonly<Record<string, string>> = {
    '200000000000000001': guild.id,
    '300000000000000001': channels.general.id,
    '300000000000000002': channels.restricted.id,
    '400000000000000001': people.ada.id,
    '400000000000000002': people.ben.id,
    '400000000000000003': people.cleo.id,
    'endpoint-of-then': runpod.endpointId,
    'https://cdn.discordapp.com': discord.cdnUrl,
  };
  const moved = Date.now() - ENDED_AGO_MS - endedAt;
  return Object.entries(known).reduce(
    (moving, [then, now]) => moving.replaceAll(then, now),
    text.replace(MOMENT, (at) => String(Number(at) + moved)),
  );
}
