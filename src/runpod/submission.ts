import type { Call, Calls } from './calls.ts';
import { RunPodError } from './errors.ts';
import { verdictOf } from './key-access.ts';
import { submitAnswer, type SubmitAnswer } from './schema.ts';
import { StreamedJson, type Enclosures } from './streamed-json.ts';

/** No job has this id: cancelling it, or asking how it stands, changes nothing, and shows whether the key may. */
export const NO_JOB = '00000000-0000-0000-0000-000000000000-u1';

/** A job as it is sent. */
export interface RunPodJob {
  readonly input: object;
  /** What placeholders in `input` stand for. */
  readonly enclosures?: Enclosures;
  /** Breaks off a submission with enclosures that nobody wants any more, while it was not sent whole. */
  readonly unwanted?: AbortSignal;
  /** Where RunPod says that it is done with it. */
  readonly webhook?: string | undefined;
  readonly policy: {
    /** Both limits are milliseconds; RunPod ends the job by itself after them. */
    readonly executionTimeout: number;
    readonly ttl: number;
    /** Whether it waits for a worker that is up, and has none started. */
    readonly lowPriority?: true;
  };
}

/**
 * Starts a job. Sent exactly once: RunPod has no key that would make a second one harmless, so
 * whoever calls decides by the error's `arrived`, and after an abort counts it as arrived. A 403
 * may be about the key or about this one request, so it counts against the key only where
 * another call is refused too; that of a public endpoint never does.
 */
export async function submit(
  calls: Calls,
  endpointId: string,
  job: RunPodJob,
  signal?: AbortSignal,
): Promise<SubmitAnswer> {
  const { input, policy, webhook, enclosures, unwanted: unlessSent } = job;
  const sent = { input, policy, webhook };
  const body = enclosures ? new StreamedJson(sent, enclosures) : JSON.stringify(sent);
  const path = [endpointId, 'run'];
  const call: Call = { method: 'POST', path, body, signal, unlessSent, isSubmission: true };
  try {
    return await calls.ask(call, submitAnswer);
  } catch (error) {
    const forbidden = error instanceof RunPodError && error.status === 403 && error.isKeyRefused;
    if (!forbidden || !(await mayWrite(calls, endpointId, signal))) throw error;
    throw error.aboutTheRequest();
  }
}

/** Whether the key may write, found out by a call that changes nothing. Undefined: RunPod did not say. */
export async function mayWrite(
  calls: Calls,
  endpointId: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  try {
    await calls.send({ method: 'POST', path: [endpointId, 'cancel', NO_JOB], signal }, 'unread');
    return true;
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    const verdict = error.status === undefined ? undefined : verdictOf(error.status);
    return verdict && verdict === 'taken';
  }
}
