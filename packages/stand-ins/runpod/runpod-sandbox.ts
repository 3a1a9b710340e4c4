import { systemClock } from '../../../src/engines/clock.ts';
import type { Installation } from '../comfy/installation.ts';
import { Loopback } from '../loopback.ts';
import { Bucket } from './bucket.ts';
import { ComfyFleet } from './comfy-fleet.ts';
import { playContractWorker } from './contract-worker.ts';
import type { WorkerCounts } from './health.ts';
import { Bills } from './bills.ts';
import { EndpointScale } from './endpoint-scale.ts';
import { JobQueue } from './job-queue.ts';
import { isEnding, type JobPolicy, type Outcome, type SandboxJob } from './job.ts';
import { PictureHost } from './picture-host.ts';
import { ProcessWorker } from './process-worker.ts';
import { playPublicEndpoint } from './public-endpoint.ts';
import { PUBLIC_MODELS } from './public-models.ts';
import { serveRunPod, type RunPodAccess } from './routes.ts';
import type { RunPodSandboxOptions } from './runpod-sandbox-options.ts';
import { Webhooks } from './webhooks.ts';
import type { Work } from './work.ts';
import { playWorkerComfyui } from './worker-comfyui.ts';

export type { RunPodSandboxOptions } from './runpod-sandbox-options.ts';

/** RunPod serverless with its workers and a stand-in for ComfyUI, on 127.0.0.1. */
export class RunPodSandbox {
  /** Requests seen, and faults to come. */
  readonly http: Loopback;
  readonly apiKey: string;
  /** A key that is known but may not use the endpoint: 403. */
  readonly strangerKey: string;
  readonly endpointId: string;
  /** What worker-comfyui uploads to. */
  readonly bucket: Bucket;
  /** How many workers the endpoint may have. */
  readonly scale: EndpointScale;
  readonly bills: Bills;
  /** Whom RunPod tells by itself that a job is over. */
  readonly webhooks: Webhooks;
  readonly #queue: JobQueue;
  readonly #comfys: ComfyFleet;
  readonly #process: ProcessWorker | undefined;

  private constructor(parts: Parts, access: RunPodAccess) {
    this.http = parts.http;
    this.bucket = parts.bucket;
    this.scale = parts.scale;
    this.bills = parts.bills;
    this.webhooks = parts.webhooks;
    this.#queue = parts.queue;
    this.#comfys = parts.comfys;
    this.#process = parts.process;
    this.apiKey = access.apiKey;
    this.strangerKey = access.strangerKey;
    this.endpointId = parts.endpointId;
  }

  static async start(options: RunPodSandboxOptions = {}): Promise<RunPodSandbox> {
    const { clock = systemClock, dialect = 'contract' } = options;
    const { stepMs = 1, metadata = true, sketches = false, previews = false } = options;
    const { installation, worker = 'contract' } = options;
    const isPublic = worker === 'runpod-public';
    const [firstPublic = ''] = PUBLIC_MODELS.keys();
    const endpointId = options.endpointId ?? (isPublic ? firstPublic : 'sandbox-endpoint');
    const access = {
      apiKey: options.apiKey ?? 'sandbox-runpod-key',
      strangerKey: 'sandbox-stranger-key',
      endpointIds: isPublic
        ? [...PUBLIC_MODELS.keys()]
        : [endpointId, ...(options.otherEndpointIds ?? [])],
    };
    const http = new Loopback(clock);
    const bucket = new Bucket(http);
    const form = options.missingNode && { missingNode: options.missingNode };
    const comfys = new ComfyFleet(clock, {
      ...installation,
      ...form,
      stepMs,
      metadata,
      sketches,
      previews,
    });
    const process =
      typeof worker === 'string' || options.work ? undefined : new ProcessWorker(worker);
    const webhooks = new Webhooks(clock);
    const queue = new JobQueue({
      clock,
      work: options.work ?? process?.work ?? playedWork(options, { comfys, bucket, http }),
      workers: options.workers ?? 3,
      warm: options.warm ?? true,
      coldStartMs: options.coldStartMs ?? 200,
      queueMs: options.queueMs ?? 0,
      cancelMs: options.cancelMs ?? 0,
      mayStart: options.mayStart,
      onEnded: (job) => {
        webhooks.tell(job);
      },
    });
    serveRunPod(http.app, queue, access, dialect);
    const scale = new EndpointScale(http, queue, access);
    const bills = new Bills(http, access);
    await http.listen(options.port);
    return new RunPodSandbox(
      { http, bucket, scale, bills, webhooks, queue, comfys, process, endpointId },
      access,
    );
  }

