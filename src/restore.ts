import './required-node.ts';
import { systemClock } from './clock.ts';
import { ConfigError } from './config/config-error.ts';
import { loadConfig } from './config/config.ts';
import { DatabaseError } from './record/store/database.ts';
import { keyFileOf } from './record/store/key-file.ts';
import { restore, type Restored } from './people/restore.ts';
import { Turns } from './turns.ts';

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
  const { databasePath: path } = loadConfig();
  const [, , file] = process.argv;
  const restored = await restore({
    file,
    path,
    keyPath: keyFileOf(path),
    clock: systemClock,
    slicing: { turns: new Turns(), signal: new AbortController().signal },
  });
  process.stdout.write(`${sentences(restored, path, file).join('\n')}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DatabaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
