import type { ErrorCode } from '../errors/errors.ts';
import { WEBHOOK_OUTCOMES, webhookArrived } from '../http/webhooks.ts';
import { moments } from '../store/moments.ts';
import { ERROR_CODES, type Figures, oneOf, wordOf } from './figures.ts';

/** What people are told while the database takes nothing: readiness does not see that, which reads it. */
const UNWRITABLE: ErrorCode = 'log_unwritable';

const OUTCOMES: ReadonlySet<string> = new Set(WEBHOOK_OUTCOMES);

export interface CountIncomingOptions {
  /** Whether RunPod is asked for webhooks: where it is not, there is no figure of them, which would look as if none came through. */
  readonly asksForWebhooks: boolean;
}

/** Counts what people are refused, and what becomes of webhooks, from now on. Gives what ends that. */
export function countIncoming(
  figures: Figures,
  { asksForWebhooks }: CountIncomingOptions,
): () => void {
  if (asksForWebhooks) {
    for (const outcome of WEBHOOK_OUTCOMES) figures.webhooks.inc({ outcome }, 0);
  }
  // So that the first is an increase too: deploy/alerts.yml wakes somebody by it.
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
