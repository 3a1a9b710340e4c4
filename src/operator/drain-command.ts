import { parseArgs } from 'node:util';
import { unknownArguments, UsageError } from '../command-line/program.ts';
import type { Clock } from '../engines/clock.ts';
import { isInUse } from '../store/live-database.ts';
import { type DrainLook, lookAtDrain, orderDrain } from './drain.ts';

export const HELP = `npm run drain                   has the bot take nothing new, and ends when its last job is shown
npm run drain -- --undo         has it take new jobs again

  --timeout MINUTES   ends after that long with jobs left; else it waits for as long as it takes
  --undo              takes the order back: of a drain that was broken off, or that somebody changed their mind about
  --help              this text

People who ask for something new are told to try again in a few minutes; everything else goes on. Jobs that
wait for somebody to say yes are not waited for, and neither are messages that Discord does not let the bot
show any more. The order holds until the bot's next start.

Exit code: 0 everything is shown, or no bot is at work; 1 jobs may be left; 2 this command was not
understood; 130 or 143 broken off by a signal, after which the bot still takes nothing new.
`;

/** A week. */
const MOST_MINUTES = 7 * 24 * 60;

export interface DrainOptions {
  readonly help: boolean;
  readonly undo: boolean;
  readonly timeoutMs: number | undefined;
}

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): DrainOptions {
  const { help = false, undo = false, timeout } = parse(args);
  if (undo && timeout !== undefined) throw new UsageError('--undo waits for nothing.');
  return { help, undo, timeoutMs: timeout === undefined ? undefined : minutes(timeout) * 60_000 };
}

function minutes(text: string): number {
  const value = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0 && value <= MOST_MINUTES) return value;
  throw new UsageError(`--timeout must be a number of minutes, ${MOST_MINUTES} at most.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        undo: { type: 'boolean' },
        timeout: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw unknownArguments('drain', cause);
  }
}

/** How often the database is looked at: that a bot was started anew is seen before it is connected. */
const LOOK_EVERY_MS = 100;
/** How far apart two lines are at least. */
const SAY_EVERY_MS = 1_000;
/** How long a bot may be away that is started anew. */
const LONGEST_AWAY_MS = 60_000;

export interface DrainContext {
  /** Where the database is. */
  readonly path: string;
  readonly clock: Clock;
  /** Tells the operator a sentence. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Has the bot take nothing new, and waits until every job is over and shown. A bot that is started anew
 * meanwhile is told again. False where there is nothing to wait for and jobs may be left.
 *
 * @throws the signal's reason, and DatabaseError where the database cannot be used.
 */
export async function waitUntilDrained({
  path,
  clock,
  say,
  signal,
}: DrainContext): Promise<boolean> {
  if (!isInUse(path)) {
    say(`No bot is at work with ${path}, so there is nothing to drain.`);
    return true;
  }
  orderDrain(path, clock.now());
  say('The bot takes nothing new from now on. Waiting until what it has is shown.');
  let said = '';
  let saidAt = -Infinity;
  let awaySince: number | undefined;
  for (;;) {
    if (isInUse(path)) {
      awaySince = undefined;
      const look = lookAtDrain(path);
      switch (look.order) {
        case 'taken back':
          say('The order was taken back: the bot takes new jobs again.');
          return false;
        case 'forgotten':
          orderDrain(path, clock.now());
          say('The bot was started anew, and was told again to take nothing new.');
          break;
        case 'given': {
          if (look.left.size === 0) {
            say(drained(look));
            return true;
          }
          const line = leftLine(look);
          if (line === said || clock.now() - saidAt < SAY_EVERY_MS) break;
          say(line);
          said = line;
          saidAt = clock.now();
        }
      }
    } else {
      if (awaySince === undefined) say('The bot has ended. Waiting for it to be started again.');
      awaySince ??= clock.now();
      if (clock.now() - awaySince >= LONGEST_AWAY_MS) {
        say(
          'No bot is at work any more. Its next start goes on with what is left, and takes new jobs.',
        );
        return false;
      }
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** `Left: 3 (1 queued, 1 running, 1 to be shown)` */
function leftLine({ left }: DrainLook): string {
  const counts = [...left].map(([state, count]) => `${count} ${state}`);
  return `Left: ${[...left.values()].reduce((sum, count) => sum + count, 0)} (${counts.join(', ')})`;
}

function drained({ asking }: DrainLook): string {
  const besides = asking > 0 ? ` Not waited for, since they wait for a person: ${asking}.` : '';
  return `Every job is over and shown.${besides} The bot can be stopped; it takes nothing new until its next start.`;
}
