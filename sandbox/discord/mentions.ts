import { AllowedMentionsTypes, type APIAllowedMentions, type APIUser } from 'discord.js';

/** Who a text pings: everybody, and which people, by what `allowed_mentions` lets through. */
export function mentionsIn(
  content: string,
  allowed: APIAllowedMentions | null | undefined,
  user: (id: string) => APIUser | undefined,
): { mention_everyone: boolean; mentions: APIUser[] } {
  const parses = (type: AllowedMentionsTypes) => !allowed || (allowed.parse ?? []).includes(type);
  const ids = new Set([...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? ''));
  return {
    mention_everyone: /@(everyone|here)\b/.test(content) && parses(AllowedMentionsTypes.Everyone),
    mentions: [...ids].flatMap((id) => {
      const found =
        parses(AllowedMentionsTypes.User) || allowed?.users?.includes(id) ? user(id) : undefined;
      return found ? [found] : [];
    }),
  };
}
