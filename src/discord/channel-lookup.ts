import { RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import type { RestCalls } from './rest-calls.ts';

/** What Discord says of a channel that an interaction does not bring with it. */
export interface LookedUpChannel {
  readonly nsfw: boolean | undefined;
}

const channelAnswer = z.object({ nsfw: z.boolean().optional() });

const LONGEST_WAIT_MS = 1_000;

/**
 * Asks Discord about a channel, for a second at most, since an interaction waits for it.
 * `undefined` where no answer comes in that time.
 */
export async function lookUpChannel(
  calls: RestCalls,
  channelId: string,
): Promise<LookedUpChannel | undefined> {
  const call = { method: RequestMethod.Get, fullRoute: Routes.channel(channelId) };
  try {
    const { nsfw } = channelAnswer.parse(await calls.asBot(call, LONGEST_WAIT_MS));
    return { nsfw };
  } catch {
    return undefined;
  }
}
