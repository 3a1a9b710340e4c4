import { asksForFreshWorker, handlerEnding } from './handler-ending.ts';
import type { Run } from './work.ts';
import type { JobEnding } from './job.ts';
import { WorkerProcess, type WorkerCommand } from './worker-process.ts';

/** How long a process may take to end by itself, in milliseconds. */
const GRACE_MS = 5000;

/** How many lines of its processes are kept. */
const KEPT_LINES = 50;

/**
 * Hands jobs to a real worker: a process for each RunPod worker, started with its first job and
 * again after that has died or asked to be replaced. What comes back is treated as by RunPod's SDK.
 */
export class ProcessWorker {
  /** The last lines that the processes wrote to stderr. */
  readonly lines: string[] = [];
  readonly #command: WorkerCommand;
  readonly #processes = new Map<string, WorkerProcess>();

  constructor(command: WorkerCommand) {
    this.#command = command;
  }

  readonly work = async ({ job, over, progress }: Run): Promise<JobEnding> => {
    const process = this.#of(job.workerId ?? '');
    const outcome = await process.run(job.id, job.input, over, progress);
    if ('output' in outcome) {
      if (asksForFreshWorker(outcome.output)) await process.close(GRACE_MS);
      return handlerEnding(outcome.output);
    }
    if ('cancelled' in outcome) return { status: 'CANCELLED' };
    return { status: 'FAILED', error: `worker exited with exit code ${outcome.exited}` };
  };

  /** Kills every process, whatever it is doing. */
  async kill(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((one) => one.kill()));
  }

  /** Ends every process, and waits until they have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((one) => one.close(GRACE_MS)));
  }

  #of(workerId: string): WorkerProcess {
    const known = this.#processes.get(workerId);
    if (known && !known.over) return known;
    const started = new WorkerProcess(this.#command, (line) => {
      this.lines.push(line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
    });
    this.#processes.set(workerId, started);
    return started;
  }
}
