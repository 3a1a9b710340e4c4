import type { Clock } from '../clock.ts';
import { RequestBudget } from './request-budget.ts';
import type { RequestLimit } from './request-pace.ts';

/** What RunPod takes of one endpoint, by its documentation; more with more workers. */
const LIMITS = {
  status: { perTenSeconds: 2_000, atOnce: 400 },
  cancel: { perTenSeconds: 100, atOnce: 20 },
} satisfies Record<string, RequestLimit>;

/** The budgets of every endpoint that was asked anything. */
export class EndpointBudgets {
  readonly #clock: Clock;
  readonly #budgets = new Map<string, RequestBudget>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The budget of one kind of request: RunPod counts each by itself. */
  of(endpointId: string, kind: keyof typeof LIMITS): RequestBudget {
    const key = `${kind} ${endpointId}`;
    const known = this.#budgets.get(key);
    if (known) return known;
    const budget = new RequestBudget(LIMITS[kind], this.#clock);
    this.#budgets.set(key, budget);
    return budget;
  }
}
