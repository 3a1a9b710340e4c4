import { errorCard } from '../../src/discord/cards/error-card.ts';
import { codeBlock, cut, LONGEST_FRAME } from '../../src/discord/cards/text.ts';
import { type BesidesValues, commandLine } from '../../src/discord/cards/typed-command.ts';
import type { Reply } from '../../src/discord/intake/handlers.ts';
import type {
  CommandInteraction,
  ModalInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { BotError, type ErrorSort } from '../../src/errors/errors.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { say } from '../../src/say/say.ts';
import { commandOf } from '../generation-commands.ts';
import type { Services } from '../services.ts';

/** Whoever sends it again may have better luck. */
const SENT_AGAIN: ReadonlySet<ErrorSort> = new Set<ErrorSort>(['person', 'passing']);

/** What somebody filled in. */
export interface EchoedInput {
  readonly recipe: Recipe;
  readonly params: Params;
  readonly besides?: BesidesValues;
}

/**
 * Asks for what a form or a command holds. Both are gone once they are sent, so what their person can mend, and what passes,
 * is told along with what they filled in, as a line that can be sent again.
 *
 * @throws BotError for everything else.
 */
export async function echoInputOnError(
  interaction: ModalInteraction | CommandInteraction,
  { recipe, params, besides }: EchoedInput,
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
    const command = commandOf(recipe, featured);
    const line = commandLine(command, recipe, params, besides);
    if (line === `/${command}`) throw error;
    const lines = [words.form.filledIn, codeBlock(cut(line, LONGEST_FRAME))];
    return { kind: 'quiet', message: { ...errorCard(interaction, error, logger), lines } };
  }
}
