import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERRORS } from '../errors/errors.ts';

/** From an eighth of a second on, each bound twice the one before: what people wait for, up to half an hour. */
const WAITS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048];
/** The same for what should be over at once. */
const LAGS = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 120];

/**
 * Every figure, in a registry of its own. Each is described in docs/operations.md. Labels have values from closed sets
 * alone: nothing grows with people, servers, jobs or what anybody writes.
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
    jobs: gauge('jobs', 'Jobs that are not over.', ['state', 'recipe']),
    queue: gauge('queue_jobs', 'Jobs that wait here for their turn.', ['lane']),
    created: counter('jobs_created_total', 'Jobs that were asked for.', ['recipe']),
    ended: counter('jobs_ended_total', 'Jobs that are over.', ['state', 'recipe']),
    failed: counter('jobs_failed_total', 'Jobs that failed or expired, by their error.', [
      'code',
      'who',
    ]),
    inState: histogram('job_state_seconds', 'How long jobs were in a state.', ['state'], WAITS),
    lag: histogram('result_lag_seconds', 'From the end at RunPod to the message.', [], LAGS),
    gpu: counter('gpu_seconds_total', 'Time on a GPU, as RunPod measures it.', ['recipe']),
    runpod: counter('runpod_requests_total', "Requests to RunPod's API.", ['call', 'outcome']),
    discord: counter('discord_requests_total', "Requests to Discord's API.", [
      'as',
      'call',
      'outcome',
    ]),
    refusals: counter('refusals_total', 'Refusals and errors that people were told of.', ['code']),
    webhooks: counter('webhooks_total', 'What became of webhooks.', ['outcome']),
    loopDelay: gauge('event_loop_delay_max_seconds', 'The longest delay of late.', []),
    ready: gauge('ready', 'Whether a part is in order: 1 or 0.', ['part']),
  };
}

export type Figures = ReturnType<typeof newFigures>;

/** What stands for everything that is in no closed set: a row of an earlier version may hold any word. */
export const OTHER = 'other';

/** Every code by which people are told of an error. */
export const ERROR_CODES: ReadonlySet<string> = new Set(Object.keys(ERRORS));

/** A label's value: the word itself where it is one of these, and {@link OTHER} otherwise. */
export function oneOf(known: ReadonlySet<string>, word: string | null | undefined): string {
  return typeof word === 'string' && known.has(word) ? word : OTHER;
}

/** One part of what came over a diagnostics channel, which may be anything. */
export function partOf(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
}

/** The same where it is a text. */
export function wordOf(message: unknown, name: string): string | undefined {
  const word = partOf(message, name);
  return typeof word === 'string' ? word : undefined;
}

/** The same where it is a number. */
export function numberOf(message: unknown, name: string): number | undefined {
  const number = partOf(message, name);
  return typeof number === 'number' ? number : undefined;
}
