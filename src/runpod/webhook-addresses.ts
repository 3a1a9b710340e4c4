import { createHmac, timingSafeEqual } from 'node:crypto';

/** One submission of a job. */
export interface JobAttempt {
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** The end of a path, after any prefix of a proxy. */
const PATH = /\/runpod\/([\da-z]{1,32})\/(\d{1,6})\/([\w-]{43})$/;

/** Longer than any valid path, whatever prefix PUBLIC_URL has. */
const LONGEST_PATH = 1_024;

/**
 * URLs that RunPod calls when a job is done: an unguessable one for each attempt. They are derived
 * from a key, so nothing is stored.
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

  /** The attempt that a requested path belongs to; `undefined` if the bot did not create it. */
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
