import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { keepOut } from '../../src/operator/kept-out.ts';
import { openDatabase } from '../../src/store/database.ts';
import { keyFileOf, openPseudonyms } from '../../src/store/key-file.ts';
import { openPostgres } from '../../src/store/postgres/open.ts';
import { postgresProgram } from '../support/postgres-server.ts';
import { program } from '../support/program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { catalogOf, emptyPostgres, onPostgres } from './empty-postgres.ts';

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

/** What a dump leaves out. */
const BYTES = `
  INSERT INTO stored_pictures VALUES ('gone-1.png', 3, 1);
  INSERT INTO stored_picture_pieces (file, place, bytes) VALUES ('gone-1.png', 0, 'abc');
  INSERT INTO deferrals (interaction_id, token, kind, expires_at) VALUES ('1', 'secret', 'public', 1);`;

/** A restored database, once what happened since is repeated. */
const REPEATED = {
  settings: [{ user_id: WITHDRAWN }],
  consents: [{ withdrawn_at: '6' }],
  blocks: [{ subject: BLOCKED, reason: 'spam' }],
  erasures: [],
};

function foundIn(url: string) {
  return onPostgres(url, async (client) => {
    const { rows: settings } = await client.query('SELECT user_id FROM person_settings ORDER BY 1');
    const { rows: consents } = await client.query('SELECT withdrawn_at FROM consents');
    const { rows: blocks } = await client.query('SELECT subject, reason FROM kept_out');
    const { rows: erasures } = await client.query('SELECT * FROM erasures');
    return { settings, consents, blocks, erasures };
  });
}

/** Runs a command with PostgreSQL's own programs. */
function inShell(command: string, cwd: string) {
  const programs = dirname(postgresProgram('pg_dump'));
  return run('sh', ['-c', command], { cwd, env: { PATH: `${programs}:${process.env.PATH}` } });
}

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
  expect(await foundIn(restored)).toEqual(REPEATED);
  const again = await npmRun(
    'restore',
    { DATABASE_PATH, DATABASE_URL: restored },
    '--from-database',
    old,
  );
  expect(again.stdout).toContain('members erased: 0, consents withdrawn: 0');
});

it('a dump of a live database, made as npm run backup says, restores without what was erased since', async () => {
  const DATABASE_PATH = join(tempFolder(), 'darkroom.sqlite');
  writeFileSync(keyFileOf(DATABASE_PATH), randomBytes(32), { mode: 0o600 });
  const [old, restored] = [await emptyPostgres(), await emptyPostgres()];
  const bot = await openPostgres({ url: old });
  await onPostgres(old, (client) => client.query(BEFORE + BYTES));
  const said = await npmRun('backup', { DATABASE_PATH, DATABASE_URL: old }).then(
    ({ stdout }) => stdout,
    String,
  );
  const [, command = ''] = /^ {2}(pg_dump .+)$/m.exec(said) ?? [];
  const cwd = tempFolder();
  const dumping = inShell(command, cwd);
  const isDumped = dumping.then(() => true);
  // The bot goes on meanwhile.
  do {
    await bot.store.write((trx) =>
      trx
        .updateTable('line')
        .set({ round: sql`round + 1` })
        .execute(),
    );
  } while (!(await Promise.race([isDumped, turn(false)])));
  await onPostgres(old, (client) =>
    client.query(`
      DELETE FROM person_settings WHERE user_id = '${ERASED}';
      INSERT INTO erased_people
        VALUES ('${openPseudonyms(keyFileOf(DATABASE_PATH))(ERASED)}', 5);
      UPDATE consents SET withdrawn_at = 6;`),
  );
  const blocked = { kind: 'person', id: BLOCKED } as const;
  await keepOut({ databasePath: '', databaseUrl: old }, blocked, { reason: 'spam', now: 7 });
  await bot.close();

  await inShell(`pg_restore --no-owner --exit-on-error --dbname='${restored}' *.dump`, cwd);
  expect(await foundIn(restored)).toEqual({
    settings: [{ user_id: ERASED }, { user_id: WITHDRAWN }],
    consents: [{ withdrawn_at: null }],
    blocks: [],
    erasures: [],
  });
  const { rows } = await onPostgres(restored, (client) =>
    client.query(
      `SELECT count(*) FROM (SELECT 1 FROM stored_pictures
        UNION ALL SELECT 1 FROM stored_picture_pieces UNION ALL SELECT 1 FROM deferrals) AS rows`,
    ),
  );
  expect(rows).toEqual([{ count: '0' }]);

  const env = { DATABASE_PATH, DATABASE_URL: restored };
  const { stdout } = await npmRun('restore', env, '--from-database', old);
  expect(stdout).toContain(
    'members erased: 1, consents withdrawn: 1, your blocks set or lifted: 1.\n',
  );
  expect(await foundIn(restored)).toEqual(REPEATED);
  // It is whole: its triggers count jobs, and it numbers new rows.
  const again = await openPostgres({ url: restored });
  await again.store.write((trx) => trx.insertInto('preparedPictures').defaultValues().execute());
  await again.close();
  expect(await catalogOf(restored)).toEqual(await catalogOf(old));
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
