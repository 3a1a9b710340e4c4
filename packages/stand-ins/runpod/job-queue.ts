import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/engines/clock.ts';
import { Changes } from './changes.ts';
import { Gate } from './gate.ts';
import { health, NO_WORKERS, type Worker, type WorkerCounts } from './health.ts';
import type { JobQueueOptions } from './job-queue-options.ts';
import { isEnding, type JobEnding, type Outcome, type SandboxJob } from './job.ts';
import { DEFAULT_EXECUTION_TIMEOUT_MS, DEFAULT_TTL_MS, isGone } from './retention.ts';
import { neverEnds, scriptedWork } from './scripted-work.ts';

/** A job that comes in, under an id of the caller's if they name one. */
export type Submission = Pick<SandboxJob, 'endpointId' | 'input' | 'policy' | 'webhook'> & {
  id?: string;
};

interface Entry extends SandboxJob {
  status: string;
  output?: unknown;
  error?: unknown;
  workerId?: string;
  startedAt?: number;
  endedAt?: number;
  deletedAt?: number;
  cancelRequested: boolean;
  readonly outcome: Outcome | undefined;
  /** Aborted once the job is over: ends every wait for it. */
  readonly over: AbortController;
}

/**
 * RunPod's side of jobs: they wait for a worker in order of arrival, and the first thing to end
 * one decides how it ended: its work, a cancel or its execution timeout; or its ttl deletes it.
 * Every wait goes by the clock and stops when its job is over.
 */
export class JobQueue {
  readonly #jobs: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  /** Those that no worker has, in order of arrival. */
  readonly #waiting = new Set<Entry>();
  readonly #outcomes: Outcome[] = [];
  readonly #workers: Worker[];
  readonly #running = new Set<Promise<void>>();
  readonly #options: JobQueueOptions;
  readonly #clock: Clock;
  #shownWorkers: WorkerCounts | undefined;
  #scalesToZero = false;
  #throttled = false;
  readonly gate = new Gate();
  readonly changes = new Changes<SandboxJob>();

