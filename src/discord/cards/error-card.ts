import { BotError, explain } from '../../errors/errors.ts';
import type { Logger } from '../../logger/logger.ts';
import { type Catalogue, say } from '../../say/say.ts';
import { moments } from '../../store/moments.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import type { Interaction } from '../interactions/interaction.ts';
import { discordFailure, isDiscordsDoing } from '../rest/discord-failure.ts';
import type { Card } from './card.ts';

/** What a member reads about an error; the log has the rest for the operator. */
export function errorCard(interaction: Interaction, error: unknown, logger: Logger): Card {
  const shownError =
    error instanceof BotError ? error : new BotError(codeOf(error), { cause: error });
  moments.refused.publish({ code: shownError.code });
  const words = say(interaction.locale);
  const { what, next } = explain(shownError, words);
  const sentences = `${what} ${next}`;
  const line = { interaction: interaction.id, ...subjectOf(interaction), code: shownError.code };
  if (shownError.cause === undefined || shownError.sort === 'person') {
    logger.info({ ...line, ...(shownError.cause !== undefined && { err: shownError }) }, 'refused');
    const buttons = buttonsFor(shownError, interaction, words);
    return { text: [sentences], ...(buttons && { buttons }) };
  }
  const failed = { ...line, err: shownError };
  if (shownError.sort === 'passing') logger.warn(failed, 'an interaction failed temporarily');
  else logger.error(failed, 'an interaction failed');
  return { text: [words.reference(sentences, interaction.id)] };
}

/** Temporary failures of Discord, such as an outage, get their own code. */
function codeOf(error: unknown): 'discord_busy' | 'unexpected' {
  const isBusy = isDiscordsDoing(error) && discordFailure(error) === 'passing';
  return isBusy ? 'discord_busy' : 'unexpected';
}

/** A paused member may ask the operator, but in direct messages such a button does not work. */
function buttonsFor(
  { code }: BotError,
  { user, guildId }: Interaction,
  { pause }: Catalogue,
): Card['buttons'] {
  if (code !== 'paused' || guildId === undefined) return undefined;
  return [[{ id: { action: 'appeal', person: user.id }, label: pause.appeal, kind: 'secondary' }]];
}

/** The job or report of a click or modal, for the log, which names no members. */
function subjectOf(interaction: Interaction): { job: string } | { report: string } | undefined {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  if (!id) return undefined;
  if ('job' in id) return { job: id.job };
  return 'report' in id ? { report: id.report } : undefined;
}
