import type { Clock } from '../clock.ts';
import { DESCRIBE, readContents, type WorkerContents } from '../comfy/worker-contents.ts';
import { readResult } from '../comfy/output.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { isOver, type JobStatusAnswer } from '../runpod/schema.ts';
import type { RunPodJob } from '../runpod/submission.ts';

export interface ContentsQuestion {
  readonly runpod: RunPodClient;
  readonly endpointId: string;
  readonly clock: Clock;
  readonly policy: RunPodJob['policy'];
  /** How long an answer is waited for, and how far apart RunPod is asked for it. Milliseconds. */
  readonly withinMs: number;
  readonly pollIntervalMs: number;
  readonly signal: AbortSignal;
}

export type ContentsAnswer =
  | { readonly kind: 'contents'; readonly contents: WorkerContents }
  /** The worker, or RunPod, ended the job by something else. `text` may quote anything. */
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'late' };

/**
 * Asks an endpoint's worker what it has, which is a job like any other and may start a worker. One that
 * is not over in the end is cancelled.
 *
 * @throws RunPodError, and the signal's reason.
 */
export async function askContents(question: ContentsQuestion): Promise<ContentsAnswer> {
  const { runpod, endpointId, policy, signal } = question;
  signal.throwIfAborted();
  // Not to be aborted: a job whose id is unknown could not be cancelled.
  const { id } = await runpod.submit(endpointId, { input: DESCRIBE, policy });
  let answer: JobStatusAnswer | undefined;
  try {
    answer = await over(id, question);
  } finally {
    if (!answer) await takeBack(id, question);
  }
  if (!answer) return { kind: 'late' };
  const { status, output } = answer;
  const contents = status === 'COMPLETED' ? readContents(output) : undefined;
  if (contents) return { kind: 'contents', contents };
  if (status !== 'COMPLETED' && status !== 'FAILED') return { kind: 'unknown', text: status };
  const result = await readResult({ ...answer, status });
  return { kind: 'unknown', text: result.kind === 'error' ? result.error.text : 'pictures' };
}

/** The job's last status; undefined where it does not come in time, or RunPod has forgotten the job. */
async function over(
  id: string,
  { runpod, endpointId, clock, withinMs, pollIntervalMs, signal }: ContentsQuestion,
): Promise<JobStatusAnswer | undefined> {
  const deadline = clock.now() + withinMs;
  for (;;) {
    const answer = await runpod.status(endpointId, id, { signal });
    if (!answer || isOver(answer.status)) return answer;
    if (clock.now() >= deadline) return undefined;
    await clock.sleep(pollIntervalMs, signal);
  }
}

async function takeBack(id: string, { runpod, endpointId }: ContentsQuestion): Promise<void> {
  try {
    await runpod.cancel(endpointId, id);
  } catch (error) {
    // Its own time limits end it then.
    if (!(error instanceof RunPodError)) throw error;
  }
}
