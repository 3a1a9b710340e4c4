import { fittingSettings } from '../../src/comfy/found/fitting-settings.ts';
import { settingsInTexts } from '../../src/comfy/found/settings-in-texts.ts';
import { pictureOptions } from '../../src/comfy/option.ts';
import type { Recipe } from '../../src/comfy/recipe.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import type { Card } from '../../src/discord/cards/card.ts';
import { foundCard } from '../../src/discord/cards/found-card.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Attachment } from '../../src/images/attachment.ts';
import { pngTexts } from '../../src/images/png-texts.ts';
import { say } from '../../src/say/say.ts';
import type { Maker } from '../maker.ts';
import type { Services } from '../services.ts';

/** A command by which something is made from words alone, with the recipe that it then uses. */
export interface WordsMaker {
  readonly maker: Maker;
  readonly recipe: Recipe;
}

/** @throws BotError `workflow_gone` where there is none. */
export function wordsMaker(
  makers: readonly Maker[],
  { recipes }: Pick<Services, 'recipes'>,
): WordsMaker {
  for (const maker of makers) {
    const recipe = recipes.get(maker.key);
    if (recipe && takesWords(recipe)) return { maker, recipe };
  }
  throw new BotError('workflow_gone');
}

function takesWords({ options }: Recipe): boolean {
  const needsPicture = pictureOptions(options).some(([, { required }]) => required);
  return options.prompt?.kind === 'text' && !needsPicture;
}

/**
 * Shows what a picture was made with. `of`: the message or the interaction that it came with.
 *
 * @throws BotError `no_settings` where its file does not say, and what fetching it throws.
 */
export async function showFound(
  { user, locale }: InteractionBase,
  { file, of }: { readonly file: Attachment; readonly of: string },
  makers: readonly Maker[],
  services: Services,
): Promise<Card> {
  const found = await services.memberReads.latest('picture', user.id, async ({ turns, signal }) => {
    const texts = await services.pictureHeads.read(file, user.id, pngTexts, signal);
    await turns.take('read');
    signal.throwIfAborted();
    return settingsInTexts(texts);
  });
  if (!found) throw new BotError('no_settings');
  const { maker, recipe } = wordsMaker(makers, services);
  const id = { action: 'found', message: of, name: maker.id };
  const fitting = fittingSettings(recipe.options, found);
  return foundCard({ fitting, recipe, command: maker.command, id }, say(locale));
}
