import './required-node.ts';
import { failWith, ignoreClosedPipes } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import {
  type DrainOptions,
  HELP,
  readOptions,
  waitUntilDrained,
} from './operator/drain-command.ts';
import { undoDrain } from './operator/drain.ts';
import { DatabaseError } from './store/database.ts';
import { isInUse } from './store/live-database.ts';

/** As shells have it: 128, and the signal's number. */
const BROKEN_OFF = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Why it is waited no longer, and the exit code. */
class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  readonly exitCode: number;

  constructor(why: string, exitCode: number) {
    super(why);
    this.exitCode = exitCode;
  }
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interrupted.abort(new BrokenOff('Broken off', BROKEN_OFF[signal]));
  });
}
ignoreClosedPipes();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (error instanceof BrokenOff) {
    say(
      `${error.message}: the bot still takes nothing new, until its next start or \`npm run drain -- --undo\`.`,
    );
    process.exitCode = error.exitCode;
  } else {
    failWith(error, [ConfigError, DatabaseError]);
  }
}

async function run({ help, undo, timeoutMs }: DrainOptions): Promise<number> {
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { databasePath: path } = loadConfig();
  if (undo) {
    say(undone(path));
    return 0;
  }
  const limit =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          interrupted.abort(new BrokenOff('Jobs are left', 1));
        }, timeoutMs);
  try {
    const { signal } = interrupted;
    const isDrained = await waitUntilDrained({ path, clock: systemClock, say, signal });
    return isDrained ? 0 : 1;
  } finally {
    clearTimeout(limit);
  }
}

function undone(path: string): string {
  if (!isInUse(path)) return `No bot is at work with ${path}, so there is nothing to take back.`;
  return undoDrain(path)
    ? 'The bot takes new jobs again.'
    : 'The bot was not told to take nothing new.';
}
