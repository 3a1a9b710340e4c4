import type { RunTimes } from '../comfy/run-times.ts';
import type { Job } from '../record/job/job.ts';
import type { RunSeen } from './run-seen.ts';

/** What is remembered of a job between two polls. */
export interface PollMemory {
  /** It was taken up at start, and RunPod has not said since where it stands. */
  adopted: boolean;
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
}

export const NOTHING_REMEMBERED: Readonly<PollMemory> = Object.freeze({
  adopted: false,
  unknown: 0,
  saidCut: false,
  queuedAt: undefined,
  run: undefined,
  times: undefined,
});

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
