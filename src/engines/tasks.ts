import type { Clock } from './clock.ts';

/** What a running task can do besides its work. */
export interface TaskContext {
  /** Waits, unless the task is nudged or everything stops. */
  sleep(ms: number): Promise<void>;
  /** The task is about to look at what there is, so no nudge before now has to be heeded later. */
  heed(): void;
}

interface Task {
  nudged: boolean;
  sleeping: boolean;
  wake: AbortController;
  end: Promise<void>;
}

/**
 * At most one task for each key. A nudge starts the task, or wakes it where it sleeps; one that
 * comes while the task is at work is kept, so that its next sleep ends at once, or it is run again.
 */
export class Tasks {
  readonly #run: (key: string, context: TaskContext) => Promise<void>;
  readonly #clock: Clock;
  readonly #tasks = new Map<string, Task>();
  #stopping = false;

  /** `run` handles its own errors: one that it throws ends the process. */
  constructor(run: (key: string, context: TaskContext) => Promise<void>, clock: Clock) {
    this.#run = run;
    this.#clock = clock;
  }

  get size(): number {
    return this.#tasks.size;
  }

  has(key: string): boolean {
    return this.#tasks.has(key);
  }

  get keys(): readonly string[] {
    return [...this.#tasks.keys()];
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  nudge(key: string): void {
    if (this.#stopping) return;
    const running = this.#tasks.get(key);
    if (running) {
      running.nudged = true;
      if (running.sleeping) running.wake.abort();
      return;
    }
    const task: Task = {
      nudged: true,
      sleeping: false,
      wake: new AbortController(),
      end: Promise.resolve(),
    };
    this.#tasks.set(key, task);
    task.end = this.#loop(key, task);
  }

  /** Starts the task, or lets it look once more, but wakes none that sleeps. */
  remind(key: string): void {
    if (this.#tasks.get(key)?.sleeping !== true) this.nudge(key);
  }

  /** Wakes every task that there is. */
  nudgeAll(): void {
    for (const key of this.keys) this.nudge(key);
  }

  /** No task starts or sleeps any more; resolves when those at work have come to their end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const tasks = [...this.#tasks.values()];
    for (const { wake } of tasks) wake.abort();
    await Promise.all(tasks.map(({ end }) => end));
  }

  async #loop(key: string, task: Task): Promise<void> {
    while (task.nudged && !this.#stopping) {
      task.nudged = false;
      await this.#run(key, {
        sleep: (ms) => this.#sleep(task, ms),
        heed: () => {
          task.nudged = false;
        },
      });
    }
    this.#tasks.delete(key);
  }

  async #sleep(task: Task, ms: number): Promise<void> {
    if (!task.nudged && !this.#stopping) {
      const { signal } = (task.wake = new AbortController());
      task.sleeping = true;
      await this.#clock
        .sleep(ms, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) throw error;
        })
        .finally(() => {
          task.sleeping = false;
        });
    }
    task.nudged = false;
  }
}
