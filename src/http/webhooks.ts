import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { JobAttempt, WebhookAddresses } from '../runpod/webhook-addresses.ts';
import type { HttpApp } from './app.ts';

export interface WebhookParts {
  readonly addresses: Pick<WebhookAddresses, 'read'>;
  /** Has a job asked about at once. */
  readonly hint: (about: JobAttempt) => Exclude<WebhookOutcome, 'forged'>;
}

/**
 * Takes RunPod's word that a job is over. It may come late or twice, and be anybody's who has seen the address, so
 * it is a hint and no more: what it says of the job is not read, and RunPod is asked instead.
 */
export function webhookRoutes(app: HttpApp, { addresses, hint }: WebhookParts): void {
  app.post('*', async (c) => {
    const about = addresses.read(c.req.path);
    const outcome: WebhookOutcome = about ? hint(about) : 'forged';
    webhookArrived.publish({ outcome });
    // Whatever it goes on to send is not waited for.
    if (outcome === 'forged') return c.body(null, 404, { connection: 'close' });
    await discardBody(c.env.incoming);
    return c.body(null, 200);
  });
}

/** What becomes of a webhook: what the jobs make of it, or `forged` where its address is not of our making. */
export const WEBHOOK_OUTCOMES = ['hint', 'repeat', 'unknown', 'forged'] as const;
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** The outcome of each is published as `{ outcome }`. */
export const webhookArrived = channel('darkroom:webhook');

/** A status answer with the largest pictures has less. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Lets a request's body come in and go, and cuts the connection where there is too much of it. Resolves at once
 * where the request may be answered before that: not where its sender wants the connection closed, which would
 * cut off what is still to come, and have the sender take the answer for a failure.
 */
async function discardBody(incoming: IncomingMessage): Promise<void> {
  let bytes = 0;
  const over = new Promise<void>((resolve) => {
    incoming.once('close', resolve).once('end', resolve);
  });
  incoming.on('error', () => undefined);
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) incoming.socket.destroy();
  });
  if (!isKeptOpen(incoming)) await over;
}

function isKeptOpen({ httpVersion, headers: { connection = '' } }: IncomingMessage): boolean {
  return httpVersion === '1.1' && !/\bclose\b/i.test(connection);
}
