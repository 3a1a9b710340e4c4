import { systemClock, type Clock } from '../../clock.ts';
import { contractNodes } from '../comfy/contract-nodes.ts';
import type { NodeTable } from '../comfy/node-table.ts';
import { Loopback } from '../loopback.ts';
import { contractWorker } from './contract-worker.ts';
import type { WorkerCounts } from './health.ts';
import { JobQueue } from './job-queue.ts';
import { isEnding, type Outcome, type SandboxJob } from './job.ts';
import { serveRunPod, type Dialect, type RunPodAccess } from './routes.ts';

/** All of it may be left out; times are milliseconds. */
export interface RunPodSandboxOptions {
  readonly clock?: Clock;
  /** Default: a free one. */
  readonly port?: number;
  readonly apiKey?: string;
  readonly endpointId?: string;
  readonly dialect?: Dialect;
  /** Most workers at once. Default 3. */
  readonly workers?: number;
  /** Default true: no worker needs a cold start. */
  readonly warm?: boolean;
  readonly coldStartMs?: number;
  readonly queueMs?: number;
  readonly stepMs?: number;
  /** How long a running job goes on after its cancel. Default 0. */
  readonly cancelMs?: number;
  /** The worker's own time limit. Default 600 s. */
  readonly workerLimitMs?: number;
  /** Whether the worker reports its steps. Default false, as in the contract. */
  readonly progress?: boolean;
  readonly nodes?: NodeTable;
}

/** RunPod serverless with the contract's worker and a stand-in for ComfyUI, on 127.0.0.1. */
export class RunPodSandbox {
  /** Requests seen, and faults to come. */
  readonly http: Loopback;
  readonly apiKey: string;
  /** A key that is known but may not use the endpoint: 403. */
  readonly strangerKey: string;
  readonly endpointId: string;
  readonly #queue: JobQueue;

  private constructor(http: Loopback, queue: JobQueue, access: RunPodAccess) {
    this.http = http;
    this.#queue = queue;
    this.apiKey = access.apiKey;
    this.strangerKey = access.strangerKey;
    this.endpointId = access.endpointId;
  }

  static async start(options: RunPodSandboxOptions = {}): Promise<RunPodSandbox> {
    const { clock = systemClock, dialect = 'contract' } = options;
    const access = {
      apiKey: options.apiKey ?? 'sandbox-runpod-key',
      strangerKey: 'sandbox-stranger-key',
      endpointId: options.endpointId ?? 'sandbox-endpoint',
    };
    const queue = new JobQueue({
      clock,
      work: contractWorker({
        clock,
        nodes: options.nodes ?? contractNodes,
        stepMs: options.stepMs ?? 1,
        limitMs: options.workerLimitMs ?? 600_000,
        progress: options.progress ?? false,
        refusal: dialect === 'contract' ? 'reasons' : 'http-error',
      }),
      workers: options.workers ?? 3,
      warm: options.warm ?? true,
      coldStartMs: options.coldStartMs ?? 200,
      queueMs: options.queueMs ?? 0,
      cancelMs: options.cancelMs ?? 0,
    });
    const http = new Loopback(clock);
    serveRunPod(http.app, queue, access, dialect);
    await http.listen(options.port);
    return new RunPodSandbox(http, queue, access);
  }

  /** What takes the place of `https://api.runpod.ai/v2`. */
  get apiUrl(): string {
    return `${this.http.url}/v2`;
  }

  /** Every job accepted so far, in order; live views. */
  get jobs(): readonly SandboxJob[] {
    return this.#queue.jobs;
  }

  /** How many jobs were accepted. */
  submissions(): number {
    return this.#queue.jobs.length;
  }

  /** What becomes of the next job instead of ComfyUI's work; several are used up in order. */
  script(outcome: Outcome): void {
    this.#queue.script(outcome);
  }

  /** The first job that fits, now or as soon as one comes to. Rejects if closed before. */
  waitFor(fits: (job: SandboxJob) => boolean): Promise<SandboxJob> {
    return this.#queue.changes.waitFor(this.jobs, fits);
  }

  /** From now on `GET /health` shows these workers alone; `undefined` ends that. */
  showWorkers(counts: Partial<WorkerCounts> | undefined): void {
    this.#queue.showWorkers(counts);
  }

  /** From now on no job completes or fails by itself: its work is done, and it stays IN_PROGRESS. */
  hold(): void {
    this.#queue.gate.shut();
  }

  /** Ends {@link hold} for all. */
  release(): void {
    this.#queue.gate.open();
  }

  /** Lets one held job end, and waits until it has. */
  complete(id: string): Promise<SandboxJob> {
    this.#queue.gate.allow(id);
    return this.waitFor((job) => job.id === id && isEnding(job.status));
  }

  /** Stops the server and the work; every wait ends. */
  async close(): Promise<void> {
    await this.http.close();
    await this.#queue.close();
  }
}
