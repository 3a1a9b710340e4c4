import type { Context } from 'hono';
import type { HttpApp } from './http-app.ts';

/** A path that can be read (GET, HEAD), and nothing else: another method is answered 405. */
export function onlyGet(
  app: HttpApp,
  path: string,
  answer: (c: Context) => Promise<Response> | Response,
): void {
  app.get(path, answer);
  app.all(path, (c) => c.body(null, 405, { allow: 'GET, HEAD' }));
}
