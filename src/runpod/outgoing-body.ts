import type { TimeLimit } from '../body/time-limit.ts';
import type { StreamedJson } from './streamed-json.ts';

/** A request has a second more for every so many bytes of it that are sent. */
const LEAST_BYTES_A_SECOND = 50_000;

/**
 * A large body on its way out, once: the more of it is sent, the more time the request has. What was handed over
 * counts as sent, though it may be on this machine still, so that of a body that was not sent whole it is certain
 * that nobody has it.
 */
export class OutgoingBody {
  readonly #body: StreamedJson;
  readonly #limit: Pick<TimeLimit, 'grant'>;
  #left: number;

  constructor(body: StreamedJson, limit: Pick<TimeLimit, 'grant'>) {
    this.#body = body;
    this.#limit = limit;
    this.#left = body.length;
  }

  /** Whether all of it was handed over. */
  get isSent(): boolean {
    return this.#left <= 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const piece of this.#body) {
      const bytes = Buffer.byteLength(piece);
      this.#left -= bytes;
      this.#limit.grant(Math.round((bytes / LEAST_BYTES_A_SECOND) * 1_000));
      yield piece;
    }
  }
}
