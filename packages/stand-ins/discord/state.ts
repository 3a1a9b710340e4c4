import type { APIUser } from 'discord.js';
import type { Clock } from '../../../src/engines/clock.ts';
import type { CommandRegistry } from './command-registry.ts';
import type { EntitlementBook } from './entitlement-book.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionsEndpoint } from './interactions-endpoint.ts';
import type { InteractionBook } from './interaction-book.ts';
import type { MessageStore } from './message-store.ts';
import type { World } from './world.ts';

/** All that the routes act on. */
export interface DiscordState {
  readonly clock: Clock;
  readonly token: string;
  readonly applicationId: string;
  readonly bot: APIUser;
  readonly gatewayUrl: () => string;
  readonly gateway: Gateway;
  readonly endpoint: InteractionsEndpoint;
  readonly world: World;
  readonly messages: MessageStore;
  readonly commands: CommandRegistry;
  readonly interactions: InteractionBook;
  readonly entitlements: EntitlementBook;
  /** Whether requests are counted, and those that are too many refused. */
  readonly limited: boolean;
}
