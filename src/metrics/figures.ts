import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERRORS } from '../errors/errors.ts';

/** Bucket bounds for waiting times of members: an eighth of a second to half an hour, doubling. */
const WAITS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048];
/** Bucket bounds for short delays. */
const LAGS = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 120];

/**
 * All metrics, in their own registry. docs/operations.md describes each. Label values come from closed sets
 * only, so nothing grows with members, servers, jobs or input.
 */
export function newFigures() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Counter({ name: `darkroom_${name}`, help, labelNames, registers });
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Gauge({ name: `darkroom_${name}`, help, labelNames, registers });
  const histogram = <T extends string>(
    name: string,
    help: string,
    labelNames: readonly T[],
    buckets: number[],
  ) => new Histogram({ name: `darkroom_${name}`, help, labelNames, buckets, registers });
  return {
    registry,
    jobs: gauge('jobs', 'Unfinished jobs.', ['state', 'recipe']),
    queue: gauge('queue_jobs', 'Jobs waiting in a queue.', ['lane']),
    created: counter('jobs_created_total', 'Requested jobs.', ['recipe']),
    ended: counter('jobs_ended_total', 'Ended jobs.', ['state', 'recipe']),
    failed: counter('jobs_failed_total', 'Failed and expired jobs, by error.', ['code', 'who']),
    inState: histogram('job_state_seconds', 'How long jobs were in a state.', ['state'], WAITS),
    lag: histogram('result_lag_seconds', 'From the end at RunPod to the message.', [], LAGS),
    gpu: counter('gpu_seconds_total', 'Time on a GPU, as RunPod measures it.', ['recipe']),
    runpod: counter('runpod_requests_total', "Requests to RunPod's API.", ['call', 'outcome']),
    discord: counter('discord_requests_total', "Requests to Discord's API.", [
      'as',
      'call',
      'outcome',
    ]),
    refusals: counter('refusals_total', 'Refusals and errors shown to members.', ['code']),
    interactions: counter('http_interactions_total', 'Posted interactions by outcome.', [
      'outcome',
    ]),
    webhooks: counter('webhooks_total', 'Webhooks by outcome.', ['outcome']),
    loopDelay: gauge('event_loop_delay_max_seconds', 'The longest recent delay.', []),
    processes: gauge('processes', "The bot's processes on one database.", ['state']),
    takenOver: counter('jobs_taken_over_total', 'Jobs taken over from ended processes.', []),
    ready: gauge('ready', 'Whether a part works: 1 or 0.', ['part']),
  };
}

export type Figures = ReturnType<typeof newFigures>;

/** Stands for any value outside a closed set, such as a word in a row of an earlier version. */
export const OTHER = 'other';

/** Every error code that members can meet. */
export const ERROR_CODES: ReadonlySet<string> = new Set(Object.keys(ERRORS));

/** A label value: the word itself if known, {@link OTHER} otherwise. */
export function oneOf(known: ReadonlySet<string>, word: string | null | undefined): string {
  return typeof word === 'string' && known.has(word) ? word : OTHER;
}

/** A property of a diagnostics channel message, which may be anything. */
export function partOf(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
}

/** The same for text. */
export function wordOf(message: unknown, name: string): string | undefined {
  const word = partOf(message, name);
  return typeof word === 'string' ? word : undefined;
}

/** The same for a number. */
export function numberOf(message: unknown, name: string): number | undefined {
  const number = partOf(message, name);
  return typeof number === 'number' ? number : undefined;
}
