import './required-node.ts';
import { readFileArgument } from './command-line/file-argument.ts';
import { failWith } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import { Turns } from './engines/turns.ts';
import { restore, type Restored } from './privacy/restore.ts';
import { DatabaseError } from './store/database.ts';
import { keyFileOf } from './store/key-file.ts';

const HELP = `npm run restore -- FILE   puts a copy in the database's place, and sets that database aside
npm run restore           finishes what was cut off

The bot must not be running. The copy stays as it is. It is checked whole, brought up to date, and relieved of
what people have taken back since it was made.

Exit code: 0 done; 1 it cannot be done; 2 this command was not understood.
`;

function sentences({ aside, copy }: Restored, path: string, file = ''): string[] {
  const before =
    aside === undefined
      ? 'There was no database before.'
      : `The one before is ${aside}, with what lay beside it.`;
  if (!copy) {
    return [`What was cut off is finished: the copy of then is now the database ${path}.`, before];
  }
  const { jobs, people, consents, blocks, untold } = copy;
  return [
    `${file} is now the database ${path} (jobs: ${jobs}).`,
    before,
    untold === undefined
      ? `Done in it again: people erased since it was made: ${people}, consents withdrawn: ${consents}, your blocks set or lifted: ${blocks}.`
      : `What people had erased, and whom you had blocked, since it was made is as it was then, since that cannot be read: ${untold}`,
  ];
}

try {
  const { help, file } = readFileArgument('restore', process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else await putBack(file);
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

async function putBack(file: string | undefined): Promise<void> {
  const { databasePath: path } = loadConfig();
  const restored = await restore({
    file,
    path,
    keyPath: keyFileOf(path),
    clock: systemClock,
    slicing: { turns: new Turns(), signal: new AbortController().signal },
  });
  process.stdout.write(`${sentences(restored, path, file).join('\n')}\n`);
}
