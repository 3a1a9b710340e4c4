import { isTerminal, type Job } from '../../jobs/job.ts';
import { FIRST_ANSWER_MS, tokenBornAt } from '../interactions/interaction-token.ts';
import type { Caller } from '../wire/rest-clients.ts';

/** Between two edits of one message while its job is under way, whatever they show. */
const FLOOR_MS = 1_000;
/**
 * Between two edits of one message that show only progress. By token it has limits of its own; as
 * the bot it shares one queue with everything else in its channel.
 */
const PERIOD_MS: Readonly<Record<Caller, number>> = { token: 5_000, bot: 15_000 };
/**
 * Progress edits a second over all messages. As the bot, they are part of the 50 requests that
 * Discord allows it. By token Discord sets no number for all of them together; RunPod, which answers
 * 2,000 questions about jobs in 10 s, gives nothing new to show more often than this.
 */
const PROGRESS_PER_SECOND: Readonly<Record<Caller, number>> = { token: 200, bot: 40 };
/** After an edit that failed; doubled for each that failed in a row. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 2 * 60_000;

/** What the pace of edits depends on besides the row. Times are milliseconds since the epoch. */
export interface EditPace {
  readonly now: number;
  /** `undefined` where this process has not shown the message yet. */
  readonly lastEditAt: number | undefined;
  /** How many edits failed in a row. */
  readonly failures: number;
  /** Who the edit is made as. */
  readonly as: Caller;
  /** How many messages are kept up to date by edits of that kind. */
  readonly messages: number;
}

/**
 * How many ms an edit of a job under way has to wait at least; 0 or less for none. `isProgress`: whether its row is as
 * its message shows it, so that nothing but progress is new.
 */
export function pauseBeforeAnyEdit({
  now,
  lastEditAt,
  isProgress,
}: Pick<EditPace, 'now' | 'lastEditAt'> & { readonly isProgress: boolean }): number {
  if (lastEditAt === undefined || isBehind(now, lastEditAt)) return 0;
  return lastEditAt + (isProgress ? PERIOD_MS.token : FLOOR_MS) - now;
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
  const forAllMs = (pace.messages / PROGRESS_PER_SECOND[pace.as]) * 1_000;
  return lastEditAt + Math.max(PERIOD_MS[pace.as], forAllMs) - now;
}

/** Results, failures and cancels go before other changes, and those before progress. */
export function priorityOfEdit({ state, shownRevision, revision }: Job): number {
  if (shownRevision >= revision) return 0;
  return isTerminal(state) ? 2 : 1;
}
