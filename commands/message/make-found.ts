import type { Params, Recipe } from '../../src/comfy/recipe.ts';
import type { KeptValues } from '../../src/comfy/settable.ts';
import type { ButtonHandler, ModalHandler } from '../../src/discord/intake/handlers.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import type { ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { readFoundCard } from '../../src/discord/cards/found-card.ts';
import { firstPage, requestForm } from '../../src/discord/cards/request-form.ts';
import { readForm } from '../../src/discord/interactions/option-values.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import { makerOfId, type Maker } from '../maker.ts';
import { requestJob } from '../request-job.ts';
import { knownParams, recipeOf, requestFor } from '../result/asked-again.ts';
import { keepingWords } from '../result/keeping-words.ts';
import type { Services } from '../services.ts';
import { cardAsking } from './asked-on-card.ts';
import { beforehand, notingOwn } from './beforehand.ts';

/** *Make it* opens a form with the settings that the message shows. */
export const makeFound =
  (makers: readonly Maker[]): ButtonHandler<Services, MessageCustomId> =>
  async (interaction, id, services) => {
    const { recipe, params } = await shownIn(interaction, { id, makers }, services);
    const words = say(interaction.locale);
    const fields = firstPage(recipe, params);
    const form = { id, title: words.form.edit, table: recipe.options, fields, params };
    return { kind: 'modal', modal: requestForm(form, words) };
  };

/** The form was sent in: what it does not ask for is as the message shows it. */
export const makeFoundSubmit =
  (makers: readonly Maker[]): ModalHandler<Services, MessageCustomId> =>
  async (interaction, id, services) => {
    const { recipe, params, own } = await shownIn(interaction, { id, makers }, services);
    const changes = readForm(recipe.options, interaction);
    const filled = { ...params, ...changes };
    return keepingWords(interaction, { recipe, params: filled }, services, async () => {
      const taken = notingOwn(knownParams(recipe, filled), own);
      return requestJob(interaction, { request: requestFor(recipe, taken, services) }, services);
    });
  };

/**
 * What the message shows, and for all else what holds for its person. `own`: what of it comes from these.
 *
 * @throws BotError `unknown_action` where the message is none of settings.
 */
async function shownIn(
  interaction: InteractionBase & { readonly message: ShownMessage | undefined },
  { id, makers }: { readonly id: MessageCustomId; readonly makers: readonly Maker[] },
  services: Services,
): Promise<{ readonly recipe: Recipe; readonly params: Params; readonly own: KeptValues }> {
  const maker = makerOfId(makers, id.name);
  const recipe = recipeOf({ recipe: maker.key }, services);
  const found = readFoundCard(cardAsking(interaction, id), recipe);
  if (!found) throw new BotError('unknown_action');
  const { params, own } = await beforehand({ maker, recipe }, interaction.user.id, services);
  const unsaid = Object.entries(own).filter(([name]) => !Object.hasOwn(found, name));
  return { recipe, params: { ...params, ...found }, own: Object.fromEntries(unsaid) };
}
