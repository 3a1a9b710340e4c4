import { Hono, type MiddlewareHandler } from 'hono';
import type { LoopbackEnv } from '../../loopback.ts';
import { DiscordError, refuse } from '../discord-error.ts';
import type { DiscordState } from '../state.ts';
import { applicationRoutes } from './application-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { entitlementRoutes } from './entitlement-routes.ts';
import { interactionRoutes } from './interaction-routes.ts';
import { rateLimits } from './rate-limits.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Discord's REST API v10 under `/api/v10`. Routes of interaction tokens need no Authorization. */
export function discordRoutes(app: Hono<LoopbackEnv>, state: DiscordState): void {
  app.onError((error, c) => {
    if (error instanceof DiscordError) return c.json(error.toJSON(), error.status);
    throw error;
  });
  app.notFound((c) => c.json(refuse.noSuchRoute().toJSON(), 404));
  const api = new Hono<LoopbackEnv>();
  if (state.limited) api.use(rateLimits(state.clock));
  const asBot: MiddlewareHandler<LoopbackEnv> = async (c, next) => {
    const isKnown = c.req.header('authorization') === `Bot ${state.token}`;
    if (!isKnown || state.gateway.starts.isTokenReset) throw refuse.unauthorized();
    await next();
  };
  for (const path of ['applications', 'channels', 'gateway', 'guilds', 'oauth2', 'users']) {
    api.use(`/${path}/*`, asBot);
  }
  applicationRoutes(api, state);
  entitlementRoutes(api, state);
  channelRoutes(api, state);
  interactionRoutes(api, state);
  webhookRoutes(api, state);
  app.route('/api/v10', api);
}
