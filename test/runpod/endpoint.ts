import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import type { RunPodClientOptions } from '../../src/runpod/calls.ts';
import { RunPodError } from '../../src/runpod/errors.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';

/** The key that every test's client sends; no error may show it. */
export const API_KEY = 'rpa_very_secret';

/** A clock that is moved on by its waits, which are over at once and are written down. */
export class NotedClock implements Clock {
  readonly waits: number[] = [];
  #now = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
    return signal?.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
  }
}

/** A server without routes, and a client of it that waits nowhere. */
export async function openEndpoint(options: Partial<RunPodClientOptions> = {}): Promise<{
  server: Loopback;
  client: RunPodClient;
  clock: NotedClock;
}> {
  const server = new Loopback(systemClock);
  await server.listen();
  const clock = new NotedClock();
  const client = new RunPodClient({
    apiUrl: `${server.url}/v2/`,
    apiKey: API_KEY,
    clock,
    random: () => 1,
    ...options,
  });
  return { server, client, clock };
}

/** What a call failed with; anything but a RunPodError fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<RunPodError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RunPodError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
