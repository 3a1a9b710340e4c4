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
  readonly request: StoredRequest;
  readonly models: WorkerModels;
  readonly ageRestricted: boolean;
  readonly attachment?: Attachment;
  readonly retryOf?: string;
}

/** Consent to the use of a photo, in the words of `safety/consent.ts`. */
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

/** A new row's columns. `now` is its `created_at`. */
export function columnsOfNew(job: NewJob, now: number): Insertable<JobsTable> {
  const { request, models, ageRestricted, attachment, retryOf, ...same } = job;
  return {
    ...same,
    answeredInteractionId: job.interactionId,
    ephemeral: job.state === 'awaiting_consent' ? 1 : 0,
    recipe: request.recipe,
    params: JSON.stringify(request.params),
    paramsVersion: request.paramsVersion,
    models: JSON.stringify(models),
    ageRestricted: ageRestricted ? 1 : 0,
    attachment: attachment ? JSON.stringify(attachment) : null,
    retryOf: retryOf ?? null,
    createdAt: now,
    acceptedAt: job.state === 'awaiting_consent' ? null : now,
    readyAt: job.state === 'ready' ? now : null,
  };
}

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
