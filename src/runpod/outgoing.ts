import type { Place } from './place.ts';
import type { StreamedJson } from './streamed-json.ts';

/** A request to RunPod, and what is wanted of its answer. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | StreamedJson | undefined;
  readonly signal: AbortSignal | undefined;
  /** Aborts it too, as long as it has a large body that was not sent whole. What was is heard out. */
  readonly unlessSent?: AbortSignal | undefined;
  /**
   * What to do with the body of a success: throw it away, read it if it is small, or read it even if
   * it is large, once there is a place for it. The caller gives that place back.
   */
  readonly answer: 'unread' | 'small' | Place;
  /** Whether the beginning of a large answer is all that is wanted. Default: it is not. */
  readonly isEnough?: ((beginning: Buffer) => boolean) | undefined;
  /** Whether the beginning of a failure's body is wanted. Default: it is not. */
  readonly wantsFailure?: boolean | undefined;
}
