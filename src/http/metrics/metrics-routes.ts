import type { HttpApp } from '../http-app.ts';
import { onlyGet } from '../only-get.ts';
import type { Figures } from './figures.ts';

/** `/metrics`: every figure, as Prometheus reads them. */
export function metricsRoutes(
  app: HttpApp,
  { registry }: Pick<Figures, 'registry'>,
  scrape: () => Promise<string>,
): void {
  onlyGet(app, '/metrics', async (c) =>
    c.body(await scrape(), 200, { 'content-type': registry.contentType }),
  );
}
