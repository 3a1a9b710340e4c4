import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { Attachment } from '../images/attachment.ts';
import type { StoredPicture } from '../images/picture-store.ts';
import type { ReportReason } from '../policy/report-reasons.ts';
import type { WorkerModels } from '../recipes/model-file.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import type { DeferralKind } from '../store/deferrals.ts';

/**
 * The states that a job can go to from each state. One that leads nowhere is terminal.
 *
 * - `awaiting_consent`: no picture may be touched before its sender has confirmed.
 * - `accepted`: asked for with pictures, and written down. `preparing`: they are fetched and normalised.
 * - `ready`: waits for its turn here, as a job without pictures does from the beginning, and one
 *   that has to be sent again.
 * - `submitting`: the request may or may not have reached RunPod.
 * - `queued`, `running`: RunPod has it. It may put a running job back into its queue.
 */
export const TRANSITIONS = {
  awaiting_consent: ['accepted', 'cancelled', 'expired'],
  accepted: ['preparing', 'failed', 'cancelled'],
  preparing: ['ready', 'failed', 'cancelled'],
  ready: ['submitting', 'failed', 'cancelled'],
  submitting: ['submitting', 'ready', 'queued', 'failed', 'cancelled'],
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

/** Those in which RunPod has not said that it took the job. */
export const UNSENT_STATES: readonly JobState[] = [
  'awaiting_consent',
  'accepted',
  'preparing',
  'ready',
  'submitting',
];

/** Those in which RunPod may have a job. */
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

/** How many ahead of a job at RunPod are counted at most, since each job asks at every poll. */
export const MOST_AHEAD = 100;

/** The states from which `to` can be reached: the guard of its UPDATE. */
export function statesBefore(to: JobState): readonly JobState[] {
  return JOB_STATES.filter((from) => (TRANSITIONS[from] as readonly JobState[]).includes(to));
}

/** What a person can tell apart. A change of phase is a change of the message. */
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

/** How many pictures its message shows: of those that are kept no longer, as many as there were when they went. */
export function picturesShown({ pictures, count }: Pick<Job, 'pictures' | 'count'>): number {
  return pictures.length > 0 ? pictures.length : count;
}

/** `cancelledBy` of a job whose requester or server the operator blocked. */
export const BY_OPERATOR = 'operator';

/** Whether the finished message shows its pictures: `hidden` until moderators have decided. */
export const VISIBILITIES = ['shown', 'hidden', 'removed'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** How a job's message in Discord is reached. */
export interface Place {
  readonly guildId: string;
  /** A private job's may be that of direct messages with its requester. */
  readonly channelId: string;
  /**
   * The interaction that the message answers: the command, or the click that gave consent. Blanked
   * once the message of an erased job is gone.
   */
  readonly answeredInteractionId: string;
  /** How that interaction was deferred, if it was. */
  readonly deferral: DeferralKind | undefined;
  /** Known once Discord has answered the first response. */
  readonly messageId: string | undefined;
  /** When the bot last set out to post it in place of the answer; it may be there. */
  readonly postingAt: number | undefined;
  /** Blanked once useless. */
  readonly interactionToken: string | undefined;
  readonly tokenExpiresAt: number;
  /** Whether the message is ephemeral, as while a photo waits for consent: only its token reaches it. */
  readonly ephemeral: boolean;
  /** The largest file that Discord takes there, in bytes, where it said with that interaction. */
  readonly attachmentSizeLimit: number | undefined;
}

/** An uploaded file and its picture option. */
export interface AttachedPicture extends Attachment {
  readonly option: string;
}

/** Another member's message whose picture is used once its poster agrees. */
export interface AskedPoster {
  /** In the job's own channel. */
  readonly messageId: string;
  /** Who that is, while the question stands. */
  readonly userId: string | undefined;
}

/** One row of the job log. Times are milliseconds since the epoch. */
export interface Job extends Place {
  readonly id: string;
  /** The interaction that asked for it; an erased job's row no longer says. */
  readonly interactionId: string | undefined;
  readonly userId: string;
  /** The requester's language, as `en-GB`, if Discord sent it. */
  readonly locale: string | undefined;
  /** The language of the server. */
  readonly guildLocale: string | undefined;
  readonly state: JobState;
  /** The state that it was in before; a new job has none. */
  readonly previousState: JobState | undefined;
  /** Counts visible changes; `shownRevision` is the one that the message shows. */
  readonly revision: number;
  readonly shownRevision: number;
  readonly undeliverableAt: number | undefined;
  readonly wanted: Wanted;
  /** The operator's, as they were when it was asked for: no part of the request, so that a retry gets today's. */
  readonly models: WorkerModels;
  /** How many pictures it is to make; how many there were, once they are kept no longer. */
  readonly count: number;
  /** Where the pictures that go in are still to be fetched. */
  readonly attachments: readonly AttachedPicture[];
  readonly retryOf: string | undefined;
  readonly origin: Origin | undefined;
  readonly asks: AskedPoster | undefined;
  /** How many submissions may have reached RunPod. */
  readonly attempt: number;
  readonly runpodEndpointId: string | undefined;
  readonly runpodId: string | undefined;
  /** The kind of worker that it was sent to, as far as the row says. */
  readonly worker: string | undefined;
  /** Whose line it waits in: empty for the bot's own endpoint, else an endpoint's id. */
  readonly queue: string;
  /** Whether RunPod may still be at work on it. */
  readonly remoteOpen: boolean;
  readonly createdAt: number;
  /** When it became `accepted`: with the command, or with consent. */
  readonly acceptedAt: number | undefined;
  /** When it last became `ready`, other than from `submitting`: the start of its wait here. */
  readonly readyAt: number | undefined;
  /** It is not sent before then, since RunPod did not take it. */
  readonly retryAt: number | undefined;
  /** When RunPod accepted it. */
  readonly submittedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  /** RunPod's own measurements. */
  readonly delayMs: number | undefined;
  readonly executionMs: number | undefined;
  /** What it is documented to cost, in millionths of a US dollar, where it is billed by the picture. */
  readonly priceMicros: number | undefined;
  /** What it has cost, where that was told. */
  readonly costMicros: number | undefined;
  readonly pictures: readonly StoredPicture[];
  readonly errorCode: ErrorCode | undefined;
  readonly errorFacts: ErrorFacts;
  /** A person's id, {@link BY_OPERATOR}, or `runpod` where the GPU service cancelled it. */
  readonly cancelledBy: string | undefined;
  /** Whether it was asked for in an age-restricted channel; unknown counts as not. */
  readonly ageRestricted: boolean;
  /** Whether its pictures are posted as spoilers. */
  readonly covered: boolean;
  /** Whether a report covers them until it is decided; false once that cover was lifted. */
  readonly coveredByReport: boolean | undefined;
  /** Whether it is its requester's alone: its message is ephemeral, or a direct message. */
  readonly private: boolean;
  readonly visibility: Visibility;
  /** The report that hid it. */
  readonly hiddenBecause: ReportReason | undefined;
  /**
   * When it is removed if nobody has decided: set while its server has not said where reports go.
   */
  readonly lapsesAt: number | undefined;
  /** The job whose picture it was made from, where it is hidden or removed since that one is. */
  readonly hiddenWith: string | undefined;
  /**
   * Who took back the consent to it, or to what it was made from: nothing new is made of it, and where that was
   * not its own requester, it is gone.
   */
  readonly consentWithdrawn: 'requester' | 'another' | undefined;
  /** Its requester wants it erased, which waits for the decision about a report. */
  readonly eraseAskedAt: number | undefined;
  /** From then on the row says nothing about a person. */
  readonly erasedAt: number | undefined;
  /** When the message of an erased job was deleted, or turned out not to be there. */
  readonly messageGoneAt: number | undefined;
  /** When the bot last set out to post the reply that tells of its end; it may be there. */
  readonly tellingAt: number | undefined;
  /** When it was settled whether its requester is told of its end: that is done once. */
  readonly toldAt: number | undefined;
  /** The reply, while it stands. */
  readonly toldMessageId: string | undefined;
}

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
  /** Such as `again`; what steps there are changes. */
  readonly step: string;
  /** Which of its pictures, where one was picked; counts from 0. */
  readonly picture: number | undefined;
  /** Where its message was, where that is known; `@me` for the server in direct messages. */
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

/** What a row says of it; `undefined` for a job that came from no other. */
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

/** How it is written down. */
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
