import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Recipes } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import type { WorkerKind } from '../../src/workers/worker-kinds.ts';
import { download } from '../../src/images/download.ts';
import { Semaphore } from '../../src/engines/semaphore.ts';
import type { Database } from '../../src/store/database.ts';
import {
  Destinations,
  type Endpoint,
  endpointsOf,
  publicAmong,
} from '../../src/jobs/destinations.ts';
import { BUCKET_ROOM } from '../../src/jobs/finish.ts';
import { GpuTime, ServerGpuTime } from '../../src/jobs/gpu-time.ts';
import { CONSENT_WINDOW_MS, type Job, type JobState } from '../../src/jobs/job.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { Observations } from '../../src/jobs/observations.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { PastRuns } from '../../src/jobs/past-runs.ts';
import { ScaleWatch } from '../../src/jobs/endpoint-notices.ts';
import { PREPARING } from '../../src/jobs/prepare.ts';
import { Runner, type RunnerOptions } from '../../src/jobs/runner.ts';
import { UPLOAD_SLOTS } from '../../src/jobs/send.ts';
import { Spending } from '../../src/jobs/spending.ts';
import { StorageWatch } from '../../src/jobs/storage-watch.ts';
import type { Store } from '../../src/store/store.ts';
import { EndpointSettings } from '../../src/runpod/endpoint-settings.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import type { JobAttempt } from '../../src/runpod/webhook-addresses.ts';
import { EndpointAccess } from '../../src/runpod/key-access.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { ONLY_PROCESS } from '../../src/store/processes.ts';
import { Turns } from '../../src/engines/turns.ts';
import { putMadeDatabase } from './made-database.ts';
import { openTestDatabase } from './test-database.ts';
import { ManualClock } from './manual-clock.ts';
import { WatchedClock } from './watched-clock.ts';
import { facePicture } from './face-picture.ts';
import {
  sampleFaceRequest,
  sampleRequest,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';

/** What stands in for a normalised photo. */
export const FACE = Buffer.from('the bytes of a face');

export interface BenchOptions {
  readonly runpod?: RunPodSandboxOptions;
  /** How long a request may take, in milliseconds. Default: far longer than any does. */
  readonly timeoutMs?: number;
  /** By which a request takes that long. Default: real time. */
  readonly network?: ManualClock;
  /** What RunPod's large answers share, where a test looks at that. */
  readonly room?: Semaphore;
  /** GPU time that may be used in a day. 0, as by default: no limit. */
  readonly maxGpuMsPerDay?: number;
  /** Money that may be spent in a day, in millionths of a US dollar. */
  readonly maxMicrosPerDay?: number;
  /** The share of one server. */
  readonly maxGpuMsPerDayPerServer?: number;
  /** Parts of a step's surroundings that are other than usual. */
  readonly context?: Surroundings;
}

/** Parts of a step's surroundings, and the recipes by which the others are made. */
export interface Surroundings extends Partial<RunnerOptions> {
  readonly recipes?: Recipes;
}

interface Work {
  readonly db: Database;
  readonly store: Store;
  readonly context: RunnerOptions;
  readonly runner: Runner;
  close(): Promise<void>;
}

/** A runner with a real job log, against RunPod's sandbox, in a time that is moved by hand. */
export class RunnerBench {
  readonly runpod: RunPodSandbox;
  /** Everybody's time, to be moved by hand. */
  readonly time: ManualClock;
  /** The bot's view of the time. */
  readonly clock: WatchedClock;
  /** Every line that was logged. */
  readonly logged: string[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'darkroom-'));
  readonly #options: BenchOptions;
  #work: Work | undefined;

  private constructor(time: ManualClock, runpod: RunPodSandbox, options: BenchOptions) {
    this.time = time;
    this.clock = new WatchedClock(time);
    this.runpod = runpod;
    this.#options = options;
    putMadeDatabase(this.databasePath);
  }

  /** Opens one that closes with its test, its runner at work. */
  static async open(options: BenchOptions = {}): Promise<RunnerBench> {
    const time = new ManualClock();
    const runpod = await RunPodSandbox.start({ clock: time, ...options.runpod });
    const bench = new RunnerBench(time, runpod, options);
    onTestFinished(async () => {
      await bench.stop();
      await runpod.close();
      rmSync(bench.folder, { recursive: true, force: true });
    });
    await bench.start();
    return bench;
  }

  get log(): JobLog {
    return this.#atWork.context.log;
  }

  /** The bot's own connection to its database. */
  get db(): Database {
    return this.#atWork.db;
  }

  get store(): Store {
    return this.#atWork.store;
  }

  get databasePath(): string {
    return join(this.folder, 'darkroom.sqlite');
  }

  get runner(): Runner {
    return this.#atWork.runner;
  }

  get context(): RunnerOptions {
    return this.#atWork.context;
  }

  /** The bot's own endpoint. */
  get own(): Endpoint {
    return this.endpoint('');
  }

  /** The endpoint of a queue. */
  endpoint(queue: string): Endpoint {
    const endpoint = this.context.destinations.inQueue(queue);
    if (!endpoint) throw new Error(`there is no endpoint for the queue "${queue}"`);
    return endpoint;
  }

  /** The waits of jobs; the line's own are half a minute where there is nothing to wait for. */
  get waits(): readonly number[] {
    return this.clock.waits.filter((ms) => ms !== 30_000);
  }

  /** Whether every job, and the line, does nothing but wait. */
  get atRest(): boolean {
    return this.clock.sleeping > this.#atWork.runner.size;
  }

  /** `context`: what is other than it was. */
  async start(signal?: AbortSignal, context: Surroundings = {}): Promise<void> {
    const work = this.#build(context);
    this.#work = work;
    await work.context.storage.start();
    await work.runner.start(signal);
  }

  async stop(): Promise<void> {
    const work = this.#work;
    this.#work = undefined;
    await work?.runner.stop();
    await work?.context.storage.stop();
    await work?.close();
  }

  /** Stops as soon as a job comes to that state, before the next step; resolves when stopped. */
  async stopAt(state: JobState): Promise<void> {
    const { events } = this.log;
    await new Promise<void>((resolve, reject) => {
      events.on('changed', (job) => {
        if (job.state === state) this.stop().then(resolve, reject);
      });
    });
  }

  /** The bot is stopped, time goes on without it, and it starts again. */
  async downFor(ms: number): Promise<void> {
    await this.stop();
    await this.time.advance(ms);
    await this.start();
  }

  /** Writes a new job down, for words alone unless it has a picture. */
  async ask(parts: Partial<NewJob> = {}): Promise<Job> {
    const request = parts.request ?? (parts.pictures ? sampleFaceRequest() : sampleRequest());
    const job = await this.log.create({
      id: randomUUID().slice(0, 8),
      state: parts.pictures ? 'accepted' : 'ready',
      interactionId: randomUUID(),
      interactionToken: 'token',
      tokenExpiresAt: this.time.now() + 900_000,
      guildId: '1',
      channelId: '2',
      userId: '3',
      ageRestricted: false,
      request,
      queue: this.context.destinations.find(request.recipe)?.queue ?? '',
      models: {
        checkpoint: 'lustifySDXLNSFW_ggwpV7.safetensors',
        ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
        clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
      },
      ...parts,
    });
    if (!job) throw new Error('the job was there already');
    return job;
  }

  /** The same with a photo, which is taken for a face without being fetched. */
  askWithFace(): Promise<Job> {
    return this.ask({ pictures: [facePicture()] });
  }

  /** The job as soon as it fits. Time moves on whenever the bot does nothing but wait. */
  async until({ id }: Job, fits: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const idle = this.atRest;
      const job = await this.log.jobs.find(id);
      if (job && fits(job)) return job;
      // Of those in line, the line takes care.
      if (idle && this.#atWork.runner.size === 0 && job?.state !== 'ready') {
        throw new Error(`job ${id} came to rest as ${job?.state ?? 'nothing'}`);
      }
      await this.#goOn(idle);
    }
  }

  /** The job once nothing more is to be done about it, here and at RunPod. */
  async end({ id }: Job): Promise<Job> {
    for (;;) {
      const idle = this.atRest;
      const job = await this.log.jobs.find(id);
      if (idle && job?.finishedAt !== undefined && this.#atWork.runner.size === 0) return job;
      await this.#goOn(idle);
    }
  }

  async #goOn(idle: boolean): Promise<void> {
    const { nextDue } = this.clock;
    await this.time.advance(idle && nextDue !== undefined ? nextDue - this.time.now() : 0);
  }

  /** RunPod says that it is done with an attempt at a job. */
  hint(about: JobAttempt): ReturnType<Runner['hint']> {
    return this.#atWork.runner.hint(about);
  }

  /** How many requests RunPod has seen to addresses that fit. */
  requests(path: RegExp): number {
    return this.runpod.http.requests.filter((request) => path.test(request.path)).length;
  }

  get #atWork(): Work {
    if (!this.#work) throw new Error('no runner is at work');
    return this.#work;
  }

  #build(others: Surroundings): Work {
    const { time, clock, runpod: sandbox } = this;
    const { timeoutMs = 30_000, network, room, maxGpuMsPerDay = 0 } = this.#options;
    const parts = { ...this.#options.context, ...others };
    const { maxGpuMsPerDayPerServer = 0 } = this.#options;
    const recipes = parts.recipes ?? builtInRecipes;
    const path = this.databasePath;
    const database = openTestDatabase(path);
    const logger = pino({ level: 'trace' }, { write: (line: string) => this.logged.push(line) });
    const { apiUrl, apiKey, endpointId } = sandbox;
    const access = new EndpointAccess();
    const isPublic = this.#options.runpod?.worker === 'runpod-public';
    const kind: WorkerKind = isPublic ? 'runpod-public' : 'contract';
    const endpoints = endpointsOf(recipes, { endpointId, kind });
    const runpod = new RunPodClient({
      publicEndpoints: publicAmong(endpoints),
      apiUrl,
      apiKey,
      clock,
      access,
      timeoutMs,
      random: () => 0.5,
      ...(room && { room }),
      ...(network && { networkClock: network }),
    });
    const halt = new AbortController();
    const log = new JobLog(database.store, clock, NO_LIMITS, (id) => `erased-${id}`, recipes);
    const destinations = new Destinations({
      endpoints,
      worker: { kind, faceWorkflow: 'plus-face' },
      asksForWebhooks: parts.webhooks !== undefined,
      runpod,
      access,
      clock,
      logger,
      signal: halt.signal,
    });
    const pastRuns = new PastRuns({ log, destinations, clock });
    const { pictures = new FolderPictures(`${path}.files`) } = parts;
    const context: RunnerOptions = {
      log,
      processes: ONLY_PROCESS,
      pastRuns,
      destinations,
      observations: new Observations(),
      pictures,
      // It is tried out at the start, and by jobs.
      storage: new StorageWatch({ pictures, clock: new ManualClock() }),
      runpod,
      clock,
      turns: new Turns(),
      logger,
      pollIntervalMs: 5_000,
      jobTimeoutMs: 600_000,
      queueTimeoutMs: 1_800_000,
      maxJobsInFlight: 0,
      limits: NO_LIMITS,
      gpuTime: new GpuTime({ log, clock, maxGpuMsPerDay, jobTimeoutMs: 600_000 }),
      serverGpuTime: new ServerGpuTime({
        log,
        clock,
        pastRuns,
        maxGpuMsPerDayPerServer,
        jobTimeoutMs: 600_000,
      }),
      spending: new Spending({ log, clock, maxMicrosPerDay: this.#options.maxMicrosPerDay ?? 0 }),
      scale: new ScaleWatch({
        settings: new EndpointSettings({ restUrl: sandbox.restUrl, apiKey, clock: time }),
        clock: time,
        logger,
        signal: halt.signal,
      }),
      random: () => 0.5,
      faces: true,
      previews: 'everywhere',
      preparing: new Semaphore(PREPARING),
      prepareMade: () => Promise.reject(new Error('no picture of its own goes into it')),
      preparePicture: () =>
        Promise.resolve({
          format: 'jpeg' as const,
          bytes: FACE,
          width: 1,
          height: 1,
          sha256: createHash('sha256').update(FACE).digest('hex'),
        }),
      fetchFromBucket: (url, limits) =>
        download(url, { ...limits, origins: [this.runpod.http.url], clock }),
      bucketRoom: new Semaphore(BUCKET_ROOM),
      uploadSlots: new Semaphore(UPLOAD_SLOTS),
      stripMetadata: (bytes) => Promise.resolve(bytes),
      markGenerated: (bytes) => bytes,
      halt: halt.signal,
      consentWindowMs: CONSENT_WINDOW_MS,
      ...parts,
    };
    return {
      db: database.db,
      store: database.store,
      context,
      runner: new Runner(context),
      async close() {
        halt.abort();
        await database.close();
      },
    };
  }
}
