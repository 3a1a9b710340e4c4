import { text } from '../src/comfy/recipes/text.ts';
import { runTimes, type PastRun } from '../src/comfy/run-times.ts';
import { runSeen, type RunSeen } from '../src/jobs/run-seen.ts';
import { FIRST_ASK_MS, pauseInQueue, pauseWhileRunning } from '../src/jobs/when-to-ask.ts';
import { queueMsOf, runMsOf } from './gpu-work.ts';
import type { StreamJob } from './job-stream.ts';
import { plainGraph } from './plain-graph.ts';

/** What RunPod takes over a question, and the longest pause between two. */
const ANSWER_MS = 60;
const LONGEST_MS = 5_000;

/** A job in an endpoint that needs no bot: all that happens there is known beforehand. Milliseconds. */
export interface SimulatedJob {
  readonly work: number;
  readonly queueMs: number;
  readonly runMs: number;
}

/** How long RunPod is asked for a job's end too late, and how many questions that takes. */
export interface Asked {
  readonly lagMs: number;
  readonly requests: number;
}

/** A job of a stream by workers that are `slower` times as slow. */
export function simulatedJob(job: StreamJob, slower = 1): SimulatedJob {
  const { prompt, steps, aspectRatio } = job;
  const input = plainGraph({ prompt, steps, aspectRatio, seed: 1 });
  const params = text.request.parse({ prompt, steps, aspectRatio });
  return {
    work: text.work(params),
    queueMs: queueMsOf({ input }),
    runMs: runMsOf(input) * slower,
  };
}

/** A run as it is remembered. */
export function runOf({ work, runMs: executionMs }: SimulatedJob): PastRun {
  return { work, executionMs };
}

/** The same policy that asks RunPod, knowing of these runs. `told`: whether RunPod says when a run began. */
export function askByPolicy(job: SimulatedJob, past: readonly PastRun[], told: boolean): Asked {
  const times = runTimes(job.work, past);
  const end = job.queueMs + job.runMs;
  let [now, requests, queuedAt] = [FIRST_ASK_MS, 1, 0];
  let run: RunSeen | undefined;
  while (now < end) {
    if (now < job.queueMs) {
      queuedAt = now;
      now += pauseInQueue({
        waitedMs: now,
        ahead: 0,
        health: undefined,
        times,
        longestMs: LONGEST_MS,
      });
    } else {
      const delayMs = told ? job.queueMs : undefined;
      run ??= runSeen({ submittedAt: 0, startedAt: undefined }, { now, queuedAt, delayMs });
      const ranMs = now - run.startedAt + run.unsureMs;
      now += pauseWhileRunning({ ranMs, unsureMs: run.unsureMs, times, longestMs: LONGEST_MS });
    }
    now += ANSWER_MS;
    requests += 1;
  }
  return { lagMs: now - end, requests };
}

/** A loop that asks every so often, whatever is known. */
export function askEvery({ queueMs, runMs }: SimulatedJob, everyMs: number): Asked {
  const end = queueMs + runMs;
  const requests = Math.ceil(end / (everyMs + ANSWER_MS));
  return { lagMs: requests * (everyMs + ANSWER_MS) - end, requests };
}
