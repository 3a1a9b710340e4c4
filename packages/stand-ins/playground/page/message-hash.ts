/** A message's place on the page. */
export interface MessagePlace {
  readonly channelId: string;
  readonly messageId: string;
}

/** The end of the address that leads there. */
export function messageHash({ channelId, messageId }: MessagePlace): string {
  return `#${channelId}/${messageId}`;
}

/** Where the end of an address leads. */
export function placeOf(hash: string): MessagePlace | undefined {
  const [, channelId, messageId] = /^#(\d+)\/(\d+)$/.exec(hash) ?? [];
  return channelId !== undefined && messageId !== undefined ? { channelId, messageId } : undefined;
}

/** The id of a message's element. */
export function messageElementId(messageId: string): string {
  return `message-${messageId}`;
}
