import { type EndpointUse, titlesOf } from '../jobs/destinations.ts';
import { type HoldUp, holdUpOf } from '../jobs/observations.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { EndpointSettings } from '../runpod/endpoint-settings.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Health } from '../runpod/schema.ts';
import type { Finding } from './finding.ts';

/** What each worker state means for waiting members, and what to do about it. */
const HOLD_UPS: Readonly<Record<Exclude<HoldUp, 'asleep'>, Pick<Finding, 'verdict' | 'next'>>> = {
  cold: { verdict: 'fine' },
  throttled: {
    verdict: 'note',
    next: 'RunPod has no free GPU of the selected types: allow more kinds or regions on the endpoint.',
  },
  unhealthy: {
    verdict: 'wrong',
    next: "The container does not start: read the workers' logs on the endpoint's page.",
  },
  none: { verdict: 'note', next: 'That is normal while no job is waiting.' },
};

/** The result of one check, for any endpoint. */
type CheckResult = Omit<Finding, 'about'>;

/** How many commands are named for an endpoint. */
const MAX_TITLES = 3;

/**
 * Checks the key and an endpoint's workers and queue. Starts no workers. For RunPod's public endpoints, only
 * the key can be checked.
 */
export async function* endpointChecks(
  runpod: RunPodClient,
  { queue, endpointId }: EndpointUse,
  signal: AbortSignal,
): AsyncGenerator<CheckResult> {
  try {
    const health = await runpod.health(endpointId, signal);
    if (!health) {
      yield {
        verdict: 'fine',
        says: `its public endpoint ${endpointId} responds and accepts the key.`,
      };
      return;
    }
    yield { verdict: 'fine', says: `the key may read the endpoint ${endpointId}.` };
    yield writeAccess(await runpod.mayWrite(endpointId, signal));
    yield workersOf(health);
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    yield refusal(error, queue === '' ? 'RUNPOD_ENDPOINT_ID' : "the workflow's endpoint");
  }
}

/** Labels an endpoint by the commands it serves. The bot's own needs no label. */
export function endpointLabel(endpoint: EndpointUse): string {
  if (endpoint.queue === '') return 'RunPod';
  const titles = titlesOf(endpoint);
  const named = titles.slice(0, MAX_TITLES).join(', ');
  return `RunPod (${named}${titles.length > MAX_TITLES ? ' and others' : ''})`;
}

function writeAccess(may: boolean | undefined): CheckResult {
  switch (may) {
    case true:
      return { verdict: 'fine', says: 'the key may start and cancel jobs.' };
    case false:
      return {
        verdict: 'wrong',
        says: 'the key may not start jobs.',
        next: 'Create an API key with read and write access to the endpoint, and put it into RUNPOD_API_KEY.',
      };
    case undefined:
      return { verdict: 'note', says: 'RunPod did not say whether the key may start jobs.' };
  }
}

function workersOf(health: Health): CheckResult {
  const { inQueue = 0, inProgress = 0 } = health.jobs;
  const counts = Object.entries(health.workers).flatMap(([name, count]) =>
    count === undefined || count === 0 ? [] : [`${count} ${name}`],
  );
  const workers = counts.join(', ') || 'none up';
  const says = `workers: ${workers}; queue: ${inQueue} waiting, ${inProgress} in progress.`;
  const holdUp = holdUpOf(health, Number.POSITIVE_INFINITY);
  return { says, ...(holdUp === undefined ? { verdict: 'fine' } : HOLD_UPS[holdUp]) };
}

/** `named`: where the endpoint's id is configured. */
function refusal(error: RunPodError, named: string): CheckResult {
  const verdict = 'wrong';
  if (error.isKeyRefused) {
    const next = 'Create an API key that may use the endpoint, and put it into RUNPOD_API_KEY.';
    return { verdict, says: 'it refused RUNPOD_API_KEY.', next };
  }
  if (error.isNotFound) {
    const next = `Correct ${named}: the id is on the endpoint's page.`;
    return { verdict, says: 'it does not know this endpoint.', next };
  }
  const next = 'Check the network, RUNPOD_API_URL and the status pages; then try again.';
  return { verdict, says: `${error.message}.`, next };
}

/** RunPod's default for a new endpoint. */
const USUAL_MAX_WORKERS = 3;

export interface ScaleCheckOptions {
  readonly endpointId: string;
  /** Whether to restore the maximum if RunPod has scaled the endpoint to zero workers. */
  readonly mend: boolean;
  readonly signal: AbortSignal;
}

/**
 * Checks whether an endpoint may have workers at all. RunPod sets the maximum to zero after a week
 * without a job. Changes nothing unless asked to repair it. Rejects with the signal's reason.
 */
export async function scaleCheck(
  settings: EndpointSettings,
  { endpointId, mend, signal }: ScaleCheckOptions,
): Promise<CheckResult> {
  try {
    const { min, max } = await settings.workers(endpointId, signal);
    if (max > 0) return { verdict: 'fine', says: `it may have up to ${max} workers.` };
    if (!mend) return asleep(endpointId);
    const usual = { min, max: USUAL_MAX_WORKERS };
    const raised = await settings.setWorkers(endpointId, usual, signal);
    if (raised.max === 0) return asleep(endpointId);
    const says = `the max workers of ${endpointId} were raised from 0 to ${raised.max}.`;
    return { verdict: 'fine', says };
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    return mend ? repairFailed(error) : unknownScale(error);
  }
}

function asleep(endpointId: string): CheckResult {
  return {
    verdict: 'wrong',
    says: `it has set max workers of ${endpointId} to 0, as it does after a week without a job or when workers keep crashing.`,
    next: `npm run doctor -- --mend raises them to ${USUAL_MAX_WORKERS}, or do it on the endpoint's page.`,
  };
}

const BY_HAND = "on the endpoint's page";

function unknownScale(error: RunPodError): CheckResult {
  const why = error.isKeyRefused ? 'the key may not read' : 'RunPod did not say';
  const says = `${why} how many workers the endpoint may have.`;
  const next = `If jobs stay in the queue, look at Max workers ${BY_HAND}.`;
  return { verdict: 'note', says, next };
}

function repairFailed(error: RunPodError): CheckResult {
  if (!error.isKeyRefused) {
    const next = `Look at Max workers ${BY_HAND}.`;
    return { verdict: 'wrong', says: `${error.message}.`, next };
  }
  const says = 'the key may not read or change how many workers the endpoint may have.';
  const next = `Raise Max workers ${BY_HAND}, or use a key that may manage endpoints.`;
  return { verdict: 'wrong', says, next };
}
