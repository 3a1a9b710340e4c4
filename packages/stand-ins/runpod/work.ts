import type { JobEnding, SandboxJob } from './job.ts';

/** What a worker has in hand while it does a job. */
export interface Run {
  readonly job: SandboxJob;
  /** Waits by the sandbox's clock; rejects once the job is over. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborts once the job is over, however it came to that. */
  readonly over: AbortSignal;
  /** Shows something as `output` while the job is IN_PROGRESS. */
  readonly progress: (output: unknown) => void;
}

/** A worker's handler. What it throws becomes the error of a FAILED job, as in RunPod's SDK. */
export type Work = (run: Run) => Promise<JobEnding>;
