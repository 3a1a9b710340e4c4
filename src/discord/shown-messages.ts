import type { MessagePayload } from './message-payload.ts';
import type { MessageForm } from './render.ts';

/** What this process knows of a message besides its job's row. */
export interface ShownMessage {
  /** What it shows; `undefined` where that is not known. */
  readonly payload: MessagePayload | undefined;
  /** Of the last edit, made or tried, in milliseconds since the epoch. */
  readonly at: number;
  /** How many edits failed in a row. */
  readonly failures: number;
  /** How much of it Discord takes. */
  readonly form: MessageForm;
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

  formOf(jobId: string): MessageForm {
    return this.#messages.get(jobId)?.form ?? 'full';
  }

  noteShown(jobId: string, payload: MessagePayload, at: number): void {
    this.#messages.set(jobId, { payload, at, failures: 0, form: this.formOf(jobId) });
  }

  /** Gives how many edits have failed in a row. */
  noteFailure(jobId: string, at: number): number {
    const failures = (this.get(jobId)?.failures ?? 0) + 1;
    this.#messages.set(jobId, { payload: undefined, at, failures, form: this.formOf(jobId) });
    return failures;
  }

  /** From now on it shows less: no prompt, then no files. False where there is no less to show. */
  showLess(jobId: string, at: number, { files }: { readonly files: boolean }): boolean {
    const before = this.formOf(jobId);
    if (before === 'bare') return false;
    const form = before === 'full' && files ? 'plain' : 'bare';
    this.#messages.set(jobId, { payload: undefined, at, failures: 0, form });
    return true;
  }

  forget(jobId: string): void {
    this.#messages.delete(jobId);
  }
}
