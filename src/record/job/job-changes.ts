import type { Updateable } from 'kysely';
import type { ErrorCode, ErrorFacts } from '../../errors/errors.ts';
import type { StoredPicture } from '../../images/picture-store.ts';
import type { JobsTable } from '../../store/tables.ts';

/** What a transition may change besides the state. */
export interface JobChanges {
  readonly attempt?: number;
  readonly retryAt?: number | null;
  readonly submittedAt?: number;
  readonly startedAt?: number | null;
  readonly delayMs?: number | undefined;
  readonly executionMs?: number | undefined;
  readonly costMicros?: number | undefined;
  readonly runpodEndpointId?: string;
  readonly runpodId?: string | null;
  readonly worker?: string;
  /** With a move to `ready` only: the job joins another line than the one that it waited in. */
  readonly lane?: string;
  readonly remoteOpen?: boolean;
  readonly pictures?: readonly StoredPicture[];
  readonly error?: { readonly code: ErrorCode; readonly facts?: ErrorFacts };
  readonly cancelledBy?: string;
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
