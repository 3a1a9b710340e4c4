/** How RunPod treats a job. Times are milliseconds. */
export interface JobPolicy {
  /** From the start of work to TIMED_OUT. */
  readonly executionTimeout?: number | undefined;
  /** From submission to deletion, whatever the job is doing. */
  readonly ttl?: number | undefined;
  /** Whether it waits for a worker that is up. */
  readonly lowPriority?: boolean | undefined;
}

/** How a job ended: what RunPod shows of it from then on. */
export interface JobEnding {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** A job that the sandbox accepted. A live view: its fields change while it runs. */
export interface SandboxJob {
  readonly id: string;
  /** The endpoint that it was sent to. */
  readonly endpointId: string;
  readonly input: unknown;
  readonly policy: JobPolicy;
  /** Whom RunPod tells that it is over. */
  readonly webhook?: string | undefined;
  /** RunPod's word for it, or whatever a script put in its place. */
  readonly status: string;
  /** The result, or the progress while it is IN_PROGRESS. */
  readonly output?: unknown;
  readonly error?: unknown;
  readonly workerId?: string;
  /** Times in milliseconds since the epoch. */
  readonly submittedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** When its ttl ran out before it ended. */
  readonly deletedAt?: number;
  readonly cancelRequested: boolean;
}

/** What happens to a job instead of ComfyUI, for tests that need an answer of a certain shape. */
export interface Outcome {
  readonly output?: unknown;
  readonly error?: unknown;
  /** Default FAILED where there is an error, else COMPLETED. A status that is not final shows for ever. */
  readonly status?: string;
  /** Milliseconds of work. Default 0. */
  readonly executionMs?: number;
  /** Never ends, and shows `status`, IN_PROGRESS by default. */
  readonly stuck?: true;
}

const ENDINGS: readonly string[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'];

/** Whether a status of RunPod's is final. */
export function isEnding(status: string): boolean {
  return ENDINGS.includes(status);
}
