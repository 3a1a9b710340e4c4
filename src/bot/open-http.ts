import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { Turns } from '../engines/turns.ts';
import type { HttpApp } from '../http/app.ts';
import type { Deauthorisation } from '../http/discord-events.ts';
import type { HttpServerOptions } from '../http/server.ts';
import { WebhookAddresses } from '../runpod/webhook-addresses.ts';
import { keyFileOf, keyFor, openKeyFile } from '../store/key-file.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenDiscord } from './open-discord.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { OpenPrivacy } from './open-privacy.ts';
import type { OpenStore } from './open-store.ts';

type HttpOpening = Pick<Opening, 'config' | 'clock' | 'logger' | 'shutdown' | 'turns'>;

/** Reports the start's progress to health checks. */
export interface OpenMetrics {
  /** Call once Discord was reached. */
  reached(discord: Pick<OpenDiscord, 'isConnected'>): void;
}

/**
 * Opens METRICS_PORT if it is set; otherwise loads and counts nothing. Closes just before the
 * database, so that a scrape can see the bot stop. @throws PortRefused.
 */
export async function openMetrics(
  opening: HttpOpening,
  {
    log,
    recipes,
    webhooks,
    isInPlace,
    checkDatabase,
    processes,
  }: Pick<OpenStore, 'log' | 'recipes' | 'webhooks' | 'isInPlace' | 'checkDatabase' | 'processes'>,
  { destinations: { endpoints }, storage }: Pick<OpenJobs, 'destinations' | 'storage'>,
): Promise<OpenMetrics> {
  const { config, shutdown, clock, logger } = opening;
  if (config.metrics.port === undefined) return { reached: () => undefined };
  const { startWatch } = await import('../metrics/watch.ts');
  const watch = startWatch({
    log,
    clock,
    logger,
    recipes: new Set(recipes.keys()),
    queues: endpoints.map(({ queue }) => queue),
    urls: {
      runpod: config.runpod.apiUrl,
      runpodRest: config.runpod.restUrl,
      discord: config.discord.apiUrl,
    },
    asksForWebhooks: webhooks !== undefined,
    isInPlace,
    checkDatabase,
    processes,
    checkPictureStore: () => storage.check(),
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

/** What arrives at HTTP_PORT goes to these. */
export interface HttpParts {
  readonly record: Pick<OpenStore, 'webhooks'>;
  readonly jobs: Pick<OpenJobs, 'runner'>;
  readonly privacy: Pick<OpenPrivacy, 'deauthorised'>;
  readonly discord: Pick<OpenDiscord, 'receiveByHttp' | 'readEvents' | 'deleteMessages'>;
}

/**
 * Opens HTTP_PORT if it is set. Closes first: RunPod resends webhooks, and polling finds the result
 * anyway. @throws PortRefused.
 */
export async function openHttp(
  opening: HttpOpening,
  { record: { webhooks: addresses }, jobs: { runner }, privacy, discord }: HttpParts,
): Promise<void> {
  const { config, shutdown } = opening;
  if (config.http.port === undefined) return;
  const { webhookRoutes } = await import('../http/webhooks.ts');
  const { INTERACTION_BOUNDS, interactionRoutes } = await import('../http/interactions.ts');
  const { discordEventRoutes } = await import('../http/discord-events.ts');
  const { HTTP_BOUNDS } = await import('../http/server.ts');
  const interactions = config.intake === 'http' ? discord.receiveByHttp() : undefined;
  const events = discord.readEvents();
  const route = (app: HttpApp) => {
    if (interactions) interactionRoutes(app, interactions);
    if (events) {
      const deauthorised = (event: Deauthorisation) => privacy.deauthorised(event, discord);
      discordEventRoutes(app, { ...events, deauthorised });
    }
    if (addresses) webhookRoutes(app, { addresses, hint: (about) => runner.hint(about) });
  };
  const server = await listenOn('HTTP', opening, route, {
    ...(interactions && {
      bounds: { ...HTTP_BOUNDS, ...INTERACTION_BOUNDS },
      // Its own would leave interactions unread while the bot works on others.
      turns: opening.turns,
      evictsStrangers: true,
    }),
  });
  shutdown.addIntake(async () => {
    await server.close();
    // What has arrived is taken: a load balancer may not send it to another process.
    await interactions?.stop();
  });
}

/** `turns`: by default its own. */
type ListenOptions = Partial<Pick<HttpServerOptions, 'bounds' | 'turns' | 'evictsStrangers'>>;

/** Loads the server's modules only when a port is opened. `route` adds the app's paths. */
async function listenOn(
  of: 'HTTP' | 'METRICS',
  { config, logger, shutdown }: HttpOpening,
  route: (app: HttpApp) => void,
  { turns = new Turns(), ...more }: ListenOptions = {},
) {
  const { host, port = 0 } = of === 'HTTP' ? config.http : config.metrics;
  const { newHttpApp } = await import('../http/app.ts');
  const { openHttpServer } = await import('../http/server.ts');
  const app = newHttpApp(logger);
  route(app);
  const { halt } = shutdown;
  const server = await openHttpServer({
    ...{ of, host, port, app, logger, turns, halt },
    ...more,
  });
  logger.info({ of, host, port: server.port }, 'listening');
  return server;
}

/**
 * The URLs that RunPod calls when a job is done; `undefined` if webhooks are off.
 *
 * @throws DatabaseError if the key file beside the database cannot be used.
 */
export function openWebhooks({
  publicUrl,
  databasePath,
}: Pick<Config, 'publicUrl' | 'databasePath'>): WebhookAddresses | undefined {
  if (publicUrl === undefined) return undefined;
  const key = keyFor('webhook', openKeyFile(keyFileOf(databasePath)));
  return new WebhookAddresses({ publicUrl, key });
}

/**
 * Read-only variant that never creates the key: also undefined if there is none yet.
 *
 * @throws DatabaseError if the key file cannot be used.
 */
export function webhooksSoFar(
  config: Pick<Config, 'publicUrl' | 'databasePath'>,
): WebhookAddresses | undefined {
  return existsSync(keyFileOf(config.databasePath)) ? openWebhooks(config) : undefined;
}
