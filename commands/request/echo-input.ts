import { errorCard } from '../../src/discord/cards/error-card.ts';
import { codeBlock, cut, LONGEST_FRAME } from '../../src/discord/cards/text.ts';
import { type BesidesValues, commandLine } from '../../src/discord/cards/typed-command.ts';
import type { Reply } from '../../src/discord/intake/handlers.ts';
import type {
  CommandInteraction,
  ModalInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { BotError, type ErrorSort } from '../../src/errors/errors.ts';
import type { Logger } from '../../src/logger/logger.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { say } from '../../src/say/say.ts';
import { commandOf } from '../generation-commands.ts';

/** Sorts of errors after which the member may send the same input again, perhaps changed. */
const SENT_AGAIN: ReadonlySet<ErrorSort> = new Set<ErrorSort>(['person', 'passing']);

/** A member's input, as the error repeats it. */
export interface EchoedInput {
  readonly recipe: Recipe;
  readonly params: Params;
  readonly besides?: BesidesValues;
}

/** To show a command line. */
export interface EchoNeeds {
  /** The workflow command offered as `/imagine`, if any. */
  readonly featured: string | undefined;
  readonly logger: Logger;
}

/**
 * Runs `ask`. Forms and commands lose their input when sent, so an error that the member can fix or
 * that may pass shows the input as a command line to resend.
 *
 * @throws BotError for everything else.
 */
export async function echoInputOnError(
  interaction: ModalInteraction | CommandInteraction,
  { recipe, params, besides }: EchoedInput,
  { featured, logger }: EchoNeeds,
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
    const line = commandLine({ command, recipe }, params, { words, besides });
    if (line === `/${command}`) throw error;
    const lines = [words.form.filledIn, codeBlock(cut(line, LONGEST_FRAME))];
    return { kind: 'quiet', message: { ...errorCard(interaction, error, logger), lines } };
  }
}
