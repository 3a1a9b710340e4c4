import type { Dice, Timeline } from './env.ts';
import type { Faults } from './faults.ts';
import type { Outcome, Request, Response } from './network.ts';
import { nameIn, pictureNamed } from './pictures.ts';

/*
 * RunPod as its documentation and shared facts describe it: a job is queued, then runs, then ends; its
 * result is kept for half an hour (30 min after completion, then 404), its webhook is sent up to three
 * times, and a cancel is answered before the worker stops. Submissions are not idempotent.
 */

const RESULT_KEPT_MS = 30 * 60_000;
const WEBHOOK_RETRY_MS = 10_000;
const WORKER_STOPS_MS = 2_000;

/** How a job goes at RunPod, and how long it waits and runs there. */
export interface Fate {
  readonly end: 'pictures' | 'error' | 'empty' | 'never';
  readonly waitMs: number;
  readonly runMs: number;
  readonly webhook: 'sent' | 'lost' | 'twice' | 'early';
}

export interface RunPodJob {
  readonly id: string;
  readonly endpointId: string;
  /** The bot's own job, by its webhook's address. */
  readonly jobId: string;
  readonly webhook: string;
  /** The names of the photos in it. */
  readonly photos: readonly string[];
  readonly count: number;
  readonly fate: Fate;
  readonly submittedAt: number;
  readonly ttlMs: number;
  status: 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT';
  endedAt: number | undefined;
  /** When the bot asked to cancel it. */
  cancelledAt: number | undefined;
}

interface RunPodParts {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly faults: Faults;
  /** Crashes the bot. */
  readonly crash: () => void;
  readonly onSubmitted: (job: RunPodJob) => void;
  /** Delivers a webhook to the bot, if it is up. */
  readonly callWebhook: (path: string) => void;
}

const USUAL: Fate = { end: 'pictures', waitMs: 1_000, runMs: 5_000, webhook: 'sent' };
const NOT_FOUND: Response = { status: 404, body: '{"error":"not found"}' };
const HEALTHY = { jobs: {}, workers: { idle: 1, running: 0, ready: 1 } };

/** RunPod's API, for any endpoint. */
export class RunPodModel {
  readonly jobs: RunPodJob[] = [];
  readonly #parts: RunPodParts;
  readonly #fates: readonly Fate[];

  /** `fates`: of the submissions, in their order; then they start anew. */
  constructor(fates: readonly Fate[], parts: RunPodParts) {
    this.#fates = fates;
    this.#parts = parts;
  }

  /** Jobs that are not over. */
  get open(): readonly RunPodJob[] {
    return this.jobs.filter(({ endedAt }) => endedAt === undefined);
  }

  /** Answers a request, within the faults of this run. */
  readonly answer = (request: Request): Outcome => {
    const { dice, faults, crash } = this.#parts;
    const isSubmission = request.url.pathname.endsWith('/run');
    const fault = faults.next(isSubmission ? 'submission' : 'runpod');
    const ms = fault === 'late' ? dice.duration(10_000, 40_000) : dice.duration(20, 300);
    switch (fault) {
      case 'crash':
        crash();
        return { ms, response: 'never' };
      case 'lost':
        return { ms, response: 'broken' };
      case '429':
        return { ms, response: { status: 429, body: '{}', headers: { 'retry-after': '2' } } };
      case '5xx':
        return { ms, response: { status: 502, body: '<html>Bad gateway</html>' } };
      case '404':
        return { ms, response: NOT_FOUND };
      case undefined:
      default:
    }
    const response = this.#respond(request);
    switch (fault) {
      case 'crash-after':
        crash();
        return { ms, response: 'never' };
      case 'unanswered':
        return { ms, response: 'broken' };
      case '5xx-after':
        return { ms, response: { status: 500, body: '{"error":"internal"}' } };
      case 'garbage':
        return { ms, response: { status: 200, body: '{"id":7,"status":[' } };
      case undefined:
      default:
        return { ms, response };
    }
  };

  #respond({ method, url, body }: Request): Response {
    const [, , endpointId = '', action = '', id = ''] = url.pathname.split('/');
    if (action === 'health') return json(HEALTHY);
    if (method === 'POST' && action === 'run') return this.#run(endpointId, body);
    const job = this.jobs.find((one) => one.id === id && one.endpointId === endpointId);
    if (!job || this.#isForgotten(job)) return NOT_FOUND;
    if (action === 'cancel') this.#cancel(job);
    return json(answerOf(job));
  }

