import { GatewayCloseCodes, type SimpleShardingStrategy } from 'discord.js';
import type { Logger } from '../../logger/logger.ts';

interface OfShard {
  readonly shardId: number;
}

/**
 * Logs what becomes of each shard. An outage is logged once a shard, however often that tries to come
 * back meanwhile. No closing is logged after `ending`.
 */
export function logShards(
  manager: ConstructorParameters<typeof SimpleShardingStrategy>[0],
  logger: Logger,
  ending: AbortSignal,
): void {
  const away = new Set<number>();
  manager.on('ready', ({ shardId: shard }: OfShard) => {
    away.delete(shard);
    logger.info({ shard, shards: manager.options.shardCount }, 'shard ready');
  });
  manager.on('resumed', ({ shardId: shard }: OfShard) => {
    away.delete(shard);
    logger.info({ shard }, 'shard resumed');
  });
  manager.on('closed', ({ shardId: shard, code }: OfShard & { readonly code: number }) => {
    if (ending.aborted) return;
    const level = away.has(shard) ? 'debug' : 'info';
    away.add(shard);
    logger[level]({ shard, code, meaning: GatewayCloseCodes[code] }, 'shard closed');
  });
}
