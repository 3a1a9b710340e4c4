import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { KILL_AT, type KillPoint } from '../crash/kill-point.ts';
import { program } from '../support/program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { emptyPostgres } from './empty-postgres.ts';
import {
  makeFullDatabase,
  PICTURES,
  putIntoFolder,
  rowsOf,
  sumsIn,
  sumsOf,
} from './full-database.ts';

const run = promisify(execFile);
const KILLER = ['--import', new URL('../crash/kill-at.ts', import.meta.url).href];

/** Runs `npm run migrate` with a database path; `killed`: it ends itself there. */
function migrate(
  path: string,
  args: readonly string[],
  killed?: KillPoint,
  env: Readonly<Record<string, string>> = {},
) {
  return run(process.execPath, [...program('migrate', killed && KILLER), ...args], {
    cwd: tempFolder(),
    env: {
      PATH: process.env.PATH,
      DATABASE_PATH: path,
      DISCORD_TOKEN: 'token',
      RUNPOD_API_KEY: 'key',
      RUNPOD_ENDPOINT_ID: 'endpoint',
      ...env,
      ...(killed && { [KILL_AT]: JSON.stringify(killed) }),
    },
  });
}

/** Why a bot cannot use it. */
async function refusalOf(url: string): Promise<string> {
  return openPostgres({ url }).then(
    () => 'none',
    (error: unknown) => String(error),
  );
}

const STEP = 'darkroom:transfer:step';
const KILLED: readonly KillPoint[] = [
  { channel: STEP },
  { channel: STEP, facts: { step: 'picture_pieces' } },
  { channel: STEP, facts: { step: 'stored_picture_pieces' } },
  { channel: STEP, facts: { step: 'kept_out' } },
];

it('npm run migrate copies to PostgreSQL and back, however often it is killed', async () => {
  const folder = tempFolder();
  const path = join(folder, 'darkroom.sqlite');
  await makeFullDatabase(path, { nuls: 0 });
  putIntoFolder(path);
  writeFileSync(`${path}.key`, Buffer.alloc(32, 7), { mode: 0o600 });
  const before = rowsOf(path);
  const url = await emptyPostgres();
  const to = ['--to', url];
  for (const point of KILLED) {
    await expect(migrate(path, to, point)).rejects.toMatchObject({ signal: 'SIGKILL' });
    // The server may still hold the lock of the killed one.
    await expect.poll(() => refusalOf(url)).toContain('is not finished');
  }
  const { stdout } = await migrate(path, to);
  expect(stdout).toMatch(/^ {2}jobs +12 rows {2}checksum [\da-f]{16}$/m);
  expect(stdout).toContain('Both are the same. Set DATABASE_URL, then start the bot.\n');
  expect(stdout).toContain(`Keep ${path}.key and the other files beside ${path}`);
  expect(stdout).toContain('The pictures are in the database now: remove PICTURE_STORE');
  expect(rowsOf(path)).toEqual(before);
  expect(sumsIn(path)).toEqual(sumsOf(PICTURES));

  const back = join(folder, 'elsewhere', 'back.sqlite');
  const from = ['--from', url, '--to', back];
  for (const point of [...KILLED, { channel: STEP, facts: { step: 'complete' } }]) {
    await expect(migrate(path, from, point)).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(existsSync(back)).toBe(false);
    expect(() => openDatabase(back)).toThrow('is not finished');
  }
  const moved = await migrate(path, from);
  expect(moved.stdout).toContain(`The key file is ${back}.key.\n`);
  expect(moved.stdout).toContain(`The pictures are in ${back}.files: remove PICTURE_STORE`);
  expect(rowsOf(back)).toEqual(before);
  expect(sumsIn(back)).toEqual(sumsOf(PICTURES));
  expect(readFileSync(`${back}.key`).equals(readFileSync(`${path}.key`))).toBe(true);
  await openDatabase(back).close();
});

it('npm run migrate leaves pictures in a bucket, or in rows, where PICTURE_STORE says so', async () => {
  const path = join(tempFolder(), 'darkroom.sqlite');
  await makeFullDatabase(path);
  const before = rowsOf(path);
  mkdirSync(`${path}.files`);
  writeFileSync(join(`${path}.files`, 'job1-2.png'), 'a picture');
  const url = await emptyPostgres();
  const bucket = { PICTURE_STORE: 's3://bucket', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
  const there = await migrate(path, ['--to', url], undefined, bucket);
  expect(there.stdout).toContain(
    `The pictures in the bucket stay there. Those in ${path}.files, if any, were not copied.\n`,
  );
  const [one, other] = ['one', 'other'].map((name) => join(tempFolder(), name)) as [string, string];
  const back = await migrate(path, ['--from', url, '--to', one], undefined, bucket);
  expect(back.stdout).toContain('The pictures stay in the bucket: keep PICTURE_STORE.\n');
  const rows = { PICTURE_STORE: 'database' };
  const again = await migrate(path, ['--from', url, '--to', other], undefined, rows);
  expect(again.stdout).toContain('in the new database, too: keep PICTURE_STORE=database.\n');
  for (const copy of [one, other]) {
    expect(rowsOf(copy)).toEqual(before);
    expect(existsSync(`${copy}.files`)).toBe(false);
  }
});

it('npm run migrate says what is wrong in a sentence', async () => {
  const folder = tempFolder();
  const path = join(folder, 'darkroom.sqlite');
  const url = await emptyPostgres();
  await expect(migrate(path, ['--to', url])).rejects.toMatchObject({
    code: 1,
    stderr: `There is no database at ${path}.\n`,
  });
  const wrong = { code: 2, stderr: 'Wrong arguments: see npm run migrate -- --help.\n' };
  for (const args of [[], ['--to', path], ['--from', url], ['--from', path, '--to', url], ['x']]) {
    await expect(migrate(path, args)).rejects.toMatchObject(wrong);
  }
  const help = await migrate(path, ['--help']);
  expect(help.stdout).toContain('npm run migrate -- --to postgres://USER@HOST/DATABASE\n');
  await makeFullDatabase(path);
  const database = openDatabase(path);
  await expect(migrate(path, ['--to', url])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Another process is using this database') as unknown,
  });
  await database.close();
  await openPostgres({ url }).then((opened) => opened.close());
  await expect(migrate(path, ['--to', url])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not empty') as unknown,
  });
});
