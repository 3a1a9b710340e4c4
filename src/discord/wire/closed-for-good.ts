import { GatewayCloseCodes } from 'discord.js';

/** Why, and what to do, for every code after which discord.js connects no more. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [
    GatewayCloseCodes.AuthenticationFailed,
    'it does not take DISCORD_TOKEN, as after a reset. Use the new one from the Bot page of your application.',
  ],
  [
    GatewayCloseCodes.InvalidShard,
    'it knows no such shard. Start the bot again: it then asks anew how many there are to be.',
  ],
  [
    GatewayCloseCodes.ShardingRequired,
    'the bot is in more servers than its shards may serve. Start it again: it then asks anew how many there are to be.',
  ],
  [
    GatewayCloseCodes.InvalidAPIVersion,
    'it no longer serves this version of its gateway. Install a newer version of the bot.',
  ],
  [
    GatewayCloseCodes.InvalidIntents,
    'it does not know the intents that were asked for. Install a newer version of the bot.',
  ],
  [
    GatewayCloseCodes.DisallowedIntents,
    'it does not allow the intents that were asked for, though this bot needs none. Install its newest version unchanged.',
  ],
]);

/** Discord has closed a connection and takes no other like it. Its message is for the operator. */
export class ClosedForGood extends Error {
  override readonly name = 'ClosedForGood';

  constructor(code: number) {
    const reason = REASONS.get(code) ?? 'it gave no reason that is known here.';
    super(`Discord closed the connection for good (${code}): ${reason}`);
  }
}
