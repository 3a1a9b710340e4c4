import {
  AllowedMentionsTypes,
  MessageFlags,
  type APIAllowedMentions,
  type APIUser,
} from 'discord.js';
import type { MessagePayload, Ping } from './message.ts';

/**
 * Who a text pings: everybody, and which people, by what `allowed_mentions` lets through. The author
 * of the message that it replies to is among them unless `allowed_mentions` are there and leave
 * `replied_user` out (Discord's message resource, Allowed Mentions Object).
 */
export function mentionsIn(
  content: string,
  allowed: APIAllowedMentions | null | undefined,
  user: (id: string) => APIUser | undefined,
  repliedTo?: APIUser,
): { mention_everyone: boolean; mentions: APIUser[] } {
  const parses = (type: AllowedMentionsTypes) => !allowed || (allowed.parse ?? []).includes(type);
  const ids = new Set([...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? ''));
  const named = [...ids].flatMap((id) => {
    const found =
      parses(AllowedMentionsTypes.User) || allowed?.users?.includes(id) ? user(id) : undefined;
    return found ? [found] : [];
  });
  const replied = repliedTo && (!allowed || allowed.replied_user === true) ? [repliedTo] : [];
  return {
    mention_everyone: /@(everyone|here)\b/.test(content) && parses(AllowedMentionsTypes.Everyone),
    mentions: [...named, ...replied.filter(({ id }) => !ids.has(id))],
  };
}

/**
 * Whom a message notifies when it comes, which no edit does: of those who see it, the ones that it
 * mentions, and in direct messages the person there in any case. Nobody notifies themselves.
 */
export function pingsOf(
  { author, flags, mentions, mention_everyone: everyone }: MessagePayload,
  readers: readonly string[],
  isDirect: boolean,
): Ping[] {
  if ((flags & MessageFlags.Ephemeral) !== 0) return [];
  const silent = (flags & MessageFlags.SuppressNotifications) !== 0;
  const mentioned = new Set(mentions.map(({ id }) => id));
  return readers
    .filter((id) => id !== author.id && (isDirect || everyone || mentioned.has(id)))
    .map((userId) => ({ userId, silent }));
}
