import { own } from '../../engines/record.ts';
import { optionName } from '../../recipes/option-words.ts';
import type { Params, Recipe } from '../../recipes/recipe.ts';
import type { FittingSettings } from '../../recipes/settings.ts';
import type { Catalogue } from '../../say/say.ts';
import type { MessageCustomId } from '../interactions/custom-id.ts';
import type { SeenMessage } from '../rest/seen-message.ts';
import { type Card, LONGEST_TEXT } from './card.ts';
import { codeBlock, inCodeBlock } from './text.ts';
import { commandLine, readCommandLine } from './typed-command.ts';

/** The settings found in a picture, and the command that can use them. */
export interface FoundFor {
  readonly fitting: FittingSettings;
  readonly recipe: Recipe;
  readonly command: string;
  /** The button that opens the form. */
  readonly id: MessageCustomId;
}

/** Shows the settings found in a picture as a command line, with a button to use them. */
export function foundCard({ fitting, recipe, command, id }: FoundFor, catalogue: Catalogue): Card {
  const { fromMessage: words } = catalogue;
  const { params, left, isCut } = fitting;
  const text = [
    words.found,
    codeBlock(commandLine({ command, recipe }, params, { words: catalogue })),
  ];
  const notes = [
    ...(left.length > 0 ? [words.left(left.map((name) => nameIn(name, recipe, catalogue)))] : []),
    ...(isCut ? [words.isCut] : []),
  ];
  const isShort = text.join('\n').length <= LONGEST_TEXT;
  const lines = isShort ? notes : [...text, ...notes];
  return {
    ...(isShort && { text }),
    ...(lines.length > 0 && { lines }),
    buttons: [[{ id, label: words.make, kind: 'primary' }]],
  };
}

/** Settings that the recipe has no option for go by the bot's own names. */
function nameIn(name: string, { options }: Recipe, words: Catalogue): string {
  return optionName(name, own(options, name) ?? {}, words);
}

/** The settings shown in such a message; `undefined` for any other. */
export function readFoundCard(
  { content, embeds }: SeenMessage,
  recipe: Pick<Recipe, 'options'>,
): Params | undefined {
  const line = inCodeBlock([content, ...embeds.map((one) => one.description)].join('\n'));
  return line === undefined ? undefined : readCommandLine(line, recipe);
}
