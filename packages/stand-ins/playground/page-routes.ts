import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LoopbackEnv } from '../loopback.ts';
import { readJson } from '../read-json.ts';
import { actionForm } from './action-form.ts';
import { allCards } from './cards/all-cards.ts';
import {
  BOT_ORDERS,
  DISCORD_MODES,
  GPU_MODES,
  LARGEST_FORM,
  type ActionOutcome,
  type ActionRequest,
  type BotOrder,
  type Switches,
} from './wire.ts';

/** The page's files: where each lies, and its type. */
const FILES = {
  '/': [new URL('page/index.html', import.meta.url), 'text/html; charset=utf-8'],
  '/page.js': [built('main.js'), 'text/javascript; charset=utf-8'],
  '/page.css': [built('main.css'), 'text/css; charset=utf-8'],
  '/cards': [new URL('page/cards.html', import.meta.url), 'text/html; charset=utf-8'],
  '/cards.js': [built('cards.js'), 'text/javascript; charset=utf-8'],
  '/cards.css': [built('cards.css'), 'text/css; charset=utf-8'],
} as const;

const switchesForm = z.object({
  gpu: z.enum(GPU_MODES).exactOptional(),
  discord: z.enum(DISCORD_MODES).exactOptional(),
});
const botForm = z.object({ order: z.enum(BOT_ORDERS) });

/** What the page can ask for. */
export interface PageActions {
  act(request: ActionRequest, files: ReadonlyMap<string, File>): Promise<ActionOutcome>;
  change(switches: Partial<Switches>): void;
  order(order: BotOrder): Promise<void>;
  endTokens(): void;
}

/** The page, and what it sends. `policy` is its Content-Security-Policy. */
export function pageRoutes(app: Hono<LoopbackEnv>, policy: string, actions: PageActions): void {
  app.onError((error, c) => {
    const code = 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return c.text('The page is not built: npm run build:page.', 503);
    // Whoever was sending it has gone.
    if (code === 'ECONNRESET') return c.body(null, 400);
    throw error;
  });
  for (const [path, [file, type]] of Object.entries(FILES)) {
    app.get(path, async (c) => {
      const headers = {
        'content-type': type,
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      };
      return c.body(await readFile(file), 200, headers);
    });
  }

  app.get('/cards.json', (c) => c.json(allCards((c.req.query('languages') ?? '').split(','))));

  const tooLarge = refused('That is more than 64 MB, and more than this page takes.');
  app.use(bodyLimit({ maxSize: LARGEST_FORM, onError: (c) => c.json(tooLarge, 413) }));

  app.post('/actions', async (c) => {
    // A form that cannot be read is as good as an empty one.
    const form = await c.req.parseBody().catch((): Record<string, string | File> => ({}));
    const text = typeof form.action === 'string' ? form.action : '';
    const request = actionForm.safeParse(parsed(text));
    if (!request.success) return c.json(refused(z.prettifyError(request.error)), 400);
    const files = Object.entries(form).flatMap(([field, file]) =>
      file instanceof File ? [[field, file] as const] : [],
    );
    return c.json(await actions.act(request.data, new Map(files)));
  });

  app.post('/switches', async (c) => {
    const switches = switchesForm.safeParse(await readJson(c));
    if (!switches.success) return c.json(refused(z.prettifyError(switches.error)), 400);
    actions.change(switches.data);
    return c.body(null, 204);
  });

  app.post('/bot', async (c) => {
    const body = botForm.safeParse(await readJson(c));
    if (!body.success) return c.json(refused(z.prettifyError(body.error)), 400);
    await actions.order(body.data.order);
    return c.body(null, 204);
  });

  app.post('/end-tokens', (c) => {
    actions.endTokens();
    return c.body(null, 204);
  });
}

function refused(problem: string): ActionOutcome {
  return { kind: 'refused', problem };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function built(name: string): URL {
  return new URL(`../../../dist/playground/${name}`, import.meta.url);
}
