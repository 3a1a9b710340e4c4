import type { Context } from 'hono';
import { z } from 'zod';
import type { Fault } from '../loopback.ts';
import type { ComfyServer } from './comfy-server.ts';
import { DEFAULT_SETTINGS } from './comfy-settings.ts';
import { MISSING_NODE_FORMS } from './missing-node.ts';

const settingsBody = z.strictObject({
  stepMs: z.number().nonnegative().exactOptional(),
  previews: z.boolean().exactOptional(),
  metadata: z.boolean().exactOptional(),
  models: z.record(z.string(), z.array(z.string())).exactOptional(),
  open: z.array(z.string()).exactOptional(),
  without: z.array(z.string()).exactOptional(),
  insightface: z.boolean().exactOptional(),
  fail: z
    .strictObject({
      node_class: z.string(),
      exception_type: z.string(),
      exception_message: z.string(),
    })
    .nullable()
    .exactOptional(),
  missingNode: z.enum(MISSING_NODE_FORMS).exactOptional(),
  hold: z.string().nullable().exactOptional(),
});

const faultBody = z.strictObject({
  method: z.string().exactOptional(),
  /** A regular expression, as text. */
  path: z.string(),
  times: z.int().positive().exactOptional(),
  when: z.enum(['before', 'during', 'after']).exactOptional(),
  delayMs: z.number().nonnegative().exactOptional(),
  answer: z
    .union([
      z.enum(['reset', 'hang', 'endless', 'cut']),
      z.strictObject({
        status: z.int(),
        headers: z.record(z.string(), z.string()).exactOptional(),
        body: z.string().exactOptional(),
      }),
    ])
    .exactOptional(),
});

/**
 * The sandbox's own routes under `/sandbox`, by which a test in another process sets the stage.
 * `exit` ends the process.
 */
export function serveControls(server: ComfyServer, exit: () => void): void {
  const { http, comfy, socket } = server;
  const refuse = (c: Context, error: z.ZodError) => c.json({ error: z.prettifyError(error) }, 400);

  http.app.put('/sandbox/settings', async (c) => {
    const body = settingsBody.safeParse(await c.req.json<unknown>());
    if (!body.success) return refuse(c, body.error);
    comfy.change(body.data);
    return c.json(comfy.settings);
  });
  http.app.post('/sandbox/fault', async (c) => {
    const body = faultBody.safeParse(await c.req.json<unknown>());
    if (!body.success) return refuse(c, body.error);
    http.fault(faultOf(body.data));
    return c.body(null, 204);
  });
  http.app.get('/sandbox/requests', (c) =>
    c.json(
      http.requests
        .filter(({ path }) => !path.startsWith('/sandbox/'))
        .map(({ method, path }) => ({ method, path })),
    ),
  );
  http.app.post('/sandbox/disconnect', (c) => {
    socket.drop();
    return c.body(null, 204);
  });
  http.app.post('/sandbox/reset', async (c) => {
    await comfy.stop();
    comfy.change({ models: undefined, open: undefined, ...DEFAULT_SETTINGS });
    comfy.forget();
    comfy.free();
    comfy.files.clear();
    http.clearFaults();
    http.requests.length = 0;
    return c.body(null, 204);
  });
  http.app.post('/sandbox/exit', (c) => {
    exit();
    return c.body(null, 204);
  });
}

function faultOf({ path, ...rest }: z.infer<typeof faultBody>): Fault {
  // The sandbox's own routes never fail.
  return { ...rest, path: new RegExp(`^(?!/sandbox/)(?=.*(?:${path}))`) };
}
