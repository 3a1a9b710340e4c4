import type { Clock } from '../engines/clock.ts';
import { type RequestLimit, RequestLimiter } from '../engines/rate-limiter.ts';
import { RunPodError } from './errors.ts';

/** RunPod's documented limits for one endpoint. They rise with more workers. */
const LIMITS = {
  status: { perTenSeconds: 2_000, atOnce: 400 },
  cancel: { perTenSeconds: 100, atOnce: 20 },
} satisfies Record<string, RequestLimit>;

/** Rate limits by endpoint. RunPod counts each kind of request separately. */
export class EndpointLimits {
  readonly #clock: Clock;
  readonly #limiters = new Map<string, RequestLimiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(endpointId: string, kind: keyof typeof LIMITS): RequestLimiter {
    const key = `${kind} ${endpointId}`;
    const known = this.#limiters.get(key);
    if (known) return known;
    const limiter = new RequestLimiter({ limit: LIMITS[kind], refusedForMs, clock: this.#clock });
    this.#limiters.set(key, limiter);
    return limiter;
  }
}

/** How long RunPod asks for no requests after a 429, in milliseconds. */
export function refusedForMs(error: unknown): number | undefined {
  return error instanceof RunPodError && error.status === 429 ? error.pauseMs : undefined;
}
