import type { ChannelView } from '../wire.ts';

/** What stands before a channel's name where it is spoken of. */
export function channelSign({
  recipientId,
  isGroup = false,
}: Pick<ChannelView, 'recipientId' | 'isGroup'>): '#' | '@' {
  return recipientId === undefined && !isGroup ? '#' : '@';
}
