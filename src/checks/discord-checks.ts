import { DiscordAPIError, PermissionsBitField, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import {
  type Definition,
  type Guild,
  guildsOf,
  isRegistered,
} from '../discord/intake/registration.ts';
import {
  lackingPermissions,
  TO_BE_INVITED_WITH,
  PICTURE_PERMISSIONS,
} from '../discord/interactions/permissions.ts';
import { type IntakeKind, intakeMismatch, startRefused } from '../discord/rest/start-failures.ts';
import { isOffered, type Skus } from '../premium/premium.ts';
import { say } from '../say/say.ts';
import { eventSettings, eventsOf } from './event-checks.ts';
import type { Finding } from './finding.ts';
import { skuChecks } from './premium-checks.ts';

const about = 'Discord';

export interface DiscordCheckOptions {
  /** The only server with the commands. `undefined`: they are registered globally. */
  readonly guildId: string | undefined;
  readonly operatorChannelId: string | undefined;
  readonly intake: IntakeKind;
  /** Whether users may install the bot for themselves. */
  readonly worksOutside: boolean;
  readonly premiumSkus: Skus;
  readonly definitions: readonly Definition[];
  readonly signal: AbortSignal;
}

/**
 * Checks the token, the install links, where interactions and events are posted, the servers, the commands, the
 * operator's channel and what is sold. Changes nothing.
 * Continues after a failed check, unless it is the token. Throws the signal's reason.
 */
export async function* discordChecks(
  rest: REST,
  options: DiscordCheckOptions,
): AsyncGenerator<Finding> {
  const { guildId, operatorChannelId, intake, worksOutside, premiumSkus, definitions, signal } =
    options;
  const application = await ask(signal, async () =>
    applicationAnswer.parse(await rest.get(Routes.currentApplication(), { signal })),
  );
  if ('verdict' in application) {
    yield application;
    return;
  }
  const { id: applicationId, name } = application.answer;
  yield { verdict: 'fine', about, says: `the token belongs to ${name} (${applicationId}).` };
  yield inviteOf(application.answer);
  if (worksOutside) yield userInstallOf(application.answer);
  yield* intakeOf(intake, application.answer.interactions_endpoint_url ?? undefined);
  const isPremium = isOffered(premiumSkus);
  const premiumByHttp = isPremium && intake === 'http';
  yield* eventsOf(application.answer, { worksOutside, premiumByHttp });
  const guilds = await ask(signal, () => allGuilds(rest, signal));
  if ('verdict' in guilds) yield guilds;
  else yield* serversOf(guilds.answer, applicationId, guildId);
  const registration = { applicationId, guildId, definitions };
  const registered = await ask(signal, () => isRegistered(rest, registration, signal));
  yield 'verdict' in registered ? registered : commandsOf(registered.answer);
  if (operatorChannelId !== undefined) {
    const channel = await ask(signal, () =>
      rest.get(Routes.channel(operatorChannelId), { signal }),
    );
    yield operatorChannelOf(channel);
  }
  if (isPremium) {
    const sold = { applicationId, skus: premiumSkus };
    const found = await ask(signal, () => skuChecks(rest, sold, signal));
    if ('verdict' in found) yield found;
    else yield* found.answer;
  }
}

async function allGuilds(rest: REST, signal: AbortSignal): Promise<readonly Guild[]> {
  const guilds: Guild[] = [];
  for await (const guild of guildsOf(rest, signal)) guilds.push(guild);
  return guilds;
}

/** Whether interactions arrive. Says nothing if Discord sends them to the gateway, as usual. */
function* intakeOf(intake: IntakeKind, url: string | undefined): Generator<Finding> {
  const mismatch = intakeMismatch(intake, { url });
  if (mismatch) yield { verdict: 'wrong', about, says: mismatch.message };
  else if (url !== undefined) {
    yield { verdict: 'fine', about, says: `interactions are posted to ${url}.` };
  }
}

function* serversOf(
  guilds: readonly Guild[],
  applicationId: string,
  guildId: string | undefined,
): Generator<Finding> {
  const next = `Invite it with ${inviteLink(applicationId)}`;
  if (guilds.length === 0) {
    yield { verdict: 'wrong', about, says: 'the bot is in no server.', next };
  } else if (guildId !== undefined && !guilds.some(({ id }) => id === guildId)) {
    const says = 'the bot is not in the server DISCORD_GUILD_ID, the only one with its commands.';
    yield { verdict: 'wrong', about, says, next: `${next} or correct the id.` };
  }
  const { permissionNames } = say();
  const known = guilds.filter(({ permissions }) => permissions !== undefined);
  const lacking = known.flatMap(({ name, permissions = 0n }) => {
    const all = lackingPermissions(permissions, TO_BE_INVITED_WITH);
    const serious = lackingPermissions(permissions, PICTURE_PERMISSIONS).length > 0;
    return all.length === 0 ? [] : [{ name, all, serious }];
  });
  for (const { name, all, serious } of lacking) {
    yield {
      verdict: serious ? 'wrong' : 'note',
      about,
      says: `in ${name} the bot lacks ${all.map((one) => permissionNames[one]).join(', ')}.`,
      next: "Give its role these permissions in the server's settings, or invite it again.",
    };
  }
  const well = known.length - lacking.length;
  if (well > 0) {
    const where = well === 1 ? 'one server' : `${well} servers`;
    yield { verdict: 'fine', about, says: `in ${where} the bot has the permissions it needs.` };
  }
}

function commandsOf(registered: boolean): Finding {
  return registered
    ? { verdict: 'fine', about, says: 'the commands are registered.' }
    : {
        verdict: 'note',
        about,
        says: 'the registered commands are not those of this version.',
        next: 'npm start registers them, and so does npm run register.',
      };
}

function operatorChannelOf(channel: { readonly answer: unknown } | Finding): Finding {
  if (!('verdict' in channel)) {
    return {
      verdict: 'fine',
      about,
      says: 'OPERATOR_CHANNEL_ID is a channel that the bot can see.',
    };
  }
  const says = `OPERATOR_CHANNEL_ID is not a channel that the bot can see: ${channel.says}`;
  const next = 'Correct the id, or let the bot into the channel.';
  return { verdict: 'wrong', about, says, next };
}

async function ask<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<{ readonly answer: T } | Finding> {
  try {
    return { answer: await call() };
  } catch (error) {
    signal.throwIfAborted();
    return failure(error);
  }
}

function failure(error: unknown): Finding {
  const verdict = 'wrong';
  const refused = startRefused(error);
  if (refused !== undefined) return { verdict, about, says: refused };
  if (error instanceof DiscordAPIError) {
    return { verdict, about, says: `it answered ${error.status}: ${error.message}.` };
  }
  if (error instanceof z.ZodError) {
    const next = 'Check DISCORD_API_URL.';
    return { verdict, about, says: 'its response was not as expected.', next };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const next = 'Check the network and DISCORD_API_URL.';
  return { verdict, about, says: `it cannot be reached (${reason}).`, next };
}

const COMMANDS = 'applications.commands';
const SCOPES = ['bot', COMMANDS];

const installParams = z.object({
  scopes: z.array(z.string()),
  permissions: z.string().regex(/^\d+$/).transform(BigInt),
});

/** The parts of Discord's Application object that describe the install link. */
const applicationAnswer = z.object({
  id: z.string(),
  name: z.string().catch('an application without a name'),
  install_params: installParams.optional().catch(undefined),
  interactions_endpoint_url: z.string().nullish(),
  // By Discord's Application Integration Types: "0" is a server's install, "1" a user's.
  integration_types_config: z
    .object({
      0: z.object({ oauth2_install_params: installParams.nullish() }).nullish(),
      1: z.object({ oauth2_install_params: installParams.nullish() }).nullish(),
    })
    .optional()
    .catch(undefined),
  ...eventSettings.shape,
});

/** Whether users can install the application for themselves. */
function userInstallOf({
  integration_types_config: types,
}: z.infer<typeof applicationAnswer>): Finding {
  const where = "On the Installation page of Discord's developer portal,";
  if (!types?.[1]) {
    const says = 'users cannot install the bot for themselves.';
    return { verdict: 'wrong', about, says, next: `${where} tick User Install.` };
  }
  if (!types[1].oauth2_install_params?.scopes.includes(COMMANDS)) {
    const says = `the install link for users lacks the scope ${COMMANDS}.`;
    return { verdict: 'note', about, says, next: `${where} add it to User Install.` };
  }
  return { verdict: 'fine', about, says: 'users can install the bot for themselves.' };
}

/** Compares the application's install link with what the bot needs. */
function inviteOf(application: z.infer<typeof applicationAnswer>): Finding {
  const params =
    application.integration_types_config?.[0]?.oauth2_install_params ?? application.install_params;
  const next = `Set it on the Installation page, or invite the bot with ${inviteLink(application.id)}`;
  if (!params) return { verdict: 'note', about, says: 'no install link is set up.', next };
  const { permissionNames } = say();
  const lacking = [
    ...SCOPES.filter((one) => !params.scopes.includes(one)).map((scope) => `the scope ${scope}`),
    ...lackingPermissions(params.permissions, TO_BE_INVITED_WITH).map(
      (name) => permissionNames[name],
    ),
  ];
  return lacking.length === 0
    ? { verdict: 'fine', about, says: 'the install link asks for everything the bot needs.' }
    : { verdict: 'note', about, says: `the install link lacks ${lacking.join(', ')}.`, next };
}

/** An invite link with everything the bot needs. */
function inviteLink(applicationId: string): string {
  const url = new URL('https://discord.com/oauth2/authorize');
  url.searchParams.set('client_id', applicationId);
  url.searchParams.set('scope', SCOPES.join(' '));
  url.searchParams.set('permissions', String(PermissionsBitField.resolve(TO_BE_INVITED_WITH)));
  return url.href;
}