  constructor(options: JobQueueOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#workers = Array.from({ length: options.workers }, (_, index) => ({
      id: `sandbox-worker-${index + 1}`,
      warm: typeof options.warm === 'number' ? index < options.warm : options.warm,
      state: 'idle',
    }));
  }

  /** Every job ever accepted, in order. */
  get jobs(): readonly SandboxJob[] {
    return this.#jobs;
  }

  /** The next job that comes in ends like this; several are used up in order. */
  script(outcome: Outcome): void {
    this.#outcomes.push(outcome);
  }

  /** From now on health shows these workers and no others, whatever the real ones do. */
  showWorkers(counts: Partial<WorkerCounts> | undefined): void {
    this.#shownWorkers = counts && { ...NO_WORKERS, ...counts };
  }

  /** From now on no worker stays up after its job, so that each job costs a cold start; or they stay. */
  scaleToZero(on: boolean): void {
    this.#scalesToZero = on;
  }

  /** From now on RunPod has no GPU for waiting jobs, or has GPUs again. */
  throttle(on: boolean): void {
    this.#throttled = on;
    this.#assign();
  }

  submit({ id = `${randomUUID()}-s1`, ...sent }: Submission): SandboxJob {
    const { policy } = sent;
    const job: Entry = {
      id,
      ...sent,
      status: 'IN_QUEUE',
      submittedAt: this.#clock.now(),
      cancelRequested: false,
      outcome: this.#outcomes.shift(),
      over: new AbortController(),
    };
    this.#jobs.push(job);
    this.#byId.set(id, job);
    this.#waiting.add(job);
    this.#after(job, policy.ttl ?? DEFAULT_TTL_MS, () => {
      job.deletedAt = this.#clock.now();
      this.#over(job);
    });
    this.changes.tell(job);
    this.#assign();
    return job;
  }

  /** A job that RunPod still knows: not past its ttl, and its result not expired. */
  find(id: string): SandboxJob | undefined {
    return this.#find(id);
  }

  /** Asks for a job's end. One in the queue ends at once; one that is over stays as it is. */
  cancel(id: string): SandboxJob | undefined {
    const job = this.#find(id);
    if (!job) return undefined;
    job.cancelRequested = true;
    this.changes.tell(job);
    const stop = () => {
      this.#end(job, { status: 'CANCELLED' });
    };
    const { cancelMs } = this.#options;
    if (job.startedAt === undefined || cancelMs === 0) stop();
    else this.#after(job, cancelMs, stop);
    return job;
  }

  /** The body of `GET /health`. */
  health() {
    const now = this.#clock.now();
    const known = this.#jobs.filter((job) => !isGone(job, now));
    const seen = health(known, this.#workers, this.#throttled);
    return { ...seen, workers: this.#shownWorkers ?? seen.workers };
  }

  /** Stops everything, and waits until it has stopped. */
  async close(): Promise<void> {
    this.changes.close();
    for (const job of this.#jobs) job.over.abort();
    await Promise.all(this.#running);
  }

  #find(id: string): Entry | undefined {
    const job = this.#byId.get(id);
    return job && !isGone(job, this.#clock.now()) ? job : undefined;
  }

  #assign(): void {
    if (this.#throttled) return;
    for (const worker of this.#workers) {
      if (this.#waiting.size === 0) return;
      if (worker.state !== 'idle') continue;
      const isUp = worker.warm && !this.#scalesToZero;
      const job = this.#nextFor(isUp);
      if (!job) continue;
      job.workerId = worker.id;
      this.#waiting.delete(job);
      this.#spawn(job, async () => {
        try {
          await this.#run(job, worker);
        } finally {
          worker.state = 'idle';
          this.#assign();
        }
      });
    }
  }

  /** No worker is started for a job of low priority. */
  #nextFor(isUp: boolean): Entry | undefined {
    for (const job of this.#waiting) if (isUp || !job.policy.lowPriority) return job;
    return undefined;
  }

  async #run(job: Entry, worker: Worker): Promise<void> {
    const { clock, work, coldStartMs, queueMs } = this.#options;
    const { signal } = job.over;
    const warm = worker.warm && !this.#scalesToZero;
    worker.state = warm ? 'running' : 'initializing';
    const handedOverMs = typeof queueMs === 'number' ? queueMs : queueMs(job);
    await clock.sleep(handedOverMs + (warm ? 0 : coldStartMs), signal);
    worker.warm = true;
    worker.state = 'running';
    await this.#options.mayStart?.(job, signal);
    const { outcome } = job;
    if (outcome && neverEnds(outcome) && outcome.status === 'IN_QUEUE') return;
    this.#start(job);

    const ending = await (outcome ? scriptedWork(outcome) : work)({
      job,
      sleep: (ms) => clock.sleep(ms, signal),
      over: signal,
      progress: (output) => {
        this.#show(job, { status: job.status, output });
      },
    }).catch((error: unknown): JobEnding => ({ status: 'FAILED', error: String(error) }));
    await this.gate.pass(job.id, signal);
    if (outcome && neverEnds(outcome)) this.#show(job, ending);
    else this.#end(job, ending);
  }

  #start(job: Entry): void {
    job.startedAt = this.#clock.now();
    this.#show(job, { status: 'IN_PROGRESS' });
    if (job.outcome && neverEnds(job.outcome)) return;
    this.#after(job, job.policy.executionTimeout ?? DEFAULT_EXECUTION_TIMEOUT_MS, () => {
      this.#end(job, { status: 'TIMED_OUT', error: 'job timed out' });
    });
  }

  #show(job: Entry, shown: JobEnding): void {
    if (job.over.signal.aborted) return;
    job.status = shown.status;
    job.output = shown.output;
    job.error = shown.error;
    this.changes.tell(job);
  }

  #end(job: Entry, ending: JobEnding): void {
    if (job.over.signal.aborted || !isEnding(ending.status)) return;
    job.endedAt = this.#clock.now();
    this.#show(job, ending);
    this.#over(job);
    this.#options.onEnded?.(job);
  }

  #over(job: Entry): void {
    job.over.abort();
    this.#waiting.delete(job);
    this.changes.tell(job);
  }

  #after(job: Entry, ms: number, act: () => void): void {
    this.#spawn(job, async () => {
      await this.#clock.sleep(ms, job.over.signal);
      act();
    });
  }

  #spawn(job: Entry, act: () => Promise<void>): void {
    const running = act()
      .catch((error: unknown) => {
        if (!job.over.signal.aborted) throw error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
