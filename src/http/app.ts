import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Logger } from '../logger/logger.ts';

/** A Hono app on Node. Node's own request and response are in `c.env`. */
export type HttpApp = Hono<{ Bindings: HttpBindings }>;

/**
 * An app without routes. Answers 404 to unknown paths without further detail. Logs errors of handlers and
 * answers 500 without a reason.
 */
export function newHttpApp(logger: Logger): HttpApp {
  const app: HttpApp = new Hono();
  app.notFound((c) => c.body(null, 404, { connection: 'close' }));
  app.onError((err, c) => {
    logger.error({ err }, 'an HTTP request failed');
    return c.body(null, 500);
  });
  return app;
}

/** Adds a read-only path (GET, HEAD). Answers 405 to other methods. */
export function onlyGet(
  app: HttpApp,
  path: string,
  answer: (c: Context) => Promise<Response> | Response,
): void {
  app.get(path, answer);
  app.all(path, (c) => c.body(null, 405, { allow: 'GET, HEAD' }));
}
