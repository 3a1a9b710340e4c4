import type { MessagePayload } from './message-payload.ts';

/** What this process knows of a message besides its job's row. */
export interface ShownMessage {
  /** What it shows; `undefined` where that is not known. */
  readonly payload: MessagePayload | undefined;
  /** Of the last edit, made or tried, in milliseconds since the epoch. */
  readonly at: number;
  /** How many edits failed in a row. */
  readonly failures: number;
  /** Discord refused the message as it should be, so it is shown without the prompt. */
  readonly plain: boolean;
}

/** The messages that this process keeps up to date. */
export class ShownMessages {
  readonly #messages = new Map<string, ShownMessage>();

  get size(): number {
    return this.#messages.size;
  }

  get(jobId: string): ShownMessage | undefined {
    return this.#messages.get(jobId);
  }

  isPlain(jobId: string): boolean {
    return this.#messages.get(jobId)?.plain ?? false;
  }

  noteShown(jobId: string, payload: MessagePayload, at: number): void {
    this.#messages.set(jobId, { payload, at, failures: 0, plain: this.isPlain(jobId) });
  }

  /** Gives how many edits have failed in a row. */
  noteFailure(jobId: string, at: number): number {
    const failures = (this.get(jobId)?.failures ?? 0) + 1;
    this.#messages.set(jobId, { payload: undefined, at, failures, plain: this.isPlain(jobId) });
    return failures;
  }

  /** From now on it is shown without the prompt. */
  makePlain(jobId: string, at: number): void {
    this.#messages.set(jobId, { payload: undefined, at, failures: 0, plain: true });
  }

  forget(jobId: string): void {
    this.#messages.delete(jobId);
  }
}
