import { z } from 'zod';

/**
 * A whole number that is shown or compared but never relied on: an absurd one is dropped, since it is
 * no reason to lose a picture, and so are decimal places, which no row can hold.
 */
const amount = z
  .number()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .transform(Math.round)
  .optional()
  .catch(undefined);

/**
 * The answer to `POST /run`. The id becomes part of the paths of later calls, so it must hold
 * something other than dots, which a URL would take for a way up.
 */
export const submitAnswer = z.object({
  id: z.string().max(256).regex(/[^.]/),
  status: z.string().catch('IN_QUEUE'),
});

/** A status that is not a single word is not RunPod's, and must not be quoted in a log. */
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

/** Whether a status is a job's last. */
export function isOver(status: string): boolean {
  return ENDINGS.has(status);
}

/** The answer to `GET /health`. One without counts is an answer too: RunPod can be reached. */
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
 * Where a job stands. `status` is RunPod's own word and may be one that is not documented;
 * `delayTime` and `executionTime` are milliseconds; `output` and `error` come from the
 * worker and may hold anything or nothing; texts of more than 8 kB in them are bytes (UTF-8).
 */
export type JobStatusAnswer = Readonly<z.infer<typeof jobStatusAnswer>> & {
  /** How much was read, if the job goes on and its answer is so large that its output is let go. */
  readonly cutBytes?: number;
};

/** How many jobs and workers an endpoint has. A count that did not come is undefined, not 0. */
export type Health = Readonly<z.infer<typeof healthAnswer>>;
