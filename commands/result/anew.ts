import type { Params, Recipe } from '../../src/comfy/recipe.ts';
import { stepsOf } from '../../src/comfy/steps.ts';
import type { ButtonHandler, ModalHandler } from '../../src/discord/entry/command.ts';
import type { Reply } from '../../src/discord/entry/reply.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { ButtonInteraction } from '../../src/discord/interactions/interaction.ts';
import type { ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { formPages, type FormField } from '../../src/discord/render/form-pages.ts';
import { isCovered } from '../../src/discord/render/payload.ts';
import { quotedPrompt } from '../../src/discord/render/prompt-text.ts';
import { readForm } from '../../src/discord/interactions/read-form.ts';
import { requestForm } from '../../src/discord/render/request-form.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import { attachedPicture } from '../attached-picture.ts';
import type { Maker } from '../maker.ts';
import { requestJob } from '../request-job.ts';
import type { Services } from '../services.ts';
import { keepingWords } from './keeping-words.ts';
import { knownParams, requestFor } from './asked-again.ts';

/** What is asked for anew, and the option that the picture of the message becomes. */
interface Anew {
  readonly recipe: Recipe;
  readonly picture?: string;
}

/**
 * A button under a picture for as long as its message stands: once nothing is known of the job any more, a new request is
 * opened, filled from what the message shows, and with the rights of a new request.
 */
export const orAnew =
  (makers: readonly Maker[], handler: ButtonHandler<Services>): ButtonHandler<Services> =>
  async (interaction, id, services) => {
    const isKnown = id.index !== undefined || (await services.log.jobs.isKnown(id.job));
    // In direct messages nothing is asked for but from one's own jobs.
    if (isKnown || interaction.guildId === undefined) return handler(interaction, id, services);
    return anewForm(interaction, id.action, anewBy(makers, id.action, services));
  };

/** The form of such a request was sent in. Its message came with it, and so did the picture there. */
export const anewSubmit =
  (makers: readonly Maker[]): ModalHandler<Services, MessageCustomId> =>
  async (interaction, id, services) => {
    const { recipe, picture } = anewBy(makers, id.name ?? '', services);
    const { message } = interaction;
    const params = shownParams(message, interaction.guildLocale);
    const filled = { ...params, ...readForm(fieldsOf(recipe, params), interaction) };
    return keepingWords(interaction, { recipe, params: filled }, services, async () => {
      const request = requestFor(recipe, knownParams(recipe, filled), services);
      const spoiler = wasCovered(message);
      if (picture === undefined) return requestJob(interaction, { request, spoiler }, services);
      const [file] = message?.files ?? [];
      if (!file) throw new BotError('source_gone');
      const attachment = attachedPicture(picture, { ...file, id: id.message });
      return requestJob(
        interaction,
        { request, spoiler, pictures: [{ option: picture, attachment }] },
        services,
      );
    });
  };

function anewForm(
  { message, locale, guildLocale }: ButtonInteraction,
  action: string,
  { recipe }: Anew,
): Reply {
  const words = say(locale);
  const params = shownParams(message, guildLocale);
  const id = { action: 'anew', message: message.id, name: action };
  const fields = fieldsOf(recipe, params);
  return {
    kind: 'modal',
    modal: requestForm(
      { id, title: words.form.anew, table: recipe.options, fields, params },
      words,
    ),
  };
}

function fieldsOf(recipe: Recipe, params: Params): readonly FormField[] {
  return formPages(recipe, params, { needed: [], instead: [] })[0] ?? [];
}

/** @throws BotError `workflow_gone` where nothing makes such pictures. */
function anewBy(
  makers: readonly Maker[],
  action: string,
  { recipes }: Pick<Services, 'recipes'>,
): Anew {
  // Of a command with two recipes, the one that it is kept under needs no picture.
  const made = makers.map(({ key, recipe }) => recipes.get(key) ?? recipe);
  const [recipe] = made;
  if (!recipe) throw new BotError('workflow_gone');
  if (action !== 'vary' && action !== 'upscale') return { recipe };
  const step = stepsOf(recipe, made)[action];
  if (!step) throw new BotError('workflow_gone');
  return { recipe: step.recipe, picture: step.picture };
}

/** What a message shows of how it was made: its words. */
function shownParams(message: ShownMessage | undefined, guildLocale: string | undefined): Params {
  const prompt = quotedPrompt(message?.embeds[0]?.description ?? '');
  const isShown = prompt !== '' && prompt !== say(guildLocale).result.promptRefused;
  return isShown ? { prompt } : {};
}

/** What comes from a covered picture is covered; of any other, whoever asks has said nothing. */
function wasCovered(message: ShownMessage | undefined): true | undefined {
  return message?.files.some(({ name }) => isCovered(name)) ? true : undefined;
}
