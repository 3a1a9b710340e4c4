import { RunPodError } from '../runpod/errors.ts';
import type { EndpointSettings, WorkerBounds } from '../runpod/endpoint-settings.ts';
import type { Finding } from './finding.ts';

/** What RunPod gives a new endpoint. */
const USUAL_MAX_WORKERS = 3;

export interface ScaleCheckOptions {
  readonly endpointId: string;
  /** What the endpoint is called in what is said. */
  readonly about: string;
  /** Whether workers are to be raised again that RunPod has scaled to nothing. */
  readonly mend: boolean;
  readonly signal: AbortSignal;
}

/**
 * Whether an endpoint may have workers at all: RunPod takes them away after a week without a job. Changes
 * nothing unless it is to mend that. Rejects with the signal's reason.
 */
export async function scaleCheck(
  settings: EndpointSettings,
  { endpointId, about, mend, signal }: ScaleCheckOptions,
): Promise<Finding> {
  try {
    const workers = await settings.workers(endpointId, signal);
    if (workers.max > 0) {
      return { verdict: 'fine', about, says: `it may have as many as ${workers.max} workers.` };
    }
    if (!mend) return asleep(about, endpointId);
    const raised = await settings.setWorkers(endpointId, usual(workers), signal);
    if (raised.max === 0) return asleep(about, endpointId);
    const says = `the max workers of ${endpointId} were raised from 0 to ${raised.max}.`;
    return { verdict: 'fine', about, says };
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    return mend ? notMended(error, about) : notSaid(error, about);
  }
}

function usual({ min }: WorkerBounds): WorkerBounds {
  return { min, max: USUAL_MAX_WORKERS };
}

function asleep(about: string, endpointId: string): Finding {
  return {
    verdict: 'wrong',
    about,
    says: `it has scaled the endpoint ${endpointId} to nothing (max workers 0), as it does after a week without a job or where workers keep crashing.`,
    next: `npm run doctor -- --mend raises them to ${USUAL_MAX_WORKERS}, or do it on the endpoint's page.`,
  };
}

const BY_HAND = "on the endpoint's page";

function notSaid(error: RunPodError, about: string): Finding {
  const why = error.isKeyRefused ? 'the key may not read' : 'RunPod did not say';
  const says = `${why} how many workers the endpoint may have.`;
  const next = `If jobs stay in the queue, look at Max workers ${BY_HAND}.`;
  return { verdict: 'note', about, says, next };
}

function notMended(error: RunPodError, about: string): Finding {
  if (!error.isKeyRefused) {
    return {
      verdict: 'wrong',
      about,
      says: `${error.message}.`,
      next: `Look at Max workers ${BY_HAND}.`,
    };
  }
  const says = 'the key may not read or change how many workers the endpoint may have.';
  const next = `Raise Max workers ${BY_HAND}, or use a key that may manage endpoints.`;
  return { verdict: 'wrong', about, says, next };
}
