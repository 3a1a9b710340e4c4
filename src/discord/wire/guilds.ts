import { Routes, type REST } from 'discord.js';
import { z } from 'zod';

/** A server that the bot is in. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  /** What the bot may do there where no channel says otherwise; Discord need not tell. */
  readonly permissions: bigint | undefined;
}

const guildsAnswer = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    permissions: z.string().regex(/^\d+$/).transform(BigInt).optional().catch(undefined),
  }),
);
const GUILDS_A_PAGE = 200;

/** Every server that the bot is in, page by page. */
export async function* guildsOf(rest: REST, signal?: AbortSignal): AsyncGenerator<Guild> {
  let after = '0';
  for (;;) {
    const query = new URLSearchParams({ limit: String(GUILDS_A_PAGE), after });
    const page = guildsAnswer.parse(
      await rest.get(Routes.userGuilds(), { query, ...(signal && { signal }) }),
    );
    for (const { permissions, ...guild } of page) yield { ...guild, permissions };
    const last = page.at(-1);
    if (last === undefined || page.length < GUILDS_A_PAGE) return;
    after = last.id;
  }
}