  /** What a bot uses in place of `https://api.runpod.ai/v2`. */
  get apiUrl(): string {
    return `${this.http.url}/v2`;
  }

  /** The same for `https://api.runpod.io/v2`. */
  get restUrl(): string {
    return `${this.http.url}/rest/v2`;
  }

  /** Every job accepted so far, in order; live views. */
  get jobs(): readonly SandboxJob[] {
    return this.#queue.jobs;
  }

  /** How many jobs were accepted. */
  submissions(): number {
    return this.#queue.jobs.length;
  }

  /**
   * A job that RunPod has had for a while, as from a bot that was ended, under an id of the
   * caller's. It goes its way like any other.
   */
  accepted(id: string, input: unknown, policy: JobPolicy = {}): SandboxJob {
    return this.#queue.submit({ id, endpointId: this.endpointId, input, policy });
  }

  /** What becomes of the next job instead of ComfyUI's work; several are used up in order. */
  script(outcome: Outcome): void {
    this.#queue.script(outcome);
  }

  /** The first job that fits, now or as soon as one does. Rejects if closed before that. */
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

  /** From now on no worker reaches its ComfyUI, or each does again. */
  setComfyDown(down: boolean): void {
    this.#comfys.down = down;
  }

  /** What the workers' ComfyUIs have and lack from now on. */
  setInstallation(installation: Installation): void {
    this.#comfys.change(installation);
  }

  /** From now on a sampling step of a played worker takes this long, in jobs that start after this. */
  setStepMs(stepMs: number): void {
    this.#comfys.change({ stepMs });
  }

  /** From now on no worker stays up after its job, so that each costs a cold start; or they stay. */
  scaleToZero(on: boolean): void {
    this.#queue.scaleToZero(on);
  }

  /** From now on RunPod has no GPU for waiting jobs, or has GPUs again. */
  throttle(on: boolean): void {
    this.#queue.throttle(on);
  }

  /** The last lines that real workers wrote to stderr. */
  get workerLines(): readonly string[] {
    return this.#process?.lines ?? [];
  }

  /** Kills the processes of real workers, whatever they are doing; the next job starts a new one. */
  async killWorkers(): Promise<void> {
    await this.#process?.kill();
  }

  /** Stops the server and the work; every wait ends. */
  async close(): Promise<void> {
    await this.http.close();
    const over = this.#queue.close();
    await Promise.all([over, this.webhooks.close(), this.#comfys.stop(), this.#process?.close()]);
    this.#comfys.clear();
  }
}

interface Parts {
  readonly http: Loopback;
  readonly bucket: Bucket;
  readonly scale: EndpointScale;
  readonly bills: Bills;
  readonly webhooks: Webhooks;
  readonly queue: JobQueue;
  readonly comfys: ComfyFleet;
  readonly process: ProcessWorker | undefined;
  readonly endpointId: string;
}

type Players = Pick<Parts, 'comfys' | 'bucket' | 'http'>;

/** Workers played in this process: RunPod's public endpoints do their own jobs, and any other has one. */
function playedWork(options: RunPodSandboxOptions, players: Players): Work {
  const { comfys, http } = players;
  const theirs = playPublicEndpoint({
    host: new PictureHost(http),
    stepMs: () => comfys.stepMs,
  });
  const own = options.worker === 'runpod-public' ? theirs : ownWork(options, players);
  const others = new Map(
    [...(options.otherWorkers ?? [])].map(([endpointId, worker]) => [
      endpointId,
      ownWork({ ...options, worker }, players),
    ]),
  );
  return (task) => {
    const { endpointId } = task.job;
    const work = PUBLIC_MODELS.has(endpointId) ? theirs : (others.get(endpointId) ?? own);
    return work(task);
  };
}

function ownWork(options: RunPodSandboxOptions, { comfys, bucket }: Players): Work {
  if (options.worker === 'worker-comfyui') {
    return playWorkerComfyui({ comfys, bucket: options.bucket ? bucket : undefined });
  }
  return playContractWorker({
    comfys,
    limitMs: options.workerLimitMs ?? 600_000,
    progress: options.progress ?? false,
    naive: options.naive ?? false,
    refusal: options.dialect === 'live' ? 'http-error' : 'reasons',
  });
}
