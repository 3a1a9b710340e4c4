import type { PlaygroundState } from '../../wire.ts';

/** What people and channels are called, by id. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** The names of everybody and everything in the playground. */
export function namesIn({
  people,
  channels,
  botId,
  botName,
}: Pick<PlaygroundState, 'people' | 'channels' | 'botId' | 'botName'>): Names {
  return {
    user: (id) => (id === botId ? botName : people.find((person) => person.id === id)?.name),
    channel: (id) => channels.find((channel) => channel.id === id)?.name,
  };
}

/** What a mention of somebody reads. */
export function userMention(id: string, names: Names): string {
  return `@${names.user(id) ?? 'unknown-user'}`;
}

/** What a mention of a channel reads. */
export function channelMention(id: string, names: Names): string {
  return `#${names.channel(id) ?? 'unknown'}`;
}
