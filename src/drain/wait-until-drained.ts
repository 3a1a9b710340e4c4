import type { Clock } from '../clock.ts';
import { type DrainLook, lookAtDrain, orderDrain } from '../operator/drain.ts';
import { isInUse } from '../store/live-database.ts';

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
