import type { SandboxJob } from './job.ts';

/** A job as `GET /status` shows it; keys without a value are left out. */
export function jobStatus(job: SandboxJob): Readonly<Record<string, unknown>> {
  const { id, status, output, error, startedAt, endedAt } = job;
  const began = startedAt === undefined ? {} : { workerId: job.workerId };
  return {
    id,
    status,
    ...began,
    delayTime: startedAt === undefined ? undefined : startedAt - job.submittedAt,
    executionTime:
      startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt,
    output,
    error,
  };
}
