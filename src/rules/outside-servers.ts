import type { Rule } from './rule.ts';

/**
 * The server of requests from outside the bot's servers: by a user install, or in direct messages with
 * the bot. It has no managers. Its one rule is the operator's limit for each person.
 */
export const OUTSIDE_SERVERS = '@me';

/** The rules outside servers. `picturesADay`: 0 forbids all. */
export function rulesOutside(picturesADay: number): readonly Rule[] {
  const everyone = { kind: 'role', id: OUTSIDE_SERVERS } as const;
  return [{ subject: everyone, limit: 'picturesADay', value: picturesADay }];
}
