import type { Insertable, Updateable } from 'kysely';
import type { StoredRequest } from '../../comfy/wanted.ts';
import type { WorkerModels } from '../../comfy/worker.ts';
import type { ErrorCode, ErrorFacts } from '../../errors/errors.ts';
import type { Attachment } from '../../images/attachment.ts';
import type { StoredPicture } from './job.ts';
import type { JobsTable } from '../store/tables.ts';

/** What a new row is made of. */
export interface NewJob {
  readonly id: string;
  /** `ready` where there is nothing to prepare. */
  readonly state: 'ready' | 'accepted' | 'awaiting_consent';
  readonly interactionId: string;
  readonly interactionToken: string;
  readonly tokenExpiresAt: number;
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Languages as Discord names them: of whoever asks, and of their server. */
  readonly locale?: string | undefined;
  readonly guildLocale?: string | undefined;
  readonly request: StoredRequest;
  readonly models: WorkerModels;
  readonly ageRestricted: boolean;
  readonly attachment?: Attachment;
  readonly retryOf?: string;
}

/** Consent to the use of a photo, in the words that were shown. */
export interface Consent {
  readonly givenBy: 'option' | 'button';
  readonly wordingVersion: number;
  readonly wording: string;
}

/** What a transition may change besides the state. */
export interface JobChanges {
  readonly attempt?: number;
  readonly retryAt?: number | null;
  readonly submittedAt?: number;
  readonly startedAt?: number | null;
  readonly delayMs?: number | undefined;
  readonly executionMs?: number | undefined;
  readonly runpodEndpointId?: string;
  readonly runpodId?: string | null;
  readonly remoteOpen?: boolean;
  readonly face?: Buffer | null;
  readonly pictures?: readonly StoredPicture[];
  readonly error?: { readonly code: ErrorCode; readonly facts?: ErrorFacts };
  readonly cancelledBy?: string;
}

type NewRow = Insertable<JobsTable>;

/** What each column of a new row is made of; any other has the table's default. */
export const NEW_ROW = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  interactionId: ({ interactionId }) => interactionId,
  answeredInteractionId: ({ interactionId }) => interactionId,
  interactionToken: ({ interactionToken }) => interactionToken,
  tokenExpiresAt: ({ tokenExpiresAt }) => tokenExpiresAt,
  guildId: ({ guildId }) => guildId,
  channelId: ({ channelId }) => channelId,
  userId: ({ userId }) => userId,
  locale: ({ locale }) => locale ?? null,
  guildLocale: ({ guildLocale }) => guildLocale ?? null,
  ephemeral: ({ state }) => (state === 'awaiting_consent' ? 1 : 0),
  recipe: ({ request }) => request.recipe,
  params: ({ request }) => JSON.stringify(request.params),
  paramsVersion: ({ request }) => request.paramsVersion,
  models: ({ models }) => JSON.stringify(models),
  ageRestricted: ({ ageRestricted }) => (ageRestricted ? 1 : 0),
  attachment: ({ attachment }) => (attachment ? JSON.stringify(attachment) : null),
  retryOf: ({ retryOf }) => retryOf ?? null,
  createdAt: (_, now) => now,
  acceptedAt: ({ state }, now) => (state === 'awaiting_consent' ? null : now),
  readyAt: ({ state }, now) => (state === 'ready' ? now : null),
} as const satisfies {
  readonly [Column in keyof NewRow]: (job: NewJob, now: number) => NewRow[Column];
};

/** The columns that a transition changes besides the state. */
export function columnsOf(changes: JobChanges): Updateable<JobsTable> {
  const { remoteOpen, pictures, error, ...same } = changes;
  return {
    ...same,
    ...(remoteOpen === undefined ? {} : { remoteOpen: remoteOpen ? 1 : 0 }),
    ...(pictures === undefined ? {} : { pictures: JSON.stringify(pictures) }),
    ...(error === undefined
      ? {}
      : { errorCode: error.code, errorFacts: JSON.stringify(error.facts ?? {}) }),
  };
}
