import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { imagine, openStudio, smallPng } from './support/imagine.ts';
import type { Studio } from './support/studio.ts';
import { tempFolder } from './support/temp-folder.ts';
import { program } from './support/program.ts';

const run = promisify(execFile);
const COMMAND = program('backup');

/** What `npm run backup` writes, in the studio's folder with its variables. */
function backUp({ env, folder }: Studio, ...args: string[]) {
  return run(process.execPath, [...COMMAND, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
}

it('npm run backup copies the log of a bot at work, without its faces and tokens', async () => {
  const studio = await openStudio();
  // The photo is kept for as long as RunPod does not take the job.
  studio.runpod.http.fault({ path: /\/run$/, times: Infinity, answer: { status: 429 } });
  await imagine(studio, { face: { name: 'me.png', bytes: await smallPng() }, face_consent: true });
  const live = new SQLite(studio.databasePath, { readonly: true });
  const kept = (database: SQLite.Database) =>
    database.prepare('SELECT count(*) FROM picture_pieces').pluck().get();
  await expect.poll(() => kept(live)).toBe(1);
  const target = join(studio.folder, 'copy.sqlite');
  const { stdout } = await backUp(studio, target);
  expect(stdout).toBe(`Backed up to ${target} (jobs: 1), without photos, tokens and pictures.\n`);
  const copy = new SQLite(target, { readonly: true });
  expect(kept(copy)).toBe(0);
  expect(copy.prepare('SELECT user_id, interaction_token, attachment FROM jobs').get()).toEqual({
    user_id: studio.discord.world.people.ada.id,
    interaction_token: null,
    attachment: null,
  });
  copy.close();
  live.close();
});

it('npm run backup says in a sentence that there is nothing to copy', async () => {
  const studio = await openStudio();
  const DATABASE_PATH = join(studio.folder, 'nowhere.sqlite');
  const failed = run(process.execPath, COMMAND, {
    cwd: studio.folder,
    env: { PATH: process.env.PATH, ...studio.env, DATABASE_PATH },
  });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: `There is no database at ${DATABASE_PATH}.\n`,
  });
});

it('npm run backup --help says what it does, and copies nothing to a file of that name', async () => {
  const folder = tempFolder();
  const { PATH } = process.env;
  const { stdout } = await run(process.execPath, [...COMMAND, '--help'], {
    cwd: folder,
    env: { PATH },
  });
  expect(stdout).toContain('npm run backup -- FILE ');
  expect(readdirSync(folder)).toEqual([]);
});
