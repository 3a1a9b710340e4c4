/** A connection's number, and how many there are to be. */
export type Shard = readonly [id: number, count: number];

/**
 * Which of `count` shards hears of an event: that of its server, or the first one for what
 * happens in no server.
 */
export function shardOf(data: unknown, count: number): number {
  const guildId =
    typeof data === 'object' && data !== null && 'guild_id' in data ? data.guild_id : undefined;
  if (typeof guildId !== 'string' || !/^\d+$/.test(guildId)) return 0;
  return Number((BigInt(guildId) >> 22n) % BigInt(count));
}
