import { lesserForm, WHOLE, type FormFailure, type MessageForm } from '../render/message-form.ts';
import { isTerminal, type Job } from '../../jobs/job.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import type { Caller } from '../wire/rest-clients.ts';

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
  /** The attachment that is its preview, where it has one. */
  readonly previewId?: string | undefined;
  /** What the row may not say yet: see {@link ShownMessages.overlay}. */
  readonly learnt?: Pick<Job, 'answeredInteractionId' | 'shownRevision' | 'messageId'> | undefined;
}

/** The messages that this process keeps up to date. */
export class ShownMessages {
  readonly #messages = new Map<string, ShownMessage>();
  readonly #withoutPreviews = new Set<string>();
  readonly #edited: Readonly<Record<Caller, Set<string>>> = { token: new Set(), bot: new Set() };

  get size(): number {
    return this.#messages.size;
  }

  /** Notes who edits a message from now on. Gives how many messages are edited so, with this one. */
  noteEditedAs(jobId: string, as: Caller): number {
    this.#edited[as === 'bot' ? 'token' : 'bot'].delete(jobId);
    return this.#edited[as].add(jobId).size;
  }

  get(jobId: string): ShownMessage | undefined {
    return this.#messages.get(jobId);
  }

  formOf(jobId: string): MessageForm {
    return this.#messages.get(jobId)?.form ?? WHOLE;
  }

  noteShown(
    jobId: string,
    payload: MessagePayload,
    at: number,
    { learnt, previewId }: Pick<ShownMessage, 'learnt' | 'previewId'> = {},
  ): void {
    this.#messages.set(jobId, {
      payload,
      at,
      failures: 0,
      failingSince: undefined,
      form: this.formOf(jobId),
      previewId,
      ...(learnt && { learnt }),
    });
  }

  /** Nothing new can be shown of it just now: it is looked at again as if it had been edited. */
  notePassedOver(jobId: string, at: number): void {
    const message = this.#messages.get(jobId);
    if (message) this.#messages.set(jobId, { ...message, at });
  }

  /** Discord did not take its preview: it gets none from now on. */
  refusePreviews(jobId: string): void {
    this.#withoutPreviews.add(jobId);
  }

  takesPreviews(jobId: string): boolean {
    return !this.#withoutPreviews.has(jobId);
  }

  /**
   * A job as its row says, and what this process knows of its message before that is written down.
   * Whether a finished job is shown, only the row says.
   */
  overlay(job: Job): Job {
    const learnt = this.#messages.get(job.id)?.learnt;
    if (learnt?.answeredInteractionId !== job.answeredInteractionId) return job;
    const shownRevision = Math.max(job.shownRevision, learnt.shownRevision);
    return {
      ...job,
      messageId: job.messageId ?? learnt.messageId,
      ...(isTerminal(job.state) ? {} : { shownRevision }),
    };
  }

  /** What was learnt could not be written down, so the row has to learn it again. */
  unlearn(jobId: string): void {
    const message = this.#messages.get(jobId);
    if (!message) return;
    this.#messages.set(jobId, { ...message, learnt: undefined });
  }

  /** Gives since when edits have failed. */
  noteFailure(jobId: string, at: number): number {
    const before = this.get(jobId);
    const failingSince = before?.failingSince ?? at;
    this.#messages.set(jobId, {
      payload: undefined,
      at,
      failures: (before?.failures ?? 0) + 1,
      failingSince,
      form: this.formOf(jobId),
      ...(before?.learnt && { learnt: before.learnt }),
    });
    return failingSince;
  }

  /** From now on the message shows less. False where there is nothing less to show. */
  showLess(jobId: string, failure: FormFailure, at: number): boolean {
    const form = lesserForm(this.formOf(jobId), failure);
    if (form) {
      const afresh = { payload: undefined, at, failures: 0, failingSince: undefined };
      const { learnt } = this.get(jobId) ?? {};
      this.#messages.set(jobId, { ...afresh, form, ...(learnt && { learnt }) });
    }
    return form !== undefined;
  }

  forget(jobId: string): void {
    this.#messages.delete(jobId);
    this.#withoutPreviews.delete(jobId);
    for (const edited of Object.values(this.#edited)) edited.delete(jobId);
  }
}
