import type { Outgoing } from './outgoing.ts';

/** RunPod's answer to a request, of any status. */
export interface Incoming {
  readonly status: number;
  /** The Retry-After header as sent. */
  readonly retryAfter: string | undefined;
  /** Empty unless it was wanted and the status was 2xx. */
  readonly body: Buffer;
  /** Whether this is only the beginning, because that was enough. */
  readonly isCut: boolean;
  /** The beginning of a failure's body, if it was wanted and came. */
  readonly failure?: Buffer | undefined;
}

/** A request that succeeded, and its answer. */
export interface Sent {
  readonly outgoing: Outgoing;
  readonly incoming: Incoming;
}
