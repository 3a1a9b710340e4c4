import type { ErrorFacts } from '../errors/errors.ts';
import type { Attachment } from '../images/attachment.ts';
import type { StoredPicture } from '../images/picture-store.ts';
import type { WorkerModels } from '../recipes/model-file.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import type { RowData } from './sql/job-row.ts';

/** How long the token of an interaction is good for, in milliseconds (Discord's reference). */
export const TOKEN_LIFE_MS = 15 * 60_000;

/**
 * The states that a job can go to from each state. A state that leads nowhere is terminal.
 *
 * - `awaiting_consent`: no picture may be touched before its sender has confirmed.
 * - `accepted`: has pictures, and is stored. `preparing`: they are downloaded and normalised.
 * - `ready`: waits in its queue. Jobs without pictures start here, and those to be sent again return here.
 * - `submitting`: the request may or may not have reached RunPod.
 * - `queued`, `running`: RunPod has it. It may put a running job back into its queue.
 *
 * A job made in parts goes back to `ready` for each. If a later one fails, it is `completed` with the pictures so
 * far.
 */
export const TRANSITIONS = {
  awaiting_consent: ['accepted', 'cancelled', 'expired'],
  accepted: ['preparing', 'failed', 'cancelled'],
  preparing: ['ready', 'failed', 'cancelled'],
  ready: ['submitting', 'completed', 'failed', 'cancelled'],
  submitting: ['submitting', 'ready', 'queued', 'completed', 'failed', 'cancelled'],
  queued: ['running', 'ready', 'completed', 'failed', 'cancelled', 'expired'],
  running: ['queued', 'ready', 'completed', 'failed', 'cancelled', 'expired'],
  completed: [],
  failed: [],
  cancelled: [],
  expired: [],
} as const satisfies Record<string, readonly string[]>;

export type JobState = keyof typeof TRANSITIONS;

export const JOB_STATES = Object.keys(TRANSITIONS) as readonly JobState[];

export function isTerminal(state: JobState): boolean {
  return TRANSITIONS[state].length === 0;
}

export const TERMINAL_STATES: readonly JobState[] = JOB_STATES.filter(isTerminal);

/** States in which RunPod has not accepted the job yet. */
export const UNSENT_STATES: readonly JobState[] = [
  'awaiting_consent',
  'accepted',
  'preparing',
  'ready',
  'submitting',
];

/** States before the first submission. */
export const WAITING_STATES: readonly JobState[] = UNSENT_STATES.filter(
  (state) => state !== 'submitting',
);

/** States in which RunPod may have the job. */
export const IN_FLIGHT_STATES: readonly JobState[] = ['submitting', 'queued', 'running'];

/** A job that RunPod has accepted. */
export interface TakenJob extends Job {
  readonly runpodId: string;
  readonly runpodEndpointId: string;
  readonly submittedAt: number;
}

export function isTaken(job: Job): job is TakenJob {
  const { runpodId, runpodEndpointId, submittedAt } = job;
  return runpodId !== undefined && runpodEndpointId !== undefined && submittedAt !== undefined;
}

/** How many jobs ahead at RunPod are counted at most, since every poll counts them. */
export const MOST_AHEAD = 100;

/** The states that lead to `to`: the guard of its UPDATE. */
export function statesBefore(to: JobState): readonly JobState[] {
  return JOB_STATES.filter((from) => (TRANSITIONS[from] as readonly JobState[]).includes(to));
}

/** A state as members see it. Every change of phase changes the message. */
export type Phase = 'asking' | 'waiting' | 'working' | 'completed' | 'failed' | 'cancelled';

export function phaseOf(state: JobState): Phase {
  switch (state) {
    case 'awaiting_consent':
      return 'asking';
    case 'accepted':
    case 'preparing':
    case 'ready':
    case 'submitting':
    case 'queued':
      return 'waiting';
    case 'running':
      return 'working';
    case 'completed':
    case 'cancelled':
    case 'failed':
      return state;
    case 'expired':
      return 'failed';
  }
}

/** How many pictures its message shows. Once they are no longer stored, as many as there were. */
export function picturesShown({ pictures, count }: Pick<Job, 'pictures' | 'count'>): number {
  return pictures.length > 0 ? pictures.length : count;
}

/** `cancelledBy` of a job whose requester or server the operator blocked. */
export const BY_OPERATOR = 'operator';

