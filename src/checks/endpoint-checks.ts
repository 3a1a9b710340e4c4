import { holdUpOf } from '../jobs/hold-up.ts';
import type { HoldUp } from '../jobs/observations.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import type { Health } from '../runpod/schema.ts';
import type { Finding } from './finding.ts';

const about = 'RunPod';

/** What each state of the workers means for someone who is waiting, and what to do about it. */
const HOLD_UPS: Readonly<Record<Exclude<HoldUp, 'asleep'>, Pick<Finding, 'verdict' | 'next'>>> = {
  cold: { verdict: 'fine' },
  throttled: {
    verdict: 'note',
    next: 'RunPod has no GPU of the chosen kinds free: allow more kinds or regions on the endpoint.',
  },
  unhealthy: {
    verdict: 'wrong',
    next: "The container does not start: read the workers' logs on the endpoint's page.",
  },
  none: {
    verdict: 'note',
    next: 'That is normal while no job is waiting.',
  },
};

/** Looks at the key, and at the endpoint's workers and queue. Starts nothing. */
export async function* endpointChecks(
  runpod: RunPodClient,
  endpointId: string,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  try {
    const health = await runpod.health(endpointId, signal);
    yield { verdict: 'fine', about, says: `the key may read the endpoint ${endpointId}.` };
    yield writing(await runpod.mayWrite(endpointId, signal));
    yield workersOf(health);
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    yield refusal(error);
  }
}

function writing(may: boolean | undefined): Finding {
  switch (may) {
    case true:
      return { verdict: 'fine', about, says: 'the key may start and cancel jobs.' };
    case false:
      return {
        verdict: 'wrong',
        about,
        says: 'the key may not start jobs.',
        next: 'Make an API key with read and write access to the endpoint, and put it into RUNPOD_API_KEY.',
      };
    case undefined:
      return {
        verdict: 'note',
        about,
        says: 'RunPod did not say whether the key may start jobs.',
      };
  }
}

function workersOf(health: Health): Finding {
  const { inQueue = 0, inProgress = 0 } = health.jobs;
  const counts = Object.entries(health.workers).flatMap(([name, count]) =>
    count === undefined || count === 0 ? [] : [`${count} ${name}`],
  );
  const workers = counts.join(', ') || 'none up';
  const says = `workers: ${workers}; queue: ${inQueue} waiting, ${inProgress} in progress.`;
  const holdUp = holdUpOf(health, Number.POSITIVE_INFINITY);
  return { about, says, ...(holdUp === undefined ? { verdict: 'fine' } : HOLD_UPS[holdUp]) };
}

function refusal(error: RunPodError): Finding {
  const verdict = 'wrong';
  if (error.isKeyRefused) {
    const next = 'Make a new API key that may use the endpoint, and put it into RUNPOD_API_KEY.';
    return { verdict, about, says: 'it refused RUNPOD_API_KEY.', next };
  }
  if (error.isNotFound) {
    const next = "Correct RUNPOD_ENDPOINT_ID: it stands on the endpoint's page.";
    return { verdict, about, says: 'it does not know this endpoint.', next };
  }
  const next = 'Check the network, RUNPOD_API_URL and the status pages; then try again.';
  return { verdict, about, says: `${error.message}.`, next };
}
