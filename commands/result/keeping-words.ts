import type { Params, Recipe } from '../../src/comfy/recipe.ts';
import { errorCard } from '../../src/discord/entry/error-card.ts';
import type { Reply } from '../../src/discord/entry/reply.ts';
import type { ModalInteraction } from '../../src/discord/interactions/interaction.ts';
import { codeBlock } from '../../src/discord/render/code-block.ts';
import { commandLine } from '../../src/discord/render/command-line.ts';
import { cut } from '../../src/discord/render/prompt-text.ts';
import { LONGEST_FRAME } from '../../src/discord/render/within-frame.ts';
import type { ErrorSort } from '../../src/errors/error-table.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import { commandOf } from '../maker.ts';
import type { Services } from '../services.ts';

/** Whoever sends it again may have better luck. */
const SENT_AGAIN: ReadonlySet<ErrorSort> = new Set<ErrorSort>(['person', 'passing']);

/**
 * Asks for what a form holds. A form is gone once it is sent in, so what its person can mend, and what passes, is told along
 * with what they filled in, as a line that can be sent again.
 *
 * @throws BotError for everything else.
 */
export async function keepingWords(
  interaction: ModalInteraction,
  { recipe, params }: { readonly recipe: Recipe; readonly params: Params },
  { featured, logger }: Pick<Services, 'featured' | 'logger'>,
  ask: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof BotError) || !SENT_AGAIN.has(error.sort) || error.cause !== undefined) {
      throw error;
    }
    const words = say(interaction.locale);
    const line = cut(commandLine(commandOf(recipe, featured), recipe, params), LONGEST_FRAME);
    const lines = [words.form.filledIn, codeBlock(line)];
    return { kind: 'quiet', message: { ...errorCard(interaction, error, logger), lines } };
  }
}
