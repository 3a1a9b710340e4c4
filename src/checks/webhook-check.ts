import { request } from 'undici';
import type { WebhookAddresses } from '../runpod/webhook-addresses.ts';
import type { Finding } from './finding.ts';

/** No job is called so. */
const NO_JOB = { id: 'doctor', attempt: 0 };
const WITHIN_MS = 10_000;

const about = 'PUBLIC_URL';
const START = 'The bot has to be running while this is asked.';

/** Whether a webhook comes through to the bot, by one about no job. Rejects with the signal's reason. */
export async function webhookCheck(
  addresses: Pick<WebhookAddresses, 'of'>,
  signal: AbortSignal,
): Promise<Finding> {
  let status: number;
  try {
    const { statusCode, body } = await request(addresses.of(NO_JOB), {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    await body.dump();
    status = statusCode;
  } catch {
    signal.throwIfAborted();
    return {
      verdict: 'note',
      about,
      says: 'nothing answers there, as seen from here, so RunPod is asked how jobs stand.',
      next: `${START} Not every machine reaches itself by its outside address.`,
    };
  }
  if (status === 200) {
    return { verdict: 'fine', about, says: 'RunPod can say there when a picture is ready.' };
  }
  return {
    verdict: 'note',
    about,
    says: `a webhook is answered ${status} there, and not 200, so RunPod is asked how jobs stand.`,
    next: `${START} What stands in front has to hand on POST below /runpod/ to HTTP_PORT, and the bot has to use this database.`,
  };
}
