import type { IncomingMessage } from 'node:http';
import type { Loopback } from '../loopback.ts';

/**
 * Keeps out other pages that a browser has open: by `Host`, against names that were made to point
 * here, and by `Origin`. Refuses their requests, and returns the same check for what is not a route.
 */
export function onlyFromPage(page: Loopback): (request: IncomingMessage) => boolean {
  const isFromPage = ({ headers: { host, origin } }: IncomingMessage) =>
    page.url === `http://${host}` && (origin === undefined || origin === page.url);
  page.app.use(async (c, next) => {
    if (!isFromPage(c.env.incoming)) return c.text(`This page is at ${page.url} only.`, 403);
    await next();
    return undefined;
  });
  return isFromPage;
}
