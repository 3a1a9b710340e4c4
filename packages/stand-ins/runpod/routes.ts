import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { LoopbackEnv } from '../loopback.ts';
import { readJson } from '../read-json.ts';
import type { JobQueue } from './job-queue.ts';
import { jobStatus } from './job-status.ts';
import { PUBLIC_MODELS } from './public-models.ts';

/** `contract`: as the worker contract has it. `live`: as the service was seen to answer. */
export type Dialect = 'contract' | 'live';

export interface RunPodAccess {
  readonly apiKey: string;
  /** A key that is known but may not use the endpoint. */
  readonly strangerKey: string;
  /** The endpoints that there are. */
  readonly endpointIds: readonly string[];
}

/** RunPod's "10 MB", taken the strict way. */
const BODY_LIMIT = 10_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

const runBody = z.object({
  input: z.unknown().refine((input) => input !== undefined, 'is missing'),
  policy: z
    .object({
      executionTimeout: z.int().min(5000).max(WEEK_MS).optional(),
      ttl: z.int().positive().max(WEEK_MS).optional(),
      lowPriority: z.boolean().optional(),
    })
    .default({}),
  webhook: z.url().optional(),
});

/** RunPod's serverless API under `/v2/{endpointId}`: run, status, cancel and health. */
export function serveRunPod(
  app: Hono<LoopbackEnv>,
  queue: JobQueue,
  access: RunPodAccess,
  dialect: Dialect,
): void {
  const unknownJob = (c: Context) => c.json({ error: 'job not found' }, 404);

  app.use('/v2/:endpoint/*', async (c, next) => {
    const refusal = keyRefusal(c.req.header('authorization'), access);
    if (refusal === 403) return c.json({ error: 'this key has no access to the endpoint' }, 403);
    if (refusal === 401) return c.json({ error: 'unauthorized' }, 401);
    if (!access.endpointIds.includes(c.req.param('endpoint'))) {
      return c.json({ error: 'endpoint not found' }, 404);
    }
    return next();
  });

  const limit = bodyLimit({
    maxSize: BODY_LIMIT,
    onError: (c) => c.json({ error: 'request body exceeds the limit of 10 MB' }, 400),
  });
  app.post('/v2/:endpoint/run', limit, async (c) => {
    const body = runBody.safeParse(await readJson(c));
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    const { id } = queue.submit({ endpointId: c.req.param('endpoint'), ...body.data });
    return c.json({ id, status: 'IN_QUEUE' }, dialect === 'contract' ? 202 : 200);
  });

  app.get('/v2/:endpoint/status/:id', (c) => {
    const job = queue.find(c.req.param('id'));
    return job ? c.json(jobStatus(job)) : unknownJob(c);
  });

  app.post('/v2/:endpoint/cancel/:id', (c) => {
    const job = queue.cancel(c.req.param('id'));
    if (!job) return unknownJob(c);
    if (dialect === 'contract') return c.body(null, 204);
    return c.json({ id: job.id, status: job.endedAt === undefined ? 'CANCELLED' : job.status });
  });

  // What a public one says of its health is documented nowhere: nobody is to ask.
  app.get('/v2/:endpoint/health', (c) =>
    PUBLIC_MODELS.has(c.req.param('endpoint'))
      ? c.json({ error: 'forbidden' }, 403)
      : c.json(queue.health()),
  );
}

/** With which status a key is refused, if it is. */
export function keyRefusal(
  authorization: string | undefined,
  { apiKey, strangerKey }: RunPodAccess,
): 401 | 403 | undefined {
  const key = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (key === strangerKey) return 403;
  return key === apiKey ? undefined : 401;
}
