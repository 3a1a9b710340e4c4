import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Figures, numberOf, partOf, wordOf } from './figures.ts';

/**
 * Counts requests to RunPod and Discord from now on, when they are answered or fail. Listens to the
 * diagnostics channels `undici:request:headers` and `undici:request:error` (undici's
 * docs/docs/api/DiagnosticsChannel.md), so that callers need no changes. Returns a function that stops
 * counting.
 */
export function countRequests(figures: Figures, urls: ServiceUrls): () => void {
  /** A response that breaks off before its end counts as an error after all. */
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
    // Ignore informational responses.
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

/** A request's service and operation, from closed sets. */
export type Called =
  | { readonly of: 'runpod'; readonly call: string }
  | { readonly of: 'discord'; readonly as: 'bot' | 'token'; readonly call: string };

/** The services' base URLs, without a trailing slash. */
export interface ServiceUrls {
  readonly runpod: string;
  readonly runpodRest: string;
  readonly discord: string;
}

/** `/<endpoint>/run`, `/<endpoint>/status/<job>` and so on. */
const RUNPOD = /^\/[^/?]+\/(run|status|cancel|health)(?=[/?]|$)/;
const BY_TOKEN = /^(?:\/v\d+)?\/(interactions|webhooks)\//;
const MESSAGES = /^(?:\/v\d+)?\/channels\/\d+\/messages(?=[/?]|$)/;

/** Classifies a request by method and address alone. `undefined` for other services. */
export function callOf(
  method: string,
  url: string,
  { runpod, runpodRest, discord }: ServiceUrls,
): Called | undefined {
  const atRunPod = below(runpod, url);
  const asked = atRunPod === undefined ? undefined : RUNPOD.exec(atRunPod)?.[1];
  if (asked !== undefined) return { of: 'runpod', call: asked };
  if (below(runpodRest, url) !== undefined) return { of: 'runpod', call: 'endpoint' };
  if (atRunPod !== undefined) return { of: 'runpod', call: 'other' };
  const path = below(discord, url);
  if (path === undefined) return undefined;
  const token = BY_TOKEN.exec(path)?.[1];
  if (token !== undefined) {
    return { of: 'discord', as: 'token', call: tokenCall(token === 'interactions', method) };
  }
  const call = MESSAGES.test(path) ? messageCall(method) : 'other';
  return { of: 'discord', as: 'bot', call };
}

function below(base: string, url: string): string | undefined {
  if (!url.startsWith(base)) return undefined;
  const rest = url.slice(base.length);
  return rest.startsWith('/') ? rest : undefined;
}

function tokenCall(isCallback: boolean, method: string): string {
  if (isCallback) return 'callback';
  return method === 'POST' ? 'follow_up' : messageCall(method);
}

const MESSAGE_CALLS: ReadonlyMap<string, string> = new Map([
  ['POST', 'post'],
  ['PATCH', 'edit'],
  ['DELETE', 'delete'],
  ['GET', 'read'],
]);

function messageCall(method: string): string {
  return MESSAGE_CALLS.get(method) ?? 'other';
}

/** A response's class by its status. */
export function outcomeOf(status: number): string {
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'failed';
  if (status >= 400) return 'refused';
  return status >= 200 && status < 300 ? 'ok' : 'other';
}

/** No response: the connection broke, it timed out, or the bot aborted. */
const NO_ANSWER = 'no_answer';
