import type { HttpApp } from '../http/http-app.ts';
import type { Opening } from './opening.ts';

type HttpOpening = Pick<Opening, 'config' | 'logger' | 'shutdown'>;

/**
 * Opens METRICS_PORT, where it is set. It is closed just before the database, so that whoever asks can see the bot stop.
 *
 * @throws PortRefused.
 */
export async function openMetrics(opening: HttpOpening): Promise<void> {
  const { port } = opening.config.metrics;
  if (port === undefined) return;
  const server = await listenOn('METRICS', opening);
  opening.shutdown.addPart(() => server.close());
}

/**
 * Opens HTTP_PORT, where it is set. It is closed first: what is sent to it afterwards is sent again, or asked for.
 *
 * @throws PortRefused.
 */
export async function openHttp(opening: HttpOpening): Promise<void> {
  const { port } = opening.config.http;
  if (port === undefined) return;
  const server = await listenOn('HTTP', opening);
  opening.shutdown.addIntake(() => server.close());
}

/** Nothing of a server is loaded before one is asked for. `route` gives the app its paths. */
async function listenOn(
  of: 'HTTP' | 'METRICS',
  { config, logger, shutdown }: HttpOpening,
  route?: (app: HttpApp) => void,
) {
  const { host, port = 0 } = of === 'HTTP' ? config.http : config.metrics;
  const { newHttpApp } = await import('../http/http-app.ts');
  const { openHttpServer } = await import('../http/http-server.ts');
  const app = newHttpApp(logger);
  route?.(app);
  const { halt } = shutdown;
  const server = await openHttpServer({ of, host, port, app, logger, halt });
  logger.info({ of, host, port: server.port }, 'listening');
  return server;
}
