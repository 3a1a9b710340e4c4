import type { ErrorCode } from '../errors/errors.ts';
import { WEBHOOK_OUTCOMES, webhookArrived } from '../http/webhooks.ts';
import { moments } from '../store/moments.ts';
import { ERROR_CODES, type Figures, oneOf, wordOf } from './figures.ts';

/** Shown while the database accepts no writes. Readiness does not notice that, since it only reads. */
const UNWRITABLE: ErrorCode = 'log_unwritable';

const OUTCOMES: ReadonlySet<string> = new Set(WEBHOOK_OUTCOMES);

export interface CountIncomingOptions {
  /**
   * Whether RunPod is asked for webhooks. If not, the metric is left out, since a zero would look like lost
   * webhooks.
   */
  readonly asksForWebhooks: boolean;
}

/** Counts refusals and webhook outcomes from now on. Returns a function that stops counting. */
export function countIncoming(
  figures: Figures,
  { asksForWebhooks }: CountIncomingOptions,
): () => void {
  if (asksForWebhooks) {
    for (const outcome of WEBHOOK_OUTCOMES) figures.webhooks.inc({ outcome }, 0);
  }
  // So that the first one is an increase too: deploy/alerts.yml alerts on it.
  figures.refusals.inc({ code: UNWRITABLE }, 0);
  const onRefused = (message: unknown) => {
    figures.refusals.inc({ code: oneOf(ERROR_CODES, wordOf(message, 'code')) });
  };
  const onWebhook = (message: unknown) => {
    figures.webhooks.inc({ outcome: oneOf(OUTCOMES, wordOf(message, 'outcome')) });
  };
  moments.refused.subscribe(onRefused);
  webhookArrived.subscribe(onWebhook);
  return () => {
    moments.refused.unsubscribe(onRefused);
    webhookArrived.unsubscribe(onWebhook);
  };
}
