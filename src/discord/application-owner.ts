import { Routes, type REST } from 'discord.js';
import { z } from 'zod';

/** Discord promises neither: see its application object. */
const answer = z.object({
  team: z.object({ name: z.string() }).nullish().catch(undefined),
  owner: z
    .object({ username: z.string(), global_name: z.string().nullish() })
    .nullish()
    .catch(undefined),
});

/**
 * The name of the team or person that the bot's application belongs to; `undefined` where Discord does not
 * say.
 *
 * @throws what discord.js throws.
 */
export async function applicationOwner(rest: REST): Promise<string | undefined> {
  const { data } = answer.safeParse(await rest.get(Routes.currentApplication()));
  // A team's application has a user of no meaning as its owner.
  return data?.team?.name ?? data?.owner?.global_name ?? data?.owner?.username;
}
