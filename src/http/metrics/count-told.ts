import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ERRORS } from '../../errors/error-table.ts';
import { moments } from '../../record/store/moments.ts';
import { oneOf } from './closed-set.ts';
import type { Figures } from './figures.ts';
import { wordOf } from './parts-of.ts';

const CODES: ReadonlySet<string> = new Set(Object.keys(ERRORS));
const WEBHOOK = 'darkroom:webhook';
const WEBHOOK_OUTCOMES: ReadonlySet<string> = new Set(['hint', 'repeat', 'unknown', 'forged']);

/** Counts what people are refused, and what becomes of webhooks, from now on. Gives what ends that. */
export function countTold(figures: Figures): () => void {
  for (const outcome of WEBHOOK_OUTCOMES) figures.webhooks.inc({ outcome }, 0);
  const onRefused = (message: unknown) => {
    figures.refusals.inc({ code: oneOf(CODES, wordOf(message, 'code')) });
  };
  const onWebhook = (message: unknown) => {
    figures.webhooks.inc({ outcome: oneOf(WEBHOOK_OUTCOMES, wordOf(message, 'outcome')) });
  };
  moments.refused.subscribe(onRefused);
  subscribe(WEBHOOK, onWebhook);
  return () => {
    moments.refused.unsubscribe(onRefused);
    unsubscribe(WEBHOOK, onWebhook);
  };
}
