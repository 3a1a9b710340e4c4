import type { HttpApp } from '../http/http-app.ts';
import type { OpenDiscord } from './open-discord.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { OpenRecord } from './open-record.ts';
import type { Opening } from './opening.ts';
import { Turns } from '../turns.ts';

type HttpOpening = Pick<Opening, 'config' | 'clock' | 'logger' | 'shutdown'>;

/** What tells whoever looks that the bot has come further. */
export interface OpenMetrics {
  /** Discord has been reached. */
  reached(discord: Pick<OpenDiscord, 'isConnected'>): void;
}

/**
 * Opens METRICS_PORT, where it is set; where it is not, nothing is loaded and nobody counts. It is closed just before the
 * database, so that whoever asks can see the bot stop.
 *
 * @throws PortRefused.
 */
export async function openMetrics(
  opening: HttpOpening,
  {
    log,
    recipes,
    webhooks,
    isInPlace,
  }: Pick<OpenRecord, 'log' | 'recipes' | 'webhooks' | 'isInPlace'>,
  { destinations: { endpoints }, storage }: Pick<OpenJobs, 'destinations' | 'storage'>,
): Promise<OpenMetrics> {
  const { config, shutdown, clock, logger } = opening;
  if (config.metrics.port === undefined) return { reached: () => undefined };
  const { startWatch } = await import('../http/watch.ts');
  const watch = startWatch({
    log,
    clock,
    logger,
    recipes: new Set(recipes.keys()),
    lanes: endpoints.map(({ lane }) => lane),
    urls: {
      runpod: config.runpod.apiUrl,
      runpodRest: config.runpod.restUrl,
      discord: config.discord.apiUrl,
    },
    asksForWebhooks: webhooks !== undefined,
    isInPlace,
    lookAtPictures: () => storage.look(),
    isKeyRefused: () => endpoints.some(({ access }) => access.refused),
    stopping: shutdown.stopping,
  });
  shutdown.addPart(() => {
    watch.stop();
    return Promise.resolve();
  });
  const server = await listenOn('METRICS', opening, (app) => {
    watch.routes(app);
  });
  shutdown.addPart(() => server.close());
  return {
    reached: (discord) => {
      watch.reached(() => discord.isConnected());
    },
  };
}

/**
 * Opens HTTP_PORT, where it is set. It is closed first: what is sent to it afterwards is sent again, or asked for.
 *
 * @throws PortRefused.
 */
export async function openHttp(
  opening: HttpOpening,
  { webhooks: addresses }: Pick<OpenRecord, 'webhooks'>,
  { runner }: Pick<OpenJobs, 'runner'>,
): Promise<void> {
  const { port } = opening.config.http;
  if (port === undefined) return;
  const { webhookRoutes } = await import('../http/webhook-routes.ts');
  const server = await listenOn('HTTP', opening, (app) => {
    if (addresses) webhookRoutes(app, { addresses, hint: (about) => runner.hint(about) });
  });
  opening.shutdown.addIntake(() => server.close());
}

/** Nothing of a server is loaded before one is asked for. `route` gives the app its paths. */
async function listenOn(
  of: 'HTTP' | 'METRICS',
  { config, logger, shutdown }: HttpOpening,
  route: (app: HttpApp) => void,
) {
  const { host, port = 0 } = of === 'HTTP' ? config.http : config.metrics;
  const { newHttpApp } = await import('../http/http-app.ts');
  const { openHttpServer } = await import('../http/http-server.ts');
  const app = newHttpApp(logger);
  route(app);
  const { halt } = shutdown;
  const turns = new Turns();
  const server = await openHttpServer({ of, host, port, app, logger, turns, halt });
  logger.info({ of, host, port: server.port }, 'listening');
  return server;
}
