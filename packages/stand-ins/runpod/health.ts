import type { SandboxJob } from './job.ts';

/** One of the endpoint's workers. */
export interface Worker {
  readonly id: string;
  /** Whether it has had its cold start. */
  warm: boolean;
  state: 'idle' | 'initializing' | 'running';
}

/** Workers by state, as `GET /health` counts them. */
export type WorkerCounts = Readonly<
  Record<'idle' | 'initializing' | 'ready' | 'running' | 'throttled' | 'unhealthy', number>
>;

/** An endpoint that has no workers at all. */
export const NO_WORKERS: WorkerCounts = {
  idle: 0,
  initializing: 0,
  ready: 0,
  running: 0,
  throttled: 0,
  unhealthy: 0,
};

/**
 * The body of RunPod's `GET /health`, for the jobs that it still knows. Throttled workers are those
 * that would work if there were a GPU for them.
 */
export function health(
  jobs: readonly SandboxJob[],
  workers: readonly Worker[],
  throttled = false,
): { readonly jobs: Readonly<Record<string, number>>; readonly workers: WorkerCounts } {
  const withStatus = (...statuses: string[]) =>
    jobs.filter((job) => statuses.includes(job.status)).length;
  const inState = (state: Worker['state']) =>
    workers.filter((worker) => worker.state === state).length;
  return {
    jobs: {
      completed: withStatus('COMPLETED'),
      failed: withStatus('FAILED', 'TIMED_OUT'),
      inProgress: withStatus('IN_PROGRESS'),
      inQueue: withStatus('IN_QUEUE'),
      retried: 0,
    },
    workers: {
      idle: throttled ? 0 : inState('idle'),
      initializing: inState('initializing'),
      ready: (throttled ? 0 : inState('idle')) + inState('running'),
      running: inState('running'),
      throttled: throttled ? inState('idle') : 0,
      unhealthy: 0,
    },
  };
}
