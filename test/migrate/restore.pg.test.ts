import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { keepOut } from '../../src/operator/kept-out.ts';
import { openDatabase } from '../../src/store/database.ts';
import { keyFileOf, openPseudonyms } from '../../src/store/key-file.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { program } from '../support/program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { emptyPostgres, onPostgres } from './empty-postgres.ts';

const run = promisify(execFile);

function npmRun(name: 'backup' | 'restore', env: Record<string, string>, ...args: string[]) {
  return run(process.execPath, [...program(name), ...args], {
    cwd: tempFolder(),
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN: 'token',
      RUNPOD_API_KEY: 'key',
      RUNPOD_ENDPOINT_ID: 'endpoint',
      ...env,
    },
  });
}

const ERASED = '400000000000000001';
const WITHDRAWN = '400000000000000002';
const BLOCKED = '400000000000000003';

/** What members and the operator did before the dump. */
const BEFORE = `
  INSERT INTO person_settings (user_id, private) VALUES ('${ERASED}', 1), ('${WITHDRAWN}', 1);
  INSERT INTO consents (job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
    VALUES ('gone', '${WITHDRAWN}', '200000000000000001', 1, 'button', 1, 'words');`;

it('npm run restore repeats in a restored PostgreSQL database what happened since its dump', async () => {
  const DATABASE_PATH = join(tempFolder(), 'darkroom.sqlite');
  writeFileSync(keyFileOf(DATABASE_PATH), randomBytes(32), { mode: 0o600 });
  const erased = openPseudonyms(keyFileOf(DATABASE_PATH))(ERASED);
  const [old, restored] = [await emptyPostgres(), await emptyPostgres()];
  for (const url of [old, restored]) {
    await openPostgres({ url }).then((database) => database.close());
    await onPostgres(url, (client) => client.query(BEFORE));
  }
  await onPostgres(old, (client) =>
    client.query(`
      DELETE FROM person_settings WHERE user_id = '${ERASED}';
      INSERT INTO erased_people VALUES ('${erased}', 5);
      UPDATE consents SET withdrawn_at = 6;`),
  );
  const blocked = { kind: 'person', id: BLOCKED } as const;
  await keepOut({ databasePath: '', databaseUrl: old }, blocked, { reason: 'spam', now: 7 });

  const { stdout } = await npmRun(
    'restore',
    { DATABASE_PATH, DATABASE_URL: restored },
    '--from-database',
    old,
  );
  const { host, pathname } = new URL(restored);
  expect(stdout).toBe(
    `Repeated in ${host}${pathname} since the backup: members erased: 1, consents withdrawn: 1, your blocks set or lifted: 1.\n`,
  );
  const found = await onPostgres(restored, async (client) => {
    const { rows: settings } = await client.query('SELECT user_id FROM person_settings');
    const { rows: consents } = await client.query('SELECT withdrawn_at FROM consents');
    const { rows: blocks } = await client.query('SELECT subject, reason FROM kept_out');
    const { rows: erasures } = await client.query('SELECT * FROM erasures');
    return { settings, consents, blocks, erasures };
  });
  expect(found).toEqual({
    settings: [{ user_id: WITHDRAWN }],
    consents: [{ withdrawn_at: '6' }],
    blocks: [{ subject: BLOCKED, reason: 'spam' }],
    erasures: [],
  });
  const again = await npmRun(
    'restore',
    { DATABASE_PATH, DATABASE_URL: restored },
    '--from-database',
    old,
  );
  expect(again.stdout).toContain('members erased: 0, consents withdrawn: 0');
});

it('npm run backup and restore name the programs of PostgreSQL, without the password', async () => {
  const DATABASE_PATH = join(tempFolder(), 'darkroom.sqlite');
  const DATABASE_URL = 'postgres://bot:hunter2@127.0.0.1:1/darkroom';
  const env = { DATABASE_PATH, DATABASE_URL };
  const backup = await npmRun('backup', env).catch((error: unknown) => error);
  expect(backup).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^ {2}pg_dump --format=custom .+ 'postgres:\/\/bot@127\.0\.0\.1:1\/darkroom'$/m,
    ) as unknown,
  });
  expect(JSON.stringify(backup)).not.toContain('hunter2');
  await expect(npmRun('restore', env, 'some.dump')).rejects.toMatchObject({
    code: 1,
    stderr:
      "With DATABASE_URL, restore by PostgreSQL's own programs: see npm run restore -- --help.\n",
  });
  await openDatabase(DATABASE_PATH).close();
  await expect(npmRun('restore', env, '--from-database', DATABASE_PATH)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^The PostgreSQL database 127\.0\.0\.1:1\/darkroom cannot be used/,
    ) as unknown,
  });
  await expect(
    npmRun('restore', { DATABASE_PATH }, '--from-database', DATABASE_PATH),
  ).rejects.toMatchObject({
    code: 1,
    stderr: 'Set DATABASE_URL to the restored database on PostgreSQL.\n',
  });
});
