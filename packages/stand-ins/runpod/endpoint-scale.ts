import { z } from 'zod';
import type { Loopback } from '../loopback.ts';
import { readJson } from '../read-json.ts';
import type { JobQueue } from './job-queue.ts';
import { PUBLIC_MODELS } from './public-models.ts';
import { keyRefusal, type RunPodAccess } from './routes.ts';

/** RunPod's default for a new endpoint. */
const USUAL_MAX = 3;

const patchBody = z.object({
  workers: z.strictObject({
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
    idleTimeout: z.int().min(1).max(3_600).optional(),
  }),
});

/**
 * How many workers an endpoint may have: RunPod's REST API v2 shows and sets that, by its documentation,
 * served beside RunPod under `/rest/v2`.
 */
export class EndpointScale {
  readonly #queue: JobQueue;
  #min = 0;
  #max = USUAL_MAX;

  constructor(http: Loopback, queue: JobQueue, access: RunPodAccess) {
    this.#queue = queue;
    const { app } = http;
    app.use('/rest/v2/serverless/:id', async (c, next) => {
      const status = keyRefusal(c.req.header('authorization'), access);
      if (status !== undefined) return c.json(problem(status, 'access denied'), status);
      const id = c.req.param('id');
      if (PUBLIC_MODELS.has(id) || !access.endpointIds.includes(id)) {
        return c.json(problem(404, 'resource not found'), 404);
      }
      return next();
    });
    app.get('/rest/v2/serverless/:id', (c) => c.json(this.#shown(c.req.param('id'))));
    app.patch('/rest/v2/serverless/:id', async (c) => {
      const body = patchBody.safeParse(await readJson(c));
      if (!body.success) return c.json(problem(422, z.prettifyError(body.error)), 422);
      const { min = this.#min, max = this.#max } = body.data.workers;
      this.#set(min, max);
      return c.json(this.#shown(c.req.param('id')));
    });
  }

  /** From now on there is no worker, as after a week without a job, until the REST API allows some. */
  toNothing(): void {
    this.#set(0, 0);
  }

  get maxWorkers(): number {
    return this.#max;
  }

  #set(min: number, max: number): void {
    if ((this.#max === 0) !== (max === 0)) {
      this.#queue.throttle(max === 0);
      this.#queue.showWorkers(max === 0 ? {} : undefined);
    }
    this.#min = min;
    this.#max = max;
  }

  /** What the bot reads of it, and some of the rest. */
  #shown(id: string) {
    return {
      id,
      name: 'sandbox',
      type: 'QUEUE',
      workers: { min: this.#min, max: this.#max, idleTimeout: 5 },
      scaling: { type: 'QUEUE_DELAY', queueDelay: 4 },
      timeout: 600_000,
    };
  }
}

/** As RFC 9457 has it. */
function problem(status: number, detail: string) {
  return { title: 'Refused', status, detail };
}
