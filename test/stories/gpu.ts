import { once } from 'node:events';
import type { JobEnding, SandboxJob } from '../../packages/stand-ins/runpod/job.ts';
import type { RunPodSandboxOptions } from '../../packages/stand-ins/runpod/runpod-sandbox-options.ts';
import type { Run } from '../../packages/stand-ins/runpod/work.ts';
import { isAtRest, type JobRow } from './database.ts';
import { type Fault, scriptFault } from './faults.ts';
import { pictures } from './pictures.ts';
import type { Stage } from './stage.ts';
import { batchOf } from './trace/graph-text.ts';

/** The colour of the frame of a message whose job runs on a GPU. */
const WORKING = 0xf0a132;

interface Held {
  readonly start: PromiseWithResolvers<undefined>;
  readonly end: PromiseWithResolvers<JobEnding>;
  run?: Run;
}

/** The jobs at RunPod, each of which waits until the story goes on with it. */
export class HeldJobs {
  readonly #held = new Map<string, Held>();

  readonly options: Pick<RunPodSandboxOptions, 'mayStart' | 'work'> = {
    mayStart: async ({ id }, over) => {
      await unlessOver(this.of(id).start.promise, over);
    },
    work: (run) => {
      const held = this.of(run.job.id);
      held.run = run;
      return unlessOver(held.end.promise, run.over);
    },
  };

  of(id: string): Held {
    const held = this.#held.get(id) ?? {
      start: Promise.withResolvers<undefined>(),
      end: Promise.withResolvers<JobEnding>(),
    };
    this.#held.set(id, held);
    return held;
  }
}

async function unlessOver<T>(promise: Promise<T>, over: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const isOver = once(over, 'abort', { signal: ended.signal }).then((): never => {
    throw new Error('the job is over');
  });
  isOver.catch(() => undefined);
  try {
    return await Promise.race([promise, isOver]);
  } finally {
    ended.abort();
  }
}

/** RunPod in a story. Each verb is about the oldest job that it can be about. */
export class Gpu {
  readonly #stage: Stage;
  readonly #received = new Set<string>();
  readonly #started = new Set<string>();
  readonly #ended = new Set<string>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Waits until RunPod has one more job in its queue, and the bot knows that. */
  async receives(): Promise<void> {
    const job = await this.#next('to receive', this.#received);
    const act = this.#stage.trace.act(`RunPod receives a job`);
    const row = await this.#rowOnce(job, ({ state }) => state !== 'submitting');
    this.#stage.traceMessageOf(row, act);
  }

  /** Waits until RunPod has had so many jobs, whether the bot knows that or not. */
  async has(jobs: number): Promise<void> {
    const { runpod } = this.#stage;
    await this.#stage.until(`${jobs} jobs at RunPod`, () => runpod.submissions() >= jobs);
    this.#stage.trace.act(`RunPod has had ${jobs} jobs`);
  }

  /** A worker begins. Waits until the message shows that. */
  async starts(): Promise<void> {
    const job = await this.#next('to start', this.#started);
    const act = this.#stage.trace.act(`RunPod starts a job`);
    this.#received.add(job.id);
    this.#stage.heldJobs.of(job.id).start.resolve(undefined);
    const row = await this.#rowOnce(job, ({ state }) => state === 'running');
    await this.#stage.until('a message of a running job', () => {
      const message = this.#stage.messageOf(row);
      return message?.embeds[0]?.color === WORKING;
    });
    this.#stage.traceMessageOf(row, act);
  }

  /** The worker reports how far it is, and may show the unfinished picture. */
  async reports(percent: number, preview?: Uint8Array): Promise<void> {
    const job = this.#running();
    this.#stage.trace.act(`RunPod reports ${percent}%${preview ? ' with a preview' : ''}`);
    const held = this.#stage.heldJobs.of(job.id);
    const run = await this.#stage.until('a worker', () => held.run);
    const shown = preview && { preview: Buffer.from(preview).toString('base64') };
    run.progress({ type: 'progress', value: percent, max: 100, percent, node: '10', ...shown });
  }

  /** The worker has made what it was asked for. */
  finishes(output?: unknown): Promise<void> {
    return this.#end('finishes a job', ({ input }) => ({
      status: 'COMPLETED',
      output: output ?? { images: pictures(batchOf(input)) },
    }));
  }

  /** The worker fails with this text. */
  fails(error: string): Promise<void> {
    return this.#end(`fails a job: ${error}`, () => ({ status: 'FAILED', error }));
  }

  /** The job ends in any other way. */
  ends(ending: JobEnding): Promise<void> {
    return this.#end(`ends a job: ${JSON.stringify(ending)}`, () => ending);
  }

  /** Some requests go wrong: see {@link Fault}. */
  answers(what: Fault['what'], fault: Omit<Fault, 'what'>): void {
    this.#stage.trace.act(scriptFault(this.#stage.runpod.http, 'RunPod', { what, ...fault }));
  }

  async #end(text: string, endingOf: (job: SandboxJob) => JobEnding): Promise<void> {
    const job = await this.#next('to end', this.#ended);
    const act = this.#stage.trace.act(`RunPod ${text}`);
    this.#received.add(job.id);
    this.#started.add(job.id);
    const held = this.#stage.heldJobs.of(job.id);
    held.start.resolve(undefined);
    held.end.resolve(endingOf(job));
    if (!this.#stage.isBotRunning) return;
    const row = await this.#rowOnce(job, isAtRest, (now) => now.runpod_id !== job.id);
    this.#stage.traceMessageOf(row, act);
  }

  #running(): SandboxJob {
    const job = this.#stage.runpod.jobs.find(
      ({ id }) => this.#started.has(id) && !this.#ended.has(id),
    );
    if (!job) throw new Error('no job was started');
    return job;
  }

  /** The first job by its request of which this is not done yet. It may be on its way to RunPod. */
  async #next(what: string, done: Set<string>): Promise<SandboxJob> {
    const { runpod } = this.#stage;
    const job = await this.#stage.until(`a job at RunPod ${what}`, async () => {
      const rows = await this.#stage.jobRows();
      const known = rows.flatMap((row) => runpod.jobs.find(({ id }) => id === row.runpod_id) ?? []);
      return known.find(({ id, endedAt }) => !done.has(id) && endedAt === undefined);
    });
    done.add(job.id);
    return job;
  }

  /** The row of a job at RunPod, once it fits; or else once it moved on. */
  #rowOnce(
    { id }: SandboxJob,
    fits: (row: JobRow) => boolean,
    movedOn: (row: JobRow) => boolean = () => false,
  ): Promise<JobRow> {
    let known: string | undefined;
    return this.#stage.until('the row of a job', async () => {
      const rows = await this.#stage.jobRows();
      known ??= rows.find((row) => row.runpod_id === id)?.id;
      const row = rows.find((one) => one.id === known);
      return row && (fits(row) || movedOn(row)) ? row : undefined;
    });
  }
}
