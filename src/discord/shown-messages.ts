import { lesserForm, WHOLE, type FormFailure, type MessageForm } from './message-form.ts';
import type { MessagePayload } from './message-payload.ts';

/** What this process knows of a message besides its job's row. */
export interface ShownMessage {
  /** What it shows; `undefined` where that is not known. */
  readonly payload: MessagePayload | undefined;
  /** Of the last edit, made or tried, in milliseconds since the epoch. */
  readonly at: number;
  /** How many edits failed in a row, and when the first of them did. */
  readonly failures: number;
  readonly failingSince: number | undefined;
  /** How much of it can be shown. */
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
    return this.#messages.get(jobId)?.form ?? WHOLE;
  }

  noteShown(jobId: string, payload: MessagePayload, at: number): void {
    this.#messages.set(jobId, {
      payload,
      at,
      failures: 0,
      failingSince: undefined,
      form: this.formOf(jobId),
    });
  }

  /** Gives since when they fail. */
  noteFailure(jobId: string, at: number): number {
    const before = this.get(jobId);
    const failingSince = before?.failingSince ?? at;
    this.#messages.set(jobId, {
      payload: undefined,
      at,
      failures: (before?.failures ?? 0) + 1,
      failingSince,
      form: this.formOf(jobId),
    });
    return failingSince;
  }

  /** From now on the message shows less. False where there is no less to show. */
  showLess(jobId: string, failure: FormFailure, at: number): boolean {
    const form = lesserForm(this.formOf(jobId), failure);
    if (form) {
      const afresh = { payload: undefined, at, failures: 0, failingSince: undefined };
      this.#messages.set(jobId, { ...afresh, form });
    }
    return form !== undefined;
  }

  forget(jobId: string): void {
    this.#messages.delete(jobId);
  }
}
