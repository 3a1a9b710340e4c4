import { createHmac, timingSafeEqual } from 'node:crypto';

/** One time that a job was sent. */
export interface JobAttempt {
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** The end of a path: whatever a proxy leaves before it. */
const PATH = /\/runpod\/([\da-z]{1,32})\/(\d{1,6})\/([\w-]{43})$/;

/** No path of ours is longer, whatever PUBLIC_URL has before it. */
const LONGEST_PATH = 1_024;

/**
 * Where RunPod says that it is done with a job: an address for each attempt, which cannot be guessed. It is made
 * by a key alone, so nothing of it is stored.
 */
export class WebhookAddresses {
  readonly #publicUrl: string;
  readonly #key: Buffer;

  constructor({ publicUrl, key }: { readonly publicUrl: string; readonly key: Buffer }) {
    this.#publicUrl = publicUrl;
    this.#key = key;
  }

  /** The whole address. */
  of(about: JobAttempt): string {
    return `${this.#publicUrl}/runpod/${about.id}/${about.attempt}/${this.#mark(about)}`;
  }

  /** What a path is about that was asked for; `undefined` for one that is not of our making. */
  read(path: string): JobAttempt | undefined {
    if (path.length > LONGEST_PATH) return undefined;
    const [, id, attempt, mark] = PATH.exec(path) ?? [];
    if (id === undefined || mark === undefined) return undefined;
    const about = { id, attempt: Number(attempt) };
    const isOurs = timingSafeEqual(Buffer.from(mark), Buffer.from(this.#mark(about)));
    return isOurs ? about : undefined;
  }

  #mark({ id, attempt }: JobAttempt): string {
    return createHmac('sha256', this.#key).update(`${id}/${attempt}`).digest('base64url');
  }
}
