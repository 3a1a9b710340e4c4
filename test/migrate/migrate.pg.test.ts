import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { KILL_AT, type KillPoint } from '../crash/kill-point.ts';
import { program } from '../support/program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { emptyPostgres } from './empty-postgres.ts';
import { makeFullDatabase, rowsOf } from './full-database.ts';

const run = promisify(execFile);
const KILLER = ['--import', new URL('../crash/kill-at.ts', import.meta.url).href];

/** Runs `npm run migrate` with a database path; `killed`: it ends itself there. */
function migrate(path: string, args: readonly string[], killed?: KillPoint) {
  return run(process.execPath, [...program('migrate', killed && KILLER), ...args], {
    cwd: tempFolder(),
    env: {
      PATH: process.env.PATH,
      DATABASE_PATH: path,
      DISCORD_TOKEN: 'token',
      RUNPOD_API_KEY: 'key',
      RUNPOD_ENDPOINT_ID: 'endpoint',
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
  { channel: STEP, facts: { step: 'kept_out' } },
];

it('npm run migrate copies to PostgreSQL and back, however often it is killed', async () => {
  const folder = tempFolder();
  const path = join(folder, 'darkroom.sqlite');
  await makeFullDatabase(path, { nuls: 0 });
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
  expect(rowsOf(path)).toEqual(before);

  const back = join(folder, 'elsewhere', 'back.sqlite');
  const from = ['--from', url, '--to', back];
  for (const point of [...KILLED, { channel: STEP, facts: { step: 'complete' } }]) {
    await expect(migrate(path, from, point)).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(existsSync(back)).toBe(false);
    expect(() => openDatabase(back)).toThrow('is not finished');
  }
  expect((await migrate(path, from)).stdout).toContain(`The key file is ${back}.key.\n`);
  expect(rowsOf(back)).toEqual(before);
  expect(readFileSync(`${back}.key`).equals(readFileSync(`${path}.key`))).toBe(true);
  await openDatabase(back).close();
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
