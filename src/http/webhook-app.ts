import { channel } from 'node:diagnostics_channel';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { JobAttempt, WebhookAddresses } from '../runpod/webhook-addresses.ts';
import { discardBody } from './discard-body.ts';

/** What became of a request: the jobs' answer to a genuine one, else `forged`. */
export type WebhookOutcome = 'hint' | 'repeat' | 'unknown' | 'forged';

/** The diagnostics channel on which each is published: `{ outcome }`. */
export const webhookArrived = channel('darkroom:webhook');

export interface WebhookAppOptions {
  readonly addresses: Pick<WebhookAddresses, 'read'>;
  /** Has the job asked about at once. */
  readonly hint: (about: JobAttempt) => Exclude<WebhookOutcome, 'forged'>;
}

/**
 * Takes RunPod's word that a job is over. The word may come late, twice, or from whoever has seen the address, so
 * it is a hint and no more: what it says of the job is not read, and RunPod is asked instead.
 */
export function webhookApp({
  addresses,
  hint,
}: WebhookAppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('*', async (c) => {
    const about = addresses.read(c.req.path);
    const outcome = about ? hint(about) : 'forged';
    webhookArrived.publish({ outcome });
    if (outcome === 'forged') return c.body(null, 404, { connection: 'close' });
    await discardBody(c.env.incoming);
    return c.body(null, 200);
  });
  app.all('*', (c) => c.body(null, 404, { connection: 'close' }));
  return app;
}
