import type { Logger } from '../../logger/logger.ts';
import { discordFailure, isDiscordsDoing } from '../wire/discord-failure.ts';

/** Logs why an interaction got no answer, unless it was answered before. */
export function logUnanswered(interaction: string, err: unknown, logger: Logger): void {
  if (discordFailure(err) === 'acknowledged') return;
  const line = { interaction, err };
  if (isDiscordsDoing(err)) logger.warn(line, 'the answer to an interaction was lost');
  else logger.error(line, 'answering an interaction failed');
}