  #run(endpointId: string, body: string): Response {
    const { timeline, onSubmitted } = this.#parts;
    const { input, webhook, policy } = JSON.parse(body) as {
      readonly input: unknown;
      readonly webhook: string;
      readonly policy: { readonly ttl: number };
    };
    const number = this.jobs.length + 1;
    const job: RunPodJob = {
      id: `run-${number}`,
      endpointId,
      jobId: /\/runpod\/(\w+)\//.exec(webhook)?.[1] ?? '',
      webhook,
      photos: photosIn(input),
      count: countIn(input),
      fate: this.#fates[(number - 1) % this.#fates.length] ?? USUAL,
      submittedAt: timeline.now,
      ttlMs: policy.ttl,
      status: 'IN_QUEUE',
      endedAt: undefined,
      cancelledAt: undefined,
    };
    this.jobs.push(job);
    this.#schedule(job);
    onSubmitted(job);
    return json({ id: job.id, status: 'IN_QUEUE' });
  }

  #schedule(job: RunPodJob): void {
    const { timeline } = this.#parts;
    const { end, waitMs, runMs, webhook } = job.fate;
    timeline.after(job.ttlMs, () => {
      this.#end(job, 'TIMED_OUT');
    });
    if (end === 'never') return;
    timeline.after(waitMs, () => {
      if (job.status === 'IN_QUEUE') job.status = 'IN_PROGRESS';
      if (webhook === 'early') this.#sendWebhook(job, 1);
    });
    timeline.after(waitMs + runMs, () => {
      this.#end(job, end === 'error' ? 'FAILED' : 'COMPLETED');
    });
  }

  #end(job: RunPodJob, status: RunPodJob['status']): void {
    if (job.endedAt !== undefined) return;
    job.status = status;
    job.endedAt = this.#parts.timeline.now;
    const { webhook } = job.fate;
    if (webhook === 'sent') this.#sendWebhook(job, 1);
    if (webhook === 'twice') this.#sendWebhook(job, 2);
  }

  #sendWebhook(job: RunPodJob, times: number): void {
    const { timeline, callWebhook, dice } = this.#parts;
    timeline.after(dice.duration(10, 500), () => {
      callWebhook(new URL(job.webhook).pathname);
      if (times > 1)
        timeline.after(WEBHOOK_RETRY_MS, () => {
          callWebhook(new URL(job.webhook).pathname);
        });
    });
  }

  #cancel(job: RunPodJob): void {
    job.cancelledAt ??= this.#parts.timeline.now;
    if (job.endedAt !== undefined) return;
    if (job.status === 'IN_QUEUE') this.#end(job, 'CANCELLED');
    else
      this.#parts.timeline.after(WORKER_STOPS_MS, () => {
        this.#end(job, 'CANCELLED');
      });
  }

  #isForgotten({ endedAt }: RunPodJob): boolean {
    return endedAt !== undefined && this.#parts.timeline.now > endedAt + RESULT_KEPT_MS;
  }
}

function json(body: object): Response {
  return { status: 200, body: JSON.stringify(body) };
}

function answerOf(job: RunPodJob): object {
  const { id, status, fate } = job;
  const times = { delayTime: fate.waitMs, executionTime: fate.runMs };
  if (status === 'FAILED') return { id, status, ...times, error: 'ComfyUI error: [a node]' };
  if (status !== 'COMPLETED') return { id, status };
  if (fate.end === 'empty')
    return { id, status, ...times, output: { status: 'success_no_images' } };
  const images = Array.from({ length: job.count }, (_, index) => ({
    filename: `${index}.png`,
    data: pictureNamed(`${id}-${index + 1}`).toString('base64'),
    type: 'image/png',
  }));
  return { id, status, ...times, output: { images } };
}

/** Every text in a graph. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const part of Object.values(value)) yield* textsIn(part);
}

const PNG_IN_BASE64 = 'iVBORw0K';

function photosIn(input: unknown): readonly string[] {
  const photos = [...textsIn(input)].filter((text) => text.startsWith(PNG_IN_BASE64));
  return photos.map((text) => nameIn(Buffer.from(text, 'base64')) ?? 'unknown');
}

/** How many pictures a graph makes: its latent's batch. */
function countIn(input: unknown): number {
  const found = /"batch_size":(\d+)/.exec(JSON.stringify(input));
  return Number(found?.[1] ?? 1);
}
