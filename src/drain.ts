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
import {
  type ProcessName,
  undoProcessDrain,
  waitUntilProcessDrained,
} from './operator/drain-process.ts';
import { undoDrain } from './operator/drain.ts';
import { DatabaseError } from './store/database.ts';
import { type DatabasePlace, isInUse, nameOf } from './store/live-database.ts';

/** Exit codes as in shells: 128 plus the signal's number. */
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Ends the wait. The message is the reason. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(why: string, exitCode: number) {
    super(why);
    this.exitCode = exitCode;
  }
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interrupted.abort(new Interrupted('Interrupted', SIGNAL_EXIT_CODES[signal]));
  });
}
ignoreClosedPipes();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const BOT_STILL_DRAINS =
  'the bot still accepts no new jobs, until its next start or `npm run drain -- --undo`.';
const PROCESS_STILL_DRAINS =
  'the process still leaves new interactions to the others, until it ends or `npm run drain -- --undo --process ID`.';

let isOfProcess = false;
try {
  const options = readOptions(process.argv.slice(2));
  isOfProcess = options.processName !== undefined;
  process.exitCode = await run(options);
} catch (error) {
  if (error instanceof Interrupted) {
    say(`${error.message}: ${isOfProcess ? PROCESS_STILL_DRAINS : BOT_STILL_DRAINS}`);
    process.exitCode = error.exitCode;
  } else {
    failWith(error, [ConfigError, DatabaseError]);
  }
}

async function run({ help, undo, timeoutMs, processName }: DrainOptions): Promise<number> {
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const place = loadConfig();
  const one = processName === undefined ? undefined : { name: processName, place };
  if (undo) {
    say(await (one ? undoProcess(one) : undoBot(place)));
    return 0;
  }
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          interrupted.abort(new Interrupted('Jobs are left', 1));
        }, timeoutMs);
  try {
    const context = { clock: systemClock, say, signal: interrupted.signal };
    const isDrained = await (one
      ? waitUntilProcessDrained(one, context)
      : waitUntilDrained({ place, ...context }));
    return isDrained ? 0 : 1;
  } finally {
    clearTimeout(timer);
  }
}

async function undoBot(place: DatabasePlace): Promise<string> {
  if (!(await isInUse(place))) {
    return `No bot is using ${nameOf(place)}, so there is nothing to undo.`;
  }
  return (await undoDrain(place)) ? 'The bot accepts jobs again.' : 'The bot is not draining.';
}

async function undoProcess(one: ProcessName): Promise<string> {
  return `Process ${await undoProcessDrain(one)} is not draining any more.`;
}
