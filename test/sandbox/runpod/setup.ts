import { onTestFinished } from 'vitest';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';
import type { SandboxJob } from '../../../packages/stand-ins/runpod/job.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { textGraph } from '../comfy/graphs.ts';
import { clientOf } from './client.ts';

/** A small picture, so that tests need not wait for a large one. */
export const smallGraph = textGraph({ '13': { width: 64, height: 64 } });

/** A sandbox that closes with its test, and a client with the right key. */
export async function start(options: RunPodSandboxOptions = {}) {
  const sandbox = await RunPodSandbox.start(options);
  onTestFinished(() => sandbox.close());
  const client = clientOf(sandbox);
  /** Submits a job, and waits until it is over. */
  const finish = async (input: unknown, policy?: object): Promise<SandboxJob> => {
    const job = await submit(input, policy);
    return sandbox.waitFor((one) => one.id === job.id && one.endedAt !== undefined);
  };
  const submit = async (input: unknown = smallGraph, policy?: object): Promise<SandboxJob> => {
    const before = sandbox.submissions();
    const answer = await client.run(input, policy);
    const job = sandbox.jobs[before];
    if (!job) throw new Error(`not accepted: ${JSON.stringify(answer)}`);
    return job;
  };
  return { sandbox, ...client, submit, finish };
}

/** The same, with a clock that is moved by hand. */
export async function startWithClock(options: RunPodSandboxOptions = {}) {
  const clock = new ManualClock();
  return { clock, ...(await start({ clock, ...options })) };
}
