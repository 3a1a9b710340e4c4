import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { callOf, NO_ANSWER, outcomeOf, type ServiceUrls } from './call-of.ts';
import type { Figures } from './figures.ts';
import { numberOf, partOf, wordOf } from './parts-of.ts';

/**
 * Counts the requests to RunPod and to Discord from now on, when they are answered or fail: undici publishes each on
 * channels of Node's, `undici:request:headers` and `undici:request:error` (its docs/docs/api/DiagnosticsChannel.md), so that who
 * makes them need not know. Gives what ends that.
 */
export function countRequests(figures: Figures, urls: ServiceUrls): () => void {
  /** An answer whose body is not read to its end is an error after all. */
  const counted = new WeakSet<object>();

  const count = (message: unknown, outcome: (message: unknown) => string) => {
    const request = partOf(message, 'request');
    if (typeof request !== 'object' || request === null || counted.has(request)) return;
    const url = `${String(partOf(request, 'origin'))}${wordOf(request, 'path') ?? ''}`;
    const called = callOf(wordOf(request, 'method') ?? '', url, urls);
    if (!called) return;
    counted.add(request);
    const { call } = called;
    if (called.of === 'runpod') figures.runpod.inc({ call, outcome: outcome(message) });
    else figures.discord.inc({ as: called.as, call, outcome: outcome(message) });
  };

  const onHeaders = (message: unknown) => {
    const status = numberOf(partOf(message, 'response'), 'statusCode');
    // One that only says to go on is none yet.
    if (status !== undefined && status >= 200) count(message, () => outcomeOf(status));
  };
  const onError = (message: unknown) => {
    count(message, () => NO_ANSWER);
  };
  subscribe('undici:request:headers', onHeaders);
  subscribe('undici:request:error', onError);
  return () => {
    unsubscribe('undici:request:headers', onHeaders);
    unsubscribe('undici:request:error', onError);
  };
}
