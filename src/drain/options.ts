import { parseArgs } from 'node:util';
import { notUnderstood, UsageError } from '../command-line/usage-error.ts';

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
    throw notUnderstood('drain', cause);
  }
}
