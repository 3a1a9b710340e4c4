import type { APIApplicationCommand } from 'discord.js';
import type { Hono } from 'hono';
import type { LoopbackEnv } from '../../loopback.ts';
import { z } from 'zod';
import { refuse } from '../discord-error.ts';
import { memberOf, userOf } from '../person-object.ts';
import { isRecord } from '../form.ts';
import { readBody } from '../request-body.ts';
import { roleObject } from '../role-object.ts';
import type { DiscordState } from '../state.ts';

/** What a bot may change of its application; of Discord's fields, those that are used here. */
const settings = z.strictObject({ interactions_endpoint_url: z.string().nullable() });

/** The bot itself, the gateway's address, and its commands. */
export function applicationRoutes(api: Hono<LoopbackEnv>, state: DiscordState): void {
  const application = () => ({
    id: state.applicationId,
    name: state.bot.username,
    description: '',
    icon: null,
    bot: state.bot,
    ...state.world.ownership,
    bot_public: true,
    bot_require_code_grant: false,
    flags: 0,
    summary: '',
    verify_key: state.endpoint.publicKey,
    interactions_endpoint_url: state.endpoint.url ?? null,
    event_webhooks_url: state.world.events.url ?? null,
    event_webhooks_status: state.world.events.status,
    event_webhooks_types: state.world.events.types,
    integration_types_config: {
      0: {
        oauth2_install_params: {
          scopes: state.world.installLink.scopes,
          permissions: String(state.world.installLink.permissions),
        },
      },
      ...(state.world.isUserInstallable && {
        1: { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } },
      }),
    },
  });
  const guilds = () =>
    [state.world.guild, ...state.world.otherGuilds]
      .map((guild) => ({
        ...guild,
        icon: null,
        owner: false,
        permissions: String(state.world.botRole),
        features: [],
      }))
      .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));

  api.get('/gateway/bot', (c) => {
    const { shards, maxConcurrency } = state.gateway.sharding;
    const session_start_limit = state.gateway.starts.limit(maxConcurrency);
    return c.json({ url: state.gatewayUrl(), shards, session_start_limit });
  });
  api.get('/users/@me', (c) => c.json(state.bot));
  api.get('/users/@me/guilds', (c) => {
    const after = BigInt(c.req.query('after') ?? 0);
    const limit = Number(c.req.query('limit') ?? 200);
    return c.json(
      guilds()
        .filter((guild) => BigInt(guild.id) > after)
        .slice(0, limit),
    );
  });
  api.get('/guilds/:guild', (c) => {
    const guild = guilds().find(({ id }) => id === c.req.param('guild'));
    if (!guild) throw refuse.unknownGuild();
    return c.json(guild);
  });
  api.get('/guilds/:guild/roles', (c) => {
    if (c.req.param('guild') !== state.world.guild.id) throw refuse.unknownGuild();
    return c.json(state.world.roles.map(roleObject));
  });
  api.get('/guilds/:guild/members/:user', (c) => {
    if (c.req.param('guild') !== state.world.guild.id) throw refuse.unknownGuild();
    const person = state.world.person(c.req.param('user'));
    if (!person) throw refuse.unknownMember();
    return c.json(memberOf(person));
  });
  api.get('/users/:user', (c) => {
    const person = state.world.person(c.req.param('user'));
    if (!person) throw refuse.unknownUser();
    return c.json(userOf(person));
  });
  api.get('/applications/@me', (c) => c.json(application()));
  api.patch('/applications/@me', async (c) => {
    const { interactions_endpoint_url: url } = settings.parse((await readBody(c)).json);
    await state.endpoint.change(url);
    return c.json(application());
  });
  api.get('/oauth2/applications/@me', (c) => c.json(application()));

  const checkIds = (applicationId: string, guildId?: string) => {
    if (applicationId !== state.applicationId) throw refuse.unknownApplication();
    if (guildId === undefined || guilds().some(({ id }) => id === guildId)) return;
    throw refuse.unknownGuild();
  };
  api.get('/applications/:application/commands', (c) => {
    checkIds(c.req.param('application'));
    return c.json(asRead(state.commands.get('global'), c.req.query('with_localizations')));
  });
  api.put('/applications/:application/commands', async (c) => {
    checkIds(c.req.param('application'));
    return c.json(state.commands.replace('global', (await readBody(c)).json));
  });
  api.get('/applications/:application/guilds/:guild/commands', (c) => {
    checkIds(c.req.param('application'), c.req.param('guild'));
    const commands = state.commands.get(c.req.param('guild'));
    return c.json(asRead(commands, c.req.query('with_localizations')));
  });
  // Discord leaves out commands that no one has set anything for.
  api.get('/applications/:application/guilds/:guild/commands/permissions', (c) => {
    const { application: application_id, guild: guild_id } = c.req.param();
    checkIds(application_id, guild_id);
    const settings = Object.entries(state.world.commandPermissions);
    const permissions = settings.map(([name, permissions]) => ({
      id: name === '' ? application_id : state.commands.find(name, guild_id)?.id,
      application_id,
      guild_id,
      permissions,
    }));
    return c.json(guild_id === state.world.guild.id ? permissions : []);
  });
  api.put('/applications/:application/guilds/:guild/commands', async (c) => {
    checkIds(c.req.param('application'), c.req.param('guild'));
    return c.json(state.commands.replace(c.req.param('guild'), (await readBody(c)).json));
  });
}

/** Commands as they are read: without their words in other languages, unless these are asked for. */
function asRead(commands: readonly APIApplicationCommand[], withLocalizations = 'false'): unknown {
  return withLocalizations === 'true' ? commands : withoutLocalizations(commands);
}

function withoutLocalizations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalizations);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'));
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutLocalizations(part)]));
}
