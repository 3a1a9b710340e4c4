import {
  type APIAuthorizingIntegrationOwnersMap,
  type ApplicationIntegrationType,
  Locale,
} from 'discord.js';
import type { Clock } from '../../../src/engines/clock.ts';
import type { Cdn } from './cdn.ts';
import type { CommandRegistry } from './command-registry.ts';
import type { EntitlementBook } from './entitlement-book.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionsEndpoint } from './interactions-endpoint.ts';
import type { InteractionBook } from './interaction-book.ts';
import type { InteractionPayload, Situation } from './interaction-payload.ts';
import { ownersOf } from './installs.ts';
import { Interaction, type SandboxInteraction } from './interaction.ts';
import type { MessageStore } from './message-store.ts';
import type { Snowflakes } from './snowflake.ts';
import { ATTACHMENT_SIZE_LIMIT, type Channel, type Person, type World } from './world.ts';

/** What people act on. */
export interface Surroundings {
  readonly clock: Clock;
  readonly closing: AbortSignal;
  /** How long Discord waits for the first answer. */
  readonly answerWithinMs: number;
  readonly snowflakes: Snowflakes;
  readonly world: World;
  readonly cdn: Cdn;
  readonly commands: CommandRegistry;
  readonly messages: MessageStore;
  readonly interactions: InteractionBook;
  readonly gateway: Gateway;
  readonly endpoint: InteractionsEndpoint;
  readonly entitlements: EntitlementBook;
  readonly applicationId: string;
}

/** By which installs of the application something is used, and what it may do there. */
interface Authorised {
  /** Those that the command supports. Default: the server's. */
  readonly types?: readonly ApplicationIntegrationType[] | undefined;
  /** Those of the command that the message answered, if it did. */
  readonly owners?: APIAuthorizingIntegrationOwnersMap | undefined;
  readonly appPermissions?: bigint | undefined;
}

/** A new interaction's id, with who causes it, and where. */
export function situationOf(
  { snowflakes, applicationId, world, entitlements: book }: Surroundings,
  by: Person,
  channel: Channel,
  { types, owners = ownersOf(channel, by, { world, types }), appPermissions }: Authorised = {},
): Situation {
  const guildId = world.guildIdOf(channel);
  // What boosts allow counts in their server alone.
  const isHome = guildId === world.guild.id;
  const attachmentSizeLimit = isHome ? world.attachmentSizeLimit : ATTACHMENT_SIZE_LIMIT;
  const entitlements = book.activeFor(by.id, guildId);
  const where = { guildId, channel, owners, appPermissions, attachmentSizeLimit };
  const languages = {
    locale: world.locales.get(by.id) ?? Locale.EnglishUS,
    guildLocale: world.guildLocale,
  };
  return { id: snowflakes.next(), applicationId, by, entitlements, ...where, ...languages };
}

/** Sends an interaction to the bot. `cause`: the one whose answer it was made from. */
export function sendInteraction(
  parts: Surroundings,
  by: Person,
  payload: InteractionPayload,
  cause?: Interaction,
): SandboxInteraction {
  const { clock, closing, answerWithinMs, interactions } = parts;
  const interaction = new Interaction({
    payload,
    by,
    clock,
    closing,
    answerWithinMs,
    cause: cause?.metadata,
  });
  interactions.add(interaction);
  deliver(parts, payload);
  return interaction;
}

/** Posts an interaction to the bot's endpoint, or else sends it over the gateway. */
export function deliver(
  { gateway, endpoint }: Pick<Surroundings, 'gateway' | 'endpoint'>,
  payload: InteractionPayload,
): void {
  if (endpoint.url === undefined) gateway.dispatch('INTERACTION_CREATE', payload);
  else void endpoint.post(payload);
}
