import type { JobAttempt, WebhookAddresses } from '../runpod/webhook-addresses.ts';
import { discardBody } from './discard-body.ts';
import type { HttpApp } from './http-app.ts';
import { webhookArrived, type WebhookOutcome } from './webhook-outcome.ts';

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
