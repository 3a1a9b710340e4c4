import type { RunTimes } from '../recipes/estimates.ts';
import type { HeldResult } from './held-result.ts';
import type { Job } from './job.ts';
import type { RunSeen } from './observations.ts';

/** What is remembered of a job between two polls. */
export interface PollMemory {
  /** It was resumed at start and RunPod has not reported its status since. */
  resumed: boolean;
  /** How many times in a row RunPod did not know of it. */
  unknown: number;
  /** Whether the log has it that this job's progress is too large to be read. */
  saidCut: boolean;
  /** When RunPod last had it in its queue, in milliseconds since the epoch. */
  queuedAt: number | undefined;
  /** Since when it runs, once RunPod has said that it does. */
  run: RunSeen | undefined;
  /** How long runs like it take, where that is known. */
  times: RunTimes | undefined;
  /** How many times it was seen to run, and whether its worker said how far it was. */
  looks: number;
  reported: boolean;
  /** RunPod has said by itself that it is done with an attempt, and when. Milliseconds since the epoch. */
  told: { readonly attempt: number; readonly at: number } | undefined;
  /** How much longer it is left alone before RunPod is asked about it, in milliseconds. */
  restMs: number;
  /** A result that is ready at RunPod and could not be stored yet. */
  held: HeldResult | undefined;
}

export const NOTHING_REMEMBERED: Readonly<PollMemory> = Object.freeze({
  resumed: false,
  unknown: 0,
  saidCut: false,
  queuedAt: undefined,
  run: undefined,
  times: undefined,
  looks: 0,
  reported: false,
  told: undefined,
  restMs: 0,
  held: undefined,
});

/** Two repeats, 10 s apart, by RunPod's documentation of August 2026; and some time for each. */
const SAID_ONCE_MS = 30_000;

/** What is known of jobs from one step to the next, and lost with the process. */
export class Remembered {
  readonly #polls = new Map<string, PollMemory>();
  /** Jobs whose turn was taken, and which attempt at being sent that is. */
  readonly #turns = new Map<string, number>();
  /** How many steps in a row could not be written down, by job. */
  readonly #unwritten = new Map<string, number>();

  /** To be changed in place. */
  pollsOf(id: string): PollMemory {
    const memory = this.#polls.get(id) ?? { ...NOTHING_REMEMBERED };
    this.#polls.set(id, memory);
    return memory;
  }

  /**
   * RunPod says that it is done with this attempt. False where it has said so already, as it repeats itself
   * within 20 s where it heard no answer, or has said so of a later attempt.
   */
  noteTold(id: string, attempt: number, now: number): boolean {
    const memory = this.pollsOf(id);
    const { told } = memory;
    if (told && told.attempt > attempt) return false;
    if (told?.attempt === attempt && Math.abs(now - told.at) < SAID_ONCE_MS) return false;
    Object.assign(memory, { told: { attempt, at: now }, restMs: 0 });
    return true;
  }

  noteTurn({ id, attempt }: Pick<Job, 'id' | 'attempt'>): void {
    this.#turns.set(id, attempt);
  }

  /** Whether it comes from the line, and not from an earlier run or a doubtful submission. Said once. */
  takeTurn({ id, attempt }: Pick<Job, 'id' | 'attempt'>): boolean {
    const turn = this.#turns.get(id);
    this.#turns.delete(id);
    return turn === attempt;
  }

  /** A step of it could not be written down. How many in a row before it could not either. */
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
