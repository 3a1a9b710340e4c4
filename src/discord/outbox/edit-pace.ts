import { isTerminal, type Job } from '../../record/job/job.ts';
import { FIRST_ANSWER_MS, tokenBornAt } from '../interactions/interaction-token.ts';

/** Between two edits of one message while its job is under way, whatever they show. */
const FLOOR_MS = 1_000;
/** Between two edits of one message that show only progress. */
const PERIOD_MS = 5_000;
/** The same for edits as the bot, which share one queue per channel with everything else there. */
const BOT_PERIOD_MS = 15_000;
/** After an edit that failed; doubled for each that failed in a row. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 2 * 60_000;
/** Progress edits a second over all messages, of the 50 requests that Discord allows a bot. */
const PROGRESS_PER_SECOND = 40;

/** What the pace of edits depends on besides the row. Times are milliseconds since the epoch. */
export interface EditPace {
  readonly now: number;
  /** `undefined` where this process has not shown the message yet. */
  readonly lastEditAt: number | undefined;
  /** How many edits failed in a row. */
  readonly failures: number;
  /** Whether the edit is made by the interaction's token, or as the bot. */
  readonly byToken: boolean;
  /** How many messages are being kept up to date. */
  readonly messages: number;
}

/** How many ms an edit of a job under way has to wait whatever it would show; 0 or less for none. */
export function pauseBeforeAnyEdit({
  now,
  lastEditAt,
}: Pick<EditPace, 'now' | 'lastEditAt'>): number {
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  return lastEditAt + FLOOR_MS - now;
}

/** A clock that was set back makes nobody wait until it has caught up. */
function isBehind(now: number, lastEditAt: number): boolean {
  return lastEditAt > now;
}

/**
 * How many ms an edit of a job's message has to wait; 0 or less for none. How a job ended waits for
 * no floor: a person does, and it is the last edit, so that a message comes to one more in the same
 * second at most.
 */
export function pauseBeforeEdit(job: Job, { now, lastEditAt, ...pace }: EditPace): number {
  if (job.messageId === undefined) {
    // The interaction may still be answered in the ordinary way.
    const left = tokenBornAt(job) + FIRST_ANSWER_MS - now;
    if (left > 0 && left <= FIRST_ANSWER_MS) return left;
  }
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  if (pace.failures > 0) {
    return lastEditAt + Math.min(FIRST_PAUSE_MS * 2 ** pace.failures, LONGEST_PAUSE_MS) - now;
  }
  if (job.shownRevision < job.revision) {
    return isTerminal(job.state) ? 0 : lastEditAt + FLOOR_MS - now;
  }
  const least = pace.byToken ? PERIOD_MS : BOT_PERIOD_MS;
  return lastEditAt + Math.max(least, (pace.messages / PROGRESS_PER_SECOND) * 1_000) - now;
}

/** Results, failures and cancels go before other changes, and those before progress. */
export function priorityOfEdit({ state, shownRevision, revision }: Job): number {
  if (shownRevision >= revision) return 0;
  return isTerminal(state) ? 2 : 1;
}
