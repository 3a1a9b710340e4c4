import { Routes, type REST } from 'discord.js';
import { z } from 'zod';

/** What Discord says of a channel that an interaction does not bring with it. */
export interface LookedUpChannel {
  readonly nsfw: boolean | undefined;
}

const channelAnswer = z.object({ nsfw: z.boolean().optional() });

const LONGEST_WAIT_MS = 1_000;

/**
 * Asks Discord about a channel: one request of a second at most, since an interaction waits for
 * it. `undefined` where no answer comes in that time.
 */
export async function lookUpChannel(
  rest: REST,
  channelId: string,
): Promise<LookedUpChannel | undefined> {
  try {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    const { nsfw } = channelAnswer.parse(await rest.get(Routes.channel(channelId), { signal }));
    return { nsfw };
  } catch {
    return undefined;
  }
}
