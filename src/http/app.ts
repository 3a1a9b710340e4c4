import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Logger } from '../logger/logger.ts';

/** What a server of the bot's answers by. Node's own request and answer are in `c.env`. */
export type HttpApp = Hono<{ Bindings: HttpBindings }>;

/**
 * An app that knows no path yet: each is answered 404, and says nothing of what else there is. A handler that
 * throws is logged, and answered 500 without a word of why.
 */
export function newHttpApp(logger: Logger): HttpApp {
  const app: HttpApp = new Hono();
  app.notFound((c) => c.body(null, 404));
  app.onError((err, c) => {
    logger.error({ err }, 'a request over HTTP failed');
    return c.body(null, 500);
  });
  return app;
}

/** A path that can be read (GET, HEAD), and nothing else: another method is answered 405. */
export function onlyGet(
  app: HttpApp,
  path: string,
  answer: (c: Context) => Promise<Response> | Response,
): void {
  app.get(path, answer);
  app.all(path, (c) => c.body(null, 405, { allow: 'GET, HEAD' }));
}
