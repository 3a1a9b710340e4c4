import { z } from 'zod';
import { Calls } from './calls.ts';
import type { EndpointSettingsOptions } from './endpoint-settings.ts';

/**
 * One endpoint's bill in RunPod's REST API v2, by day, as documented in August 2026 (not seen live). Amounts are
 * in US dollars.
 */
const billAnswer = z.object({
  records: z.array(
    z.object({
      startTime: z.iso.datetime({ offset: true }),
      totalAmount: z.number().min(0),
      serverlessId: z.string().optional(),
    }),
  ),
});

/** Days of a bill that no answer may exceed. */
const MOST_RECORDS = 400;

/** How long a request for a bill may take. */
const TIMEOUT_MS = 5_000;

/** An endpoint that RunPod bills. RunPod has one bill for all of its public endpoints. */
export interface Billed {
  readonly endpointId: string;
  readonly isPublic: boolean;
}

/** The days that a bill is for, in milliseconds since the epoch: midnights in UTC. */
export interface BillDays {
  readonly since: number;
  readonly until: number;
}

/** Dollars by the midnight of their UTC day. */
export type Bill = ReadonlyMap<number, number>;

const DAY_MS = 24 * 60 * 60_000;

/** Reads what RunPod has billed, if the key may. Bills come late: the last hours may be missing. */
export class Billing {
  readonly #calls: Calls;

  constructor({ restUrl, ...options }: EndpointSettingsOptions) {
    this.#calls = new Calls({ timeoutMs: TIMEOUT_MS, ...options, apiUrl: restUrl });
  }

  /**
   * The bill of these endpoints. Public endpoints have one together, for the whole account.
   *
   * @throws RunPodError, after one try, and the signal's reason.
   */
  async of(endpoints: readonly Billed[], days: BillDays, signal?: AbortSignal): Promise<Bill> {
    const own = endpoints.filter(({ isPublic }) => !isPublic);
    const bills = await Promise.all([
      ...own.map(({ endpointId }) => this.#ask(days, endpointId, signal)),
      ...(own.length < endpoints.length ? [this.#ask(days, undefined, signal)] : []),
    ]);
    const sums = new Map<number, number>();
    for (const { day, dollars } of bills.flat()) sums.set(day, (sums.get(day) ?? 0) + dollars);
    return sums;
  }

  async #ask({ since, until }: BillDays, endpointId?: string, signal?: AbortSignal) {
    const query = {
      startTime: new Date(since).toISOString(),
      endTime: new Date(until).toISOString(),
      bucketSize: 'day',
      ...(endpointId !== undefined && { serverlessId: endpointId }),
    };
    const path = ['billing', endpointId === undefined ? 'endpoints' : 'serverless'];
    const { records } = await this.#calls.ask({ method: 'GET', path, query, signal }, billAnswer);
    return records
      .slice(0, MOST_RECORDS)
      .filter(({ serverlessId = endpointId }) => serverlessId === endpointId)
      .map(({ startTime, totalAmount: dollars }) => {
        const at = Date.parse(startTime);
        return { day: at - (at % DAY_MS), dollars };
      })
      .filter(({ day }) => day >= since && day < until);
  }
}
