import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { JobAttempt, WebhookAddresses } from '../runpod/webhook-addresses.ts';
import type { HttpApp } from './app.ts';
import { trust } from './server.ts';

export interface WebhookParts {
  readonly addresses: Pick<WebhookAddresses, 'read'>;
  /** Polls a job immediately. */
  readonly hint: (about: JobAttempt) => Exclude<WebhookOutcome, 'forged'>;
}

/**
 * Receives RunPod's webhooks about finished jobs. They may be late, duplicate, or forged by anyone who has
 * seen the address. So each is only a hint: the bot ignores its content and polls RunPod instead.
 */
export function webhookRoutes(app: HttpApp, { addresses, hint }: WebhookParts): void {
  app.post('*', async (c) => {
    const about = addresses.read(c.req.path);
    const outcome: WebhookOutcome = about ? hint(about) : 'forged';
    webhookArrived.publish({ outcome });
    // Do not wait for the rest of the body.
    if (outcome === 'forged') return c.body(null, 404, { connection: 'close' });
    trust(c.env.incoming);
    await discardBody(c.env.incoming);
    return c.body(null, 200);
  });
}

/** The outcome of a webhook: what the jobs made of it, or `forged` if the bot did not issue the address. */
export const WEBHOOK_OUTCOMES = ['hint', 'repeat', 'unknown', 'forged'] as const;
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** Publishes the outcome of each webhook as `{ outcome }`. */
export const webhookArrived = channel('darkroom:webhook');

/** Larger than a status response with the largest pictures. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Discards a request's body and cuts the connection if it is too long. Resolves at once if the connection
 * stays open. If the sender wants it closed, waits for the end: an earlier response would cut the body off
 * and look like a failure to the sender.
 */
async function discardBody(incoming: IncomingMessage): Promise<void> {
  let bytes = 0;
  const over = new Promise<void>((resolve) => {
    incoming.once('close', resolve).once('end', resolve);
  });
  incoming.on('error', () => undefined);
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) incoming.socket.destroy();
  });
  if (!isKeptOpen(incoming)) await over;
}

function isKeptOpen({ httpVersion, headers: { connection = '' } }: IncomingMessage): boolean {
  return httpVersion === '1.1' && !/\bclose\b/i.test(connection);
}
