import { z } from 'zod';

/**
 * A whole number that is only shown or compared. Drops absurd values and decimals, which no row can
 * hold: neither is a reason to lose a picture.
 */
const amount = z
  .number()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .transform(Math.round)
  .optional()
  .catch(undefined);

/**
 * The answer to `POST /run`. Later URLs contain the id, so it must not consist of dots, which would
 * change the path.
 */
export const submitAnswer = z.object({
  id: z.string().max(256).regex(/[^.]/),
  status: z.string().catch('IN_QUEUE'),
});

/** A status that is not a single word is not RunPod's, and must not be logged. */
const status = z.string().transform((word) => (/^\w{1,40}$/.test(word) ? word : 'UNREADABLE'));

/** The answer to `GET /status`. */
export const jobStatusAnswer = z.object({
  status,
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  delayTime: amount,
  executionTime: amount,
});

const ENDINGS: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT']);

/** Whether a status is final. */
export function isOver(status: string): boolean {
  return ENDINGS.has(status);
}

/** The answer to `GET /health`. Valid without counts too: RunPod is reachable. */
export const healthAnswer = z.object({
  jobs: z
    .object({
      completed: amount,
      failed: amount,
      inProgress: amount,
      inQueue: amount,
      retried: amount,
    })
    .catch({}),
  workers: z
    .object({
      idle: amount,
      running: amount,
      initializing: amount,
      ready: amount,
      throttled: amount,
      unhealthy: amount,
    })
    .catch({}),
});

/** What RunPod returned for a job that it accepted. */
export type SubmitAnswer = Readonly<z.infer<typeof submitAnswer>>;

/**
 * A job's status. `status` is RunPod's own word and may be undocumented. `delayTime` and
 * `executionTime` are milliseconds. `output` and `error` come from the worker and may hold anything
 * or nothing; strings over 8 kB in them are buffers (UTF-8).
 */
export type JobStatusAnswer = Readonly<z.infer<typeof jobStatusAnswer>> & {
  /** How many bytes were read, if the job is not over and its large output was dropped. */
  readonly cutBytes?: number;
};

/** Job and worker counts of an endpoint. A missing count is undefined, not 0. */
export type Health = Readonly<z.infer<typeof healthAnswer>>;
