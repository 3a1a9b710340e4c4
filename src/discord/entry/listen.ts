import { Events, type Client } from 'discord.js';
import type { Logger } from '../../logger/logger.ts';
import { ClosedForGood } from '../wire/closed-for-good.ts';

/** A packet of the gateway, as far as it is read here. */
interface Packet {
  t?: unknown;
  d?: unknown;
}

/**
 * Hands the payload of every interaction to `handle`, which never rejects. The function returned
 * ends that, and waits for those under way. `onLost` is told when discord.js no longer tries to
 * connect.
 *
 * discord.js never sees any of them: it would make objects that nobody needs, and where a payload
 * is malformed it throws from within the connection's own listener
 * (`client/actions/InteractionCreate.js` of 14.28), which ends the process.
 */
export function listen(
  client: Client,
  handle: (payload: unknown) => Promise<void>,
  logger: Logger,
  onLost?: (reason: string) => void,
): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  const onRaw = (packet: Packet) => {
    if (packet.t === 'READY') packet.d = withoutServers(packet.d);
    if (packet.t !== 'INTERACTION_CREATE') return;
    // discord.js gets the very same packet next, and does nothing with one of no type.
    packet.t = null;
    if (isOver) return;
    const handled = handle(packet.d).finally(() => underWay.delete(handled));
    underWay.add(handled);
  };
  client.on(Events.Raw, onRaw);
  client.on(Events.Error, (err) => {
    logger.error({ err }, 'discord.js reported an error');
  });
  client.on(Events.ShardError, (err, shard) => {
    logger.warn({ err, shard }, 'the connection to Discord failed');
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    onLost?.(new ClosedForGood(code).message);
  });
  return async () => {
    isOver = true;
    await Promise.all(underWay);
  };
}

/** discord.js would keep some kB a server for as long as it runs, and nothing here needs them. */
function withoutServers(ready: unknown): unknown {
  return typeof ready === 'object' ? { ...ready, guilds: [] } : ready;
}
