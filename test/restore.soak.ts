import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { backUp } from '../src/store/backup.ts';
import { completedMessage } from './support/job-message.ts';
import { imagine, openStudio } from './support/imagine.ts';
import type { Studio } from './support/studio.ts';
import { program } from './support/program.ts';

const run = promisify(execFile);

/** What `npm run restore` writes, in the studio's folder with its variables. */
function restore({ env, folder }: Studio, ...args: string[]) {
  return run(process.execPath, [...program('restore'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
}

it('npm run restore puts a copy back, with which a bot goes on, once no bot is at work', async () => {
  const studio = await openStudio();
  await completedMessage(studio, await imagine(studio));
  const target = join(studio.folder, 'copy.sqlite');
  backUp(studio.databasePath, target);
  await completedMessage(studio, await imagine(studio));
  // As it lies there if the bot is killed now.
  const log = join(studio.folder, 'log');
  copyFileSync(`${studio.databasePath}-wal`, log);
  await expect(restore(studio, target)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Another process is using this database .+\n$/) as unknown,
  });
  await studio.stopBot();
  copyFileSync(log, `${studio.databasePath}-wal`);
  const { stdout } = await restore(studio, target);
  const aside = readdirSync(studio.folder).find((name) => name.endsWith('.before-restore')) ?? '';
  expect(stdout).toBe(
    [
      `${target} is now the database ${studio.databasePath} (jobs: 1).`,
      `The previous database is ${join(studio.folder, aside)}, with the files beside it.`,
      'Repeated since the backup: members erased: 0, consents withdrawn: 0, your blocks set or lifted: 0.',
      '',
    ].join('\n'),
  );
  await studio.startBot();
  await completedMessage(studio, await imagine(studio));
});

it('npm run restore says in a sentence what it needs', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  await expect(restore(studio)).rejects.toMatchObject({
    code: 1,
    stderr: 'Name the backup: npm run restore -- FILE\n',
  });
});

it('npm run restore puts nothing back where it is asked for help, or for two files', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  const { stdout } = await restore(studio, '--help');
  expect(stdout).toContain('npm run restore -- FILE ');
  await expect(restore(studio, 'my', 'copy.sqlite')).rejects.toMatchObject({
    code: 2,
    stderr: 'Wrong arguments: see npm run restore -- --help.\n',
  });
});
