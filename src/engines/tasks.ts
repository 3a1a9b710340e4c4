import type { Clock } from './clock.ts';

/** How long until a task runs again, in milliseconds: 0 or less for at once, `undefined` for not until it is woken. */
export type UntilNextRun = number | undefined;

/** Controls for a running task. */
export interface TaskContext {
  /** Sleeps until the time is up, the task is woken, or everything stops. */
  sleep(ms: number): Promise<void>;
  /** Drops pending wake-ups. Call just before reading the state that they are about. */
  acknowledge(): void;
}

interface Task {
  woken: boolean;
  sleeping: boolean;
  alarm: AbortController;
  end: Promise<void>;
}

type Run = (key: string, context: TaskContext) => Promise<UntilNextRun>;

/**
 * Runs at most one task per key, again and again until it has nothing left to do. Waking a key starts its task or ends
 * its sleep. A wake-up that arrives while the task works is kept: its next sleep ends at once, or it runs again.
 */
export class Tasks {
  readonly #run: Run;
  readonly #clock: Clock;
  readonly #tasks = new Map<string, Task>();
  #stopping = false;

  /** `run` must handle its own errors: a rejection ends the process. */
  constructor(run: Run, clock: Clock) {
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

  wake(key: string): void {
    if (this.#stopping) return;
    const running = this.#tasks.get(key);
    if (running) {
      running.woken = true;
      if (running.sleeping) running.alarm.abort();
      return;
    }
    const task: Task = {
      woken: true,
      sleeping: false,
      alarm: new AbortController(),
      end: Promise.resolve(),
    };
    this.#tasks.set(key, task);
    task.end = this.#loop(key, task);
  }

  /** Like {@link wake}, but lets a sleeping task sleep. */
  remind(key: string): void {
    if (this.#tasks.get(key)?.sleeping !== true) this.wake(key);
  }

  /** Wakes every task. */
  wakeAll(): void {
    for (const key of this.keys) this.wake(key);
  }

  /** Prevents further starts and sleeps. Resolves when all running tasks have ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const tasks = [...this.#tasks.values()];
    for (const { alarm } of tasks) alarm.abort();
    await Promise.all(tasks.map(({ end }) => end));
  }

  async #loop(key: string, task: Task): Promise<void> {
    const context: TaskContext = {
      sleep: (ms) => this.#sleep(task, ms),
      acknowledge: () => {
        task.woken = false;
      },
    };
    while (task.woken && !this.#stopping) {
      task.woken = false;
      const pauseMs = await this.#run(key, context);
      if (pauseMs === undefined) continue;
      if (pauseMs > 0) await this.#sleep(task, pauseMs);
      task.woken = true;
    }
    this.#tasks.delete(key);
  }

  async #sleep(task: Task, ms: number): Promise<void> {
    if (!task.woken && !this.#stopping) {
      const { signal } = (task.alarm = new AbortController());
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
    task.woken = false;
  }
}
