import type { Clock } from '../../../src/engines/clock.ts';
import type { SandboxJob } from './job.ts';
import type { Work } from './work.ts';

export interface JobQueueOptions {
  readonly clock: Clock;
  readonly work: Work;
  /** Most workers at once; with none, jobs wait for ever. */
  readonly workers: number;
  /** How many of them, or whether all, are up already; each of the others costs one cold start. */
  readonly warm: boolean | number;
  /** All in milliseconds. */
  readonly coldStartMs: number;
  /** How long RunPod takes to hand a job to a free worker. */
  readonly queueMs: number | ((job: SandboxJob) => number);
  /** How long a running job goes on after it was cancelled: it may end by itself meanwhile. */
  readonly cancelMs: number;
  /** A job waits for that before a worker starts it. Rejects once the job is over. */
  readonly mayStart?: ((job: SandboxJob, over: AbortSignal) => Promise<void>) | undefined;
  /** Told of each job that ended by itself, or was made to. */
  readonly onEnded?: (job: SandboxJob) => void;
}
