import { text } from '../src/recipes/text.ts';
import { ENOUGH_RUNS, type PastRun, runTimes } from '../src/recipes/estimates.ts';
import { runSeen, type RunSeen } from '../src/jobs/observations.ts';
import {
  FIRST_POLL_MS,
  pauseInQueue,
  pauseWhileRunning,
  untilTick,
} from '../src/jobs/poll-schedule.ts';
import type { GpuTimes } from './gpu-work.ts';
import type { StreamJob } from './job-stream.ts';
import { plainGraph } from './plain-graph.ts';

/** What RunPod takes over a question, and the longest pause between two. */
const ANSWER_MS = 60;
const LONGEST_MS = 5_000;
/** How many runs the bot remembers of a recipe. */
export const REMEMBERED = 200;

/** A job in an endpoint that needs no bot: all that happens there is known beforehand. Milliseconds. */
export interface SimulatedJob {
  readonly atMs: number;
  readonly work: number;
  readonly queueMs: number;
  readonly runMs: number;
}

/** How long RunPod is asked for a job's end too late, and how many questions that takes. */
export interface Asked {
  readonly lagMs: number;
  readonly requests: number;
}

export interface Known {
  /** Runs from before, newest first. */
  readonly past: readonly PastRun[];
  /** Whether RunPod says when a run began. */
  readonly told: boolean;
}

/** A job of a stream by workers that take such times, and are `slower` times as slow. */
export function simulatedJob(job: StreamJob, times: GpuTimes, slower = 1): SimulatedJob {
  const { atMs, prompt, steps, aspectRatio } = job;
  const input = plainGraph({ prompt, steps, aspectRatio, seed: 1 });
  const params = text.request.parse({ prompt, steps, aspectRatio });
  return {
    atMs,
    work: text.work(params),
    queueMs: times.queueMs(input),
    runMs: times.runMs(input) * slower,
  };
}

/** A run as it is remembered. */
export function runOf({ work, runMs: executionMs }: SimulatedJob): PastRun {
  return { work, executionMs };
}

/** A job that is not over, and when it is asked about next. */
interface Pending {
  readonly job: SimulatedJob;
  readonly askAt: number;
  readonly requests: number;
  readonly queuedAt?: number;
  readonly run?: RunSeen;
}

/** The policy that asks RunPod, on jobs that come in their time: each run that is seen to end is known from then on. */
export function askByPolicy(jobs: readonly SimulatedJob[], { past, told }: Known): Asked[] {
  const runs = [...past];
  const asked: Asked[] = [];
  const pending: Pending[] = jobs.map((job) => ({
    job,
    askAt: job.atMs + FIRST_POLL_MS,
    requests: 0,
  }));
  for (;;) {
    const next = pending.reduce((one, other) => (other.askAt < one.askAt ? other : one), NEVER);
    if (next === NEVER) return asked;
    pending.splice(pending.indexOf(next), 1);
    const { job, askAt: now } = next;
    const requests = next.requests + 1;
    const end = job.atMs + job.queueMs + job.runMs;
    if (now >= end) {
      asked.push({ lagMs: now - end, requests });
      runs.unshift(runOf(job));
      runs.length = Math.min(runs.length, REMEMBERED);
    } else {
      const underWay = runs.length < ENOUGH_RUNS ? pending.flatMap((one) => soFar(one, now)) : [];
      pending.push(
        askAgain({ ...next, requests }, { runs, underWay, told, jobs: pending.length + 1 }),
      );
    }
  }
}

const NEVER: Pending = {
  job: { atMs: 0, work: 0, queueMs: 0, runMs: 0 },
  askAt: Infinity,
  requests: 0,
};

interface Situation {
  readonly runs: readonly PastRun[];
  readonly underWay: readonly PastRun[];
  readonly told: boolean;
  /** How many jobs are not over. */
  readonly jobs: number;
}

function askAgain(asked: Pending, { runs, underWay, told, jobs }: Situation): Pending {
  const { job, askAt: now } = asked;
  const known = { times: runTimes(job.work, runs, underWay), longestMs: LONGEST_MS };
  const waitedMs = now - job.atMs;
  if (waitedMs < job.queueMs) {
    const pause = pauseInQueue({ ...known, waitedMs, ahead: 0, health: undefined });
    return { ...asked, queuedAt: now, askAt: askAfter(pause, now, jobs) };
  }
  const seen = {
    now,
    queuedAt: asked.queuedAt,
    delayMs: told ? job.queueMs : undefined,
  };
  const run = asked.run ?? runSeen({ submittedAt: job.atMs, startedAt: undefined }, seen);
  const ranMs = now - run.startedAt + run.unsureMs;
  const pause = pauseWhileRunning({ ...known, ranMs, unsureMs: run.unsureMs });
  return { ...asked, run, askAt: askAfter(pause, now, jobs) };
}

/** When the next answer is there. */
function askAfter(pause: number, now: number, jobs: number): number {
  return now + untilTick(pause, { now, longestMs: LONGEST_MS, jobs }) + ANSWER_MS;
}

function soFar({ job, run }: Pending, now: number): PastRun[] {
  return run ? [{ executionMs: now - run.startedAt, work: job.work }] : [];
}

/** A loop that asks every so often, whatever is known. */
export function askEvery({ queueMs, runMs }: SimulatedJob, everyMs: number): Asked {
  const end = queueMs + runMs;
  const requests = Math.ceil(end / (everyMs + ANSWER_MS));
  return { lagMs: requests * (everyMs + ANSWER_MS) - end, requests };
}
