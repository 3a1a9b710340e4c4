import { channel } from 'node:diagnostics_channel';

/** What becomes of a webhook: what the jobs make of it, or `forged` where its address is not of our making. */
export const WEBHOOK_OUTCOMES = ['hint', 'repeat', 'unknown', 'forged'] as const;
export type WebhookOutcome = (typeof WEBHOOK_OUTCOMES)[number];

/** The outcome of each is published as `{ outcome }`. */
export const webhookArrived = channel('darkroom:webhook');
