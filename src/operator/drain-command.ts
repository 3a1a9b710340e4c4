import { parseArguments, UsageError } from '../command-line/program.ts';
import type { Clock } from '../engines/clock.ts';
import { type DatabasePlace, isInUse, nameOf } from '../store/live-database.ts';
import { type DrainStatus, drainStatus, orderDrain, totalLine } from './drain.ts';

export const HELP = `npm run drain                   stops the bot from accepting new jobs, and ends when its last job is shown
npm run drain -- --undo         has it accept new jobs again

  --process ID        drains one of several processes: the others take over new interactions. "here" is the
                      process of this machine or container; a wrong ID lists all
  --timeout MINUTES   ends after that long, even with jobs left. Default: no limit
  --undo              undoes a drain, finished or interrupted
  --help              this text

Members who request something new are asked to try again in a few minutes, unless other processes take over
(--process). Everything else continues. Drain does not wait for jobs that still need consent, nor for
messages that Discord no longer lets the bot edit. It holds until the next start.

Exit code: 0 everything is shown, or no bot is running; 1 jobs may be left; 2 wrong arguments; 130 or 143
interrupted by a signal, and the drain still holds.
`;

/** A week. */
const MOST_MINUTES = 7 * 24 * 60;

export interface DrainOptions {
  readonly help: boolean;
  readonly undo: boolean;
  /** One of several processes. Default: the whole bot. */
  readonly processName: string | undefined;
  readonly timeoutMs: number | undefined;
}

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): DrainOptions {
  const { values } = parseArguments('drain', {
    args: [...args],
    options: {
      undo: { type: 'boolean' },
      timeout: { type: 'string' },
      process: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help = false, undo = false, timeout, process: processName } = values;
  if (undo && timeout !== undefined) throw new UsageError('--undo waits for nothing.');
  const timeoutMs = timeout === undefined ? undefined : minutes(timeout) * 60_000;
  return { help, undo, processName, timeoutMs };
}

function minutes(text: string): number {
  const value = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= MOST_MINUTES) return value;
  throw new UsageError(`--timeout must be a number of minutes, ${MOST_MINUTES} at most.`);
}

/** How often to check the database. A restarted bot drains again before it has connected. */
const CHECK_EVERY_MS = 100;
/** The minimum time between two lines. */
const PRINT_EVERY_MS = 1_000;
/** How long a restart of the bot may take. */
const LONGEST_RESTART_MS = 60_000;

export interface DrainContext {
  readonly place: DatabasePlace;
  readonly clock: Clock;
  /** Prints a line for the operator. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Drains the bot, and waits until every job has ended and is shown. A bot that restarts meanwhile
 * drains again. False if it stopped waiting and jobs may be left.
 *
 * @throws the signal's reason, and DatabaseError if the database cannot be used.
 */
export async function waitUntilDrained({
  place,
  clock,
  say,
  signal,
}: DrainContext): Promise<boolean> {
  if (!(await isInUse(place))) {
    say(`No bot is using ${nameOf(place)}, so there is nothing to drain.`);
    return true;
  }
  await orderDrain(place, clock.now());
  say('The bot accepts no new jobs. Waiting until the ones it has are shown.');
  let lastLine = '';
  let lastLineAt = -Infinity;
  let stoppedAt: number | undefined;
  let wasDone = false;
  for (;;) {
    if (await isInUse(place)) {
      stoppedAt = undefined;
      const status = await drainStatus(place);
      switch (status.order) {
        case 'undone':
          say('The drain was undone: the bot accepts jobs again.');
          return false;
        case 'forgotten':
          wasDone = false;
          await orderDrain(place, clock.now());
          say('The bot was restarted, and drains again.');
          break;
        case 'given': {
          const isDone = status.left.size === 0;
          if (isDone && wasDone) {
            say(drained(status));
            return true;
          }
          // A job may be committed just after the order that it was checked before.
          wasDone = isDone;
          if (isDone) break;
          const line = totalLine(status.left);
          if (line === lastLine || clock.now() - lastLineAt < PRINT_EVERY_MS) break;
          say(line);
          lastLine = line;
          lastLineAt = clock.now();
        }
      }
    } else {
      if (stoppedAt === undefined) say('The bot has stopped. Waiting for it to start again.');
      stoppedAt ??= clock.now();
      if (clock.now() - stoppedAt >= LONGEST_RESTART_MS) {
        say(
          'No bot is running any more. Its next start resumes the remaining jobs, and accepts new ones.',
        );
        return false;
      }
    }
    await clock.sleep(CHECK_EVERY_MS, signal);
  }
}

function drained({ asking }: DrainStatus): string {
  const unconsented = asking > 0 ? ` Not waited for, since they need consent: ${asking}.` : '';
  return `Every job has ended and is shown.${unconsented} You can stop the bot; it accepts nothing new until its next start.`;
}