/** Whether a finished message shows its pictures. `hidden`: until moderators decide. */
export const VISIBILITIES = ['shown', 'hidden', 'removed'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** An uploaded file and its picture option. */
export interface AttachedPicture extends Attachment {
  readonly option: string;
}

/** Another member's message whose picture is used once its poster agrees. */
export interface AskedPoster {
  /** In the job's own channel. */
  readonly messageId: string;
  /** The poster, while the question is open. */
  readonly userId: string | undefined;
}

/**
 * One row of the job log: its columns as `jobRowSchema` reads them, with those of its request and origin
 * put together. Times are milliseconds since the epoch.
 */
export interface Job extends Readonly<Omit<RowData, JoinedColumn>> {
  readonly wanted: Wanted;
  /** The operator's model settings at the time of the request. A retry uses the current ones. */
  readonly models: WorkerModels;
  /** The input pictures still to be downloaded. */
  readonly attachments: readonly AttachedPicture[];
  readonly origin: Origin | undefined;
  readonly asks: AskedPoster | undefined;
  /** Its queue: empty for the bot's own endpoint, else an endpoint's id. */
  readonly queue: string;
  /** Once it has ended, unless it was cancelled. */
  readonly pictures: readonly StoredPicture[];
  /** Until then: the pictures of its earlier parts, which a cancelled job never shows. */
  readonly madeSoFar: readonly StoredPicture[];
  readonly errorFacts: ErrorFacts;
}

/** Columns that a job has under another name or in another form. */
type JoinedColumn =
  | 'models'
  | 'attachment'
  | 'fromJob'
  | 'fromStep'
  | 'fromPicture'
  | 'fromMessage'
  | 'asksUserId'
  | 'askedMessage'
  | 'lane'
  | 'pictures'
  | 'errorFacts';

/** Whether its pictures are spoilers: by its requester's choice, the server's, or a report. */
export function isSpoiler({
  covered,
  coveredByReport,
}: Pick<Job, 'covered' | 'coveredByReport'>): boolean {
  return covered || coveredByReport === true;
}

/** The button under a picture by which a job was requested. */
export interface Origin {
  /** The job that made the picture. */
  readonly job: string;
  /** Such as `again`. The set of steps changes between versions. */
  readonly step: string;
  /** The chosen picture, from 0, if one was chosen. */
  readonly picture: number | undefined;
  /** The location of its message, if known. The server is `@me` in direct messages. */
  readonly message:
    | { readonly guildId: string; readonly channelId: string; readonly messageId: string }
    | undefined;
}

/** The columns of an origin. */
export interface OriginRow {
  readonly fromJob: string | null;
  readonly fromStep: string | null;
  readonly fromPicture: number | null;
  readonly fromMessage: string | null;
}

const MESSAGE = /^(\d{1,20}|@me)\/(\d{1,20})\/(\d{1,20})$/;

/** The origin stored in a row; `undefined` if it has none. */
export function originIn({
  fromJob: job,
  fromStep: step,
  fromPicture: picture,
  fromMessage,
}: OriginRow): Origin | undefined {
  if (job === null || step === null) return undefined;
  const [, guildId = '', channelId = '', messageId] = MESSAGE.exec(fromMessage ?? '') ?? [];
  const message = messageId === undefined ? undefined : { guildId, channelId, messageId };
  return { job, step, picture: picture ?? undefined, message };
}

/** The stored form of an origin. */
export function originRow(origin: Origin | undefined): OriginRow {
  const { job, step, picture, message } = origin ?? {};
  return {
    fromJob: job ?? null,
    fromStep: step ?? null,
    fromPicture: picture ?? null,
    fromMessage: message ? `${message.guildId}/${message.channelId}/${message.messageId}` : null,
  };
}

const LACKING = ['poster_silent', 'consent_withdrawn'] as const;

/**
 * Error codes of jobs whose picture its poster did not allow, or no longer allows. A plain retry would ask
 * the requester alone, so it is not offered.
 */
export function lacksConsent({
  errorCode,
}: Pick<Job, 'errorCode'>): (typeof LACKING)[number] | undefined {
  return LACKING.find((code) => code === errorCode);
}

/** How long a poster has to answer whether their picture may be used. */
export const POSTER_WINDOW_MS = 60 * 60_000;

/** How long a consent question stays open. */
export const CONSENT_WINDOW_MS = 10 * 60_000;

/**
 * How many pictures of a job count toward a day's limits: from its end on those that it made, and all that were
 * asked for if its member has ended it after it was sent to a GPU.
 */
export function countedPictures({
  state,
  count,
  pictures,
  madeSoFar,
  attempt,
  errorCode,
  cancelledBy,
  userId,
}: Job): number {
  if (!isTerminal(state)) return count;
  if (state === 'completed') return pictures.length;
  // Between its parts, none is in flight.
  const wasSent = attempt > 0 || madeSoFar.length > 0;
  const isOwnDoing = state === 'cancelled' ? cancelledBy === userId : errorCode === 'photo_refused';
  return wasSent && isOwnDoing ? count : 0;
}
