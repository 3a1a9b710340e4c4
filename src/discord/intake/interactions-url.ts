import { DiscordAPIError, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { type InteractionsSettings, interactionsSettings } from '../rest/rest.ts';

/** The end of the path to which Discord posts events. A proxy may put another before it. */
export const EVENTS_PATH = '/events';

/** Discord's check of an address failed: no PONG came back, or a wrong signature was accepted. */
export class UnverifiedUrl extends Error {
  override readonly name = 'UnverifiedUrl';

  constructor(url: string, cause: unknown) {
    super(
      `Discord could not verify ${url}. It must lead to HTTP_PORT on this machine, by https with a valid certificate, and let POST through with its headers and body unchanged. Stop a bot with INTAKE=gateway, or any other program, that uses the port.`,
      { cause },
    );
  }
}

/** As Discord answers (github.com/discord/discord-example-app/issues/16). */
const unverified = z.object({ errors: z.object({ interactions_endpoint_url: z.unknown() }) });

/** How Discord delivers the application's interactions. @throws what discord.js throws. */
export async function currentInteractions(rest: REST): Promise<InteractionsSettings> {
  return interactionsSettings(await rest.get(Routes.currentApplication()));
}

/**
 * Changes where Discord posts interactions; `undefined`: to the gateway. It first posts a PING there.
 *
 * @throws UnverifiedUrl, and what discord.js throws.
 */
export async function changeInteractionsUrl(rest: REST, url: string | undefined): Promise<void> {
  try {
    const body = { interactions_endpoint_url: url ?? null };
    await rest.patch(Routes.currentApplication(), { body });
  } catch (error) {
    const isUnverified =
      error instanceof DiscordAPIError && unverified.safeParse(error.rawError).success;
    if (isUnverified && url !== undefined) throw new UnverifiedUrl(url, error);
    throw error;
  }
}
