import { request } from 'undici';
import type { WebhookAddresses } from '../runpod/webhook-addresses.ts';
import type { Finding } from './finding.ts';

/** No real job has this id. */
const NO_JOB = { id: 'doctor', attempt: 0 };
const WITHIN_MS = 10_000;

const about = 'PUBLIC_URL';
const START = 'The bot must be running during this check.';
const FORWARD = 'The proxy in front must forward POST below /runpod/ to HTTP_PORT';

/**
 * Checks whether a webhook reaches the bot, by sending one about no job. `addresses`: `undefined` if no bot
 * has used this database yet. Rejects with the signal's reason.
 */
export async function webhookCheck(
  addresses: Pick<WebhookAddresses, 'of'> | undefined,
  signal: AbortSignal,
): Promise<Finding> {
  const note = (says: string, next: string): Finding => ({ verdict: 'note', about, says, next });
  if (!addresses) {
    return note(
      'it was not tried, since no bot has run with this database yet.',
      'Start the bot, and run this again.',
    );
  }
  const address = addresses.of(NO_JOB);
  const status = await statusOf(address, signal);
  if (status === undefined) {
    return note(
      'nothing responds there, as seen from here, so the bot polls RunPod.',
      `${START} Not every machine reaches itself by its public address.`,
    );
  }
  if (status !== 200) {
    return note(
      `a webhook gets status ${status} there instead of 200, so the bot polls RunPod.`,
      `${START} ${FORWARD}, and the bot must use this database.`,
    );
  }
  // The bot rejects unknown addresses. A proxy without a rule for a path may answer 200 to anything.
  if ((await statusOf(`${address}x`, signal)) === 200) {
    return note(
      'every request there gets status 200, so it does not reach the bot, which polls RunPod instead.',
      `${FORWARD}.`,
    );
  }
  return { verdict: 'fine', about, says: 'RunPod can report finished jobs there.' };
}

/** Posts a test webhook and returns the answer's HTTP status; `undefined` without an answer. */
async function statusOf(address: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { statusCode, body } = await request(address, {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    await body.dump();
    return statusCode;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
