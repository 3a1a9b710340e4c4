import { Hono } from 'hono';
import { z } from 'zod';
import type { LoopbackEnv } from '../loopback.ts';
import { readJson } from '../read-json.ts';
import type { ComfyUi } from './comfy-ui.ts';
import { serveFiles } from './file-routes.ts';
import { modelsOf } from './models.ts';
import { objectInfo } from './object-info.ts';
import { promptTuple } from './prompt.ts';

const promptBody = z.object({
  prompt: z.unknown().optional(),
  prompt_id: z.string().optional(),
  client_id: z.string().optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
});
const listBody = z.object({
  clear: z.boolean().default(false),
  delete: z.array(z.string()).default([]),
});
const interruptBody = z.object({ prompt_id: z.string().optional() });

const GIGABYTE = 1024 ** 3;
const SYSTEM_STATS = {
  system: {
    os: 'posix',
    ram_total: 32 * GIGABYTE,
    ram_free: 24 * GIGABYTE,
    comfyui_version: '0.33.0',
    python_version: '3.12.3 (main)',
    pytorch_version: '2.8.0+cpu',
    embedded_python: false,
    argv: ['main.py'],
  },
  devices: [
    {
      name: 'cpu',
      type: 'cpu',
      index: null,
      vram_total: 32 * GIGABYTE,
      vram_free: 24 * GIGABYTE,
      torch_vram_total: 32 * GIGABYTE,
      torch_vram_free: 24 * GIGABYTE,
    },
  ],
};

/** ComfyUI's HTTP API but for its websocket; real ComfyUI has it at `/` and at `/api`. */
export function comfyRoutes(comfy: ComfyUi): Hono<LoopbackEnv> {
  const app = new Hono<LoopbackEnv>();
  app.get('/', (c) => c.html('<!doctype html><title>ComfyUI stand-in</title>'));
  app.get('/system_stats', (c) => c.json(SYSTEM_STATS));
  app.get('/object_info', (c) => c.json(objectInfo(comfy.nodes, comfy.files)));
  app.get('/object_info/:class', (c) => {
    const name = c.req.param('class');
    const info = objectInfo(comfy.nodes, comfy.files);
    // An unknown class is an empty object there, not a 404.
    return c.json(Object.hasOwn(info, name) ? { [name]: info[name] } : {});
  });
  app.get('/models', (c) => c.json([...modelsOf(comfy.nodes).keys()]));
  app.get('/models/:folder', (c) => {
    const files = modelsOf(comfy.nodes).get(c.req.param('folder'));
    return files ? c.json(files) : c.body(null, 404);
  });

  app.get('/prompt', (c) => c.json(comfy.status.status));
  app.post('/prompt', async (c) => {
    const body = promptBody.safeParse(await readJson(c));
    if (!body.success) return c.text('500 Internal Server Error', 500);
    const sent = body.data;
    const submission = comfy.submit({
      prompt: sent.prompt,
      promptId: sent.prompt_id,
      clientId: sent.client_id,
      extraData: sent.extra_data,
    });
    if (!submission.ok) {
      return c.json({ error: submission.error, node_errors: submission.nodeErrors }, 400);
    }
    const { promptId, number, nodeErrors } = submission;
    return c.json({ prompt_id: promptId, number, node_errors: nodeErrors });
  });

  app.get('/history', (c) => c.json(comfy.histories));
  app.get('/history/:id', (c) => {
    const id = c.req.param('id');
    const entry = comfy.history(id);
    return c.json(entry ? { [id]: entry } : {});
  });
  app.post('/history', async (c) => {
    const body = listBody.parse(await readJson(c));
    comfy.forget(body.clear ? undefined : body.delete);
    return c.body(null, 200);
  });

  app.get('/queue', (c) => {
    const { running, pending } = comfy.queue;
    return c.json({
      queue_running: running.map(promptTuple),
      queue_pending: pending.map(promptTuple),
    });
  });
  app.post('/queue', async (c) => {
    const body = listBody.parse(await readJson(c));
    comfy.dequeue(body.clear ? undefined : body.delete);
    return c.body(null, 200);
  });
  app.post('/interrupt', async (c) => {
    comfy.interrupt(interruptBody.safeParse(await readJson(c)).data?.prompt_id);
    return c.body(null, 200);
  });
  app.post('/free', (c) => {
    comfy.free();
    return c.body(null, 200);
  });

  serveFiles(app, comfy.files);
  return app;
}
