import type { Clock } from '../clock.ts';
import { RequestBudget } from './request-budget.ts';
import type { RequestLimit } from './request-pace.ts';

/** What is counted by itself. */
export type Counted = 'status' | 'cancel';

export type RequestLimits = Readonly<Record<Counted, RequestLimit>>;

/** What RunPod takes of one endpoint, by its documentation; more with more workers. */
export const REQUEST_LIMITS: RequestLimits = {
  status: { perTenSeconds: 2_000, atOnce: 400 },
  cancel: { perTenSeconds: 100, atOnce: 20 },
};

/** The budgets of every endpoint that was asked anything. */
export class EndpointBudgets {
  readonly #clock: Clock;
  readonly #limits: RequestLimits;
  readonly #budgets = new Map<string, RequestBudget>();

  constructor(clock: Clock, limits: RequestLimits = REQUEST_LIMITS) {
    this.#clock = clock;
    this.#limits = limits;
  }

  of(endpointId: string, counted: Counted): RequestBudget {
    const key = `${counted} ${endpointId}`;
    const known = this.#budgets.get(key);
    if (known) return known;
    const budget = new RequestBudget(this.#limits[counted], this.#clock);
    this.#budgets.set(key, budget);
    return budget;
  }
}
