import { BotError } from '../../errors/errors.ts';
import { explain } from '../../errors/explain.ts';
import type { Logger } from '../../logger/logger.ts';
import { moments } from '../../record/store/moments.ts';
import { say } from '../../say/say.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import type { Interaction } from '../interactions/interaction.ts';
import type { Card } from '../render/card.ts';

/** What a person is told about an error; the operator reads the rest in the log. */
export function errorCard(interaction: Interaction, error: unknown, logger: Logger): Card {
  const told = error instanceof BotError ? error : new BotError('unexpected', { cause: error });
  moments.refused.publish({ code: told.code });
  const words = say(interaction.locale);
  const { what, next } = explain(told, words);
  const sentences = `${what} ${next}`;
  const line = { interaction: interaction.id, ...subjectOf(interaction), code: told.code };
  if (told.cause === undefined) {
    logger.info(line, 'refused');
    return { text: [sentences] };
  }
  logger.error({ ...line, err: told }, 'an interaction failed');
  return { text: [words.reference(sentences, interaction.id)] };
}

/** The job or report that a click or a modal is about, for the log, which names no people. */
function subjectOf(interaction: Interaction): { job: string } | { report: string } | undefined {
  const id = 'customId' in interaction ? parseCustomId(interaction.customId) : undefined;
  if (!id) return undefined;
  if ('job' in id) return { job: id.job };
  return 'report' in id ? { report: id.report } : undefined;
}
