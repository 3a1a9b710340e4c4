import type { RunTimes } from '../recipes/estimates.ts';
import type { HeldResult } from './held-result.ts';
import type { Job } from './job.ts';
import type { RunSeen } from './observations.ts';

/** What to remember of a job between polls. */
export interface PollMemory {
  /** Resumed at start, and RunPod has not reported its status since. */
  resumed: boolean;
  /** How many times in a row RunPod did not know the job. */
  unknown: number;
  /** Whether it was logged that this job's progress is too large to read. */
  cutLogged: boolean;
  /** When RunPod last had it in its queue, in milliseconds since the epoch. */
  queuedAt: number | undefined;
  /** When its run began, once RunPod has reported it as running. */
  run: RunSeen | undefined;
  /** How long similar runs take, if known. */
  times: RunTimes | undefined;
  /** How often it was seen running, and whether its worker reported progress. */
  looks: number;
  reported: boolean;
  /**
   * The attempt whose end RunPod has reported by webhook, and when, in milliseconds since the
   * epoch.
   */
  webhook: { readonly attempt: number; readonly at: number } | undefined;
  /** Remaining pause before the next poll, in milliseconds. */
  remainingPauseMs: number;
  /** A result at RunPod that could not be stored yet. */
  held: HeldResult | undefined;
}

export const EMPTY_MEMORY: Readonly<PollMemory> = Object.freeze({
  resumed: false,
  unknown: 0,
  cutLogged: false,
  queuedAt: undefined,
  run: undefined,
  times: undefined,
  looks: 0,
  reported: false,
  webhook: undefined,
  remainingPauseMs: 0,
  held: undefined,
});

/**
 * RunPod repeats a webhook twice, 10 s apart (its documentation of August 2026). Allows some time
 * for each.
 */
const REPEATS_WITHIN_MS = 30_000;

/** What is known of jobs between steps. Lost with the process. */
export class JobMemory {
  readonly #polls = new Map<string, PollMemory>();
  /** Claimed jobs, and the attempt that they were claimed for. */
  readonly #turns = new Map<string, number>();
  /** How many steps in a row could not be recorded, by job. */
  readonly #unwritten = new Map<string, number>();

  /** The caller may change it in place. */
  pollsOf(id: string): PollMemory {
    const memory = this.#polls.get(id) ?? { ...EMPTY_MEMORY };
    this.#polls.set(id, memory);
    return memory;
  }

  /**
   * Records a webhook about the end of this attempt. False if it is a repeat (RunPod repeats it
   * within 20 s without a response) or about an earlier attempt.
   */
  noteWebhook(id: string, attempt: number, now: number): boolean {
    const memory = this.pollsOf(id);
    const { webhook } = memory;
    if (webhook && webhook.attempt > attempt) return false;
    if (webhook?.attempt === attempt && Math.abs(now - webhook.at) < REPEATS_WITHIN_MS)
      return false;
    Object.assign(memory, { webhook: { attempt, at: now }, remainingPauseMs: 0 });
    return true;
  }

  noteTurn({ id, attempt }: Pick<Job, 'id' | 'attempt'>): void {
    this.#turns.set(id, attempt);
  }

  /**
   * Whether the job was claimed from its queue, and not sent since then: rather than resumed or
   * submitted in doubt.
   */
  hasTurn({ id, attempt }: Pick<Job, 'id' | 'attempt'>): boolean {
    return this.#turns.get(id) === attempt;
  }

  /** The job is about to be sent, or its row counts another attempt. */
  endTurn(id: string): void {
    this.#turns.delete(id);
  }

  /** Records that a step could not be stored. Returns how many in a row failed before. */
  noteUnwritten(id: string): number {
    const before = this.#unwritten.get(id) ?? 0;
    this.#unwritten.set(id, before + 1);
    return before;
  }

  noteWritten(id: string): void {
    this.#unwritten.delete(id);
  }

  forget(id: string): void {
    this.#unwritten.delete(id);
    this.#polls.delete(id);
    this.#turns.delete(id);
  }
}
