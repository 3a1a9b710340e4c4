import { RequestMethod, Routes } from 'discord.js';
import { z } from 'zod';
import type { RestCalls } from './rest-calls.ts';

/** What Discord says of a channel that an interaction does not bring with it. */
export interface LookedUpChannel {
  readonly type: number;
  readonly nsfw: boolean | undefined;
}

const channelAnswer = z.object({ type: z.number(), nsfw: z.boolean().optional().catch(undefined) });

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
    const { type, nsfw } = channelAnswer.parse(await calls.asBot(call, LONGEST_WAIT_MS));
    return { type, nsfw };
  } catch {
    return undefined;
  }
}
