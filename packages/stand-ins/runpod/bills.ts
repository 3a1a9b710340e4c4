import type { Loopback } from '../loopback.ts';
import { keyRefusal, type RunPodAccess } from './routes.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Dollars that RunPod billed on a UTC day, for an endpoint, or `undefined` for all public ones together. */
export interface BilledDay {
  readonly endpointId: string | undefined;
  /** Its midnight, in milliseconds since the epoch. */
  readonly at: number;
  readonly dollars: number;
}

/** RunPod's bills by its REST API v2, by its documentation, served beside RunPod under `/rest/v2`. */
export class Bills {
  /** Nothing is billed until it is added here. */
  readonly days: BilledDay[] = [];

  constructor({ app }: Loopback, access: RunPodAccess) {
    app.use('/rest/v2/billing/*', async (c, next) => {
      const status = keyRefusal(c.req.header('authorization'), access);
      if (status === undefined) return next();
      return c.json({ title: 'Refused', status, detail: 'access denied' }, status);
    });
    app.get('/rest/v2/billing/serverless', (c) => {
      const { serverlessId, ...query } = c.req.query();
      const records = this.#records(query, serverlessId).map((record) => {
        const { totalAmount } = record;
        return { ...record, gpuAmount: totalAmount, cpuAmount: 0, diskAmount: 0, feeAmount: 0 };
      });
      return c.json({ records, metadata: { recordCount: records.length } });
    });
    app.get('/rest/v2/billing/endpoints', (c) => {
      const records = this.#records(c.req.query(), undefined);
      return c.json({ records, metadata: { recordCount: records.length } });
    });
  }

  #records(
    { startTime = '', endTime = '' }: Readonly<Record<string, string>>,
    serverlessId: string | undefined,
  ) {
    return this.days
      .filter(({ endpointId }) => endpointId === serverlessId)
      .filter(({ at }) => at + DAY_MS > Date.parse(startTime) && at < Date.parse(endTime))
      .map(({ at, dollars }) => ({
        startTime: new Date(at).toISOString(),
        endTime: new Date(at + DAY_MS).toISOString(),
        ...(serverlessId !== undefined && { serverlessId }),
        totalAmount: dollars,
      }));
  }
}
