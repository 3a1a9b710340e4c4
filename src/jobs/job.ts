import type { ErrorCode, ErrorFacts } from '../errors/errors.ts';
import type { Attachment } from '../images/attachment.ts';
import type { StoredPicture } from '../images/picture-store.ts';
import type { ReportReason } from '../policy/report-reasons.ts';
import type { WorkerModels } from '../recipes/model-file.ts';
import type { Wanted } from '../recipes/stored-request.ts';
import type { DeferralKind } from '../store/deferrals.ts';

/**
 * The states that a job can go to from each state. A state that leads nowhere is terminal.
 *
 * - `awaiting_consent`: no picture may be touched before its sender has confirmed.
 * - `accepted`: has pictures, and is stored. `preparing`: they are downloaded and normalised.
 * - `ready`: waits in its queue. Jobs without pictures start here, and those to be sent again return here.
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

/** States in which RunPod has not accepted the job yet. */
export const UNSENT_STATES: readonly JobState[] = [
  'awaiting_consent',
  'accepted',
  'preparing',
  'ready',
  'submitting',
];

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

/** The location of a job's message in Discord, and how to reach it. */
export interface Place {
  readonly guildId: string;
  /** For a private job, possibly the direct messages with its requester. */
  readonly channelId: string;
  /**
   * The interaction whose response is the message: the command, or the click that gave consent.
   * Blanked once the message of an erased job is gone.
   */
  readonly answeredInteractionId: string;
  /** How that interaction was deferred, if it was. */
  readonly deferral: DeferralKind | undefined;
  /** Known once Discord has returned it. */
  readonly messageId: string | undefined;
  /** When the bot last began to post it in place of the response. It may exist. */
  readonly postingAt: number | undefined;
  /** Blanked once useless. */
  readonly interactionToken: string | undefined;
  readonly tokenExpiresAt: number;
  /**
   * Whether the message is ephemeral, as while a photo waits for consent: only its token reaches
   * it.
   */
  readonly ephemeral: boolean;
  /** Discord's size limit for attachments there, in bytes, if that interaction gave one. */
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
  /** The poster, while the question is open. */
  readonly userId: string | undefined;
}

/** One row of the job log. Times are milliseconds since the epoch. */
export interface Job extends Place {
  readonly id: string;
  /** The interaction that requested it; undefined once erased. */
  readonly interactionId: string | undefined;
  readonly userId: string;
  /** The requester's language, as `en-GB`, if Discord sent it. */
  readonly locale: string | undefined;
  /** The language of the server. */
  readonly guildLocale: string | undefined;
  readonly state: JobState;
  /** Its previous state; undefined for a new job. */
  readonly previousState: JobState | undefined;
  /** Counts visible changes. `shownRevision` is the one that the message shows. */
  readonly revision: number;
  readonly shownRevision: number;
  readonly undeliverableAt: number | undefined;
  readonly wanted: Wanted;
  /** The operator's model settings at the time of the request. A retry uses the current ones. */
  readonly models: WorkerModels;
  /** How many pictures to make. Once they are no longer stored, how many there were. */
  readonly count: number;
  /** The input pictures still to be downloaded. */
  readonly attachments: readonly AttachedPicture[];
  readonly retryOf: string | undefined;
  readonly origin: Origin | undefined;
  readonly asks: AskedPoster | undefined;
  /** How many submissions may have reached RunPod. */
  readonly attempt: number;
  readonly runpodEndpointId: string | undefined;
  readonly runpodId: string | undefined;
  /** The kind of worker it was sent to, if the row says. */
  readonly worker: string | undefined;
  /** Its queue: empty for the bot's own endpoint, else an endpoint's id. */
  readonly queue: string;
  /** Whether RunPod may still be working on it. */
  readonly remoteOpen: boolean;
  readonly createdAt: number;
  /** When it became `accepted`: with the command, or with consent. */
  readonly acceptedAt: number | undefined;
  /**
   * When it last became `ready` from a state other than `submitting`: the start of its wait here.
   */
  readonly readyAt: number | undefined;
  /** Not sent before then, since RunPod rejected it. */
  readonly retryAt: number | undefined;
  /** When RunPod accepted it. */
  readonly submittedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  /** RunPod's own measurements. */
  readonly delayMs: number | undefined;
  readonly executionMs: number | undefined;
  /** The documented price in millionths of a US dollar, if billed by the picture. */
  readonly priceMicros: number | undefined;
  /** The reported cost. */
  readonly costMicros: number | undefined;
  readonly pictures: readonly StoredPicture[];
  readonly errorCode: ErrorCode | undefined;
  readonly errorFacts: ErrorFacts;
  /** A member's id, {@link BY_OPERATOR}, or `runpod` if the GPU service cancelled it. */
  readonly cancelledBy: string | undefined;
  /** Whether it was requested in an age-restricted channel. Unknown counts as not. */
  readonly ageRestricted: boolean;
  /** Whether its pictures are posted as spoilers. */
  readonly covered: boolean;
  /** Whether a report covers them until it is decided; false once that is undone. */
  readonly coveredByReport: boolean | undefined;
  /** Whether only its requester sees it: its message is ephemeral, or a direct message. */
  readonly private: boolean;
  readonly visibility: Visibility;
  /** The report that hid it. */
  readonly hiddenBecause: ReportReason | undefined;
  /** When it is removed without a decision. Set while its server has no report channel. */
  readonly lapsesAt: number | undefined;
  /** The source with which it is hidden or removed. */
  readonly hiddenWith: string | undefined;
  /**
   * Who withdrew consent to it or to its source. Nothing new is made from it. If it was not its own
   * requester, its pictures are removed.
   */
  readonly consentWithdrawn: 'requester' | 'another' | undefined;
  /** When its requester asked to erase it. It waits for the decision of a report. */
  readonly eraseAskedAt: number | undefined;
  /** From then on the row has no personal data. */
  readonly erasedAt: number | undefined;
  /** When the message of an erased job was deleted, or found missing. */
  readonly messageGoneAt: number | undefined;
  /** When the bot last began to post the end reply. It may exist. */
  readonly tellingAt: number | undefined;
  /** When the end reply was settled, posted or not. There is at most one. */
  readonly toldAt: number | undefined;
  /** The end reply, while it exists. */
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
