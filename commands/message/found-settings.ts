import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { settingsInTexts } from '../../src/comfy/settings-in-picture.ts';
import type { Card } from '../../src/discord/cards/card.ts';
import { foundCard, readFoundCard } from '../../src/discord/cards/found-card.ts';
import {
  framedPictures,
  frameSelect,
  pictureFrames,
} from '../../src/discord/cards/picture-select.ts';
import { firstPage, requestForm } from '../../src/discord/cards/request-form.ts';
import { type Feature, IN_SERVERS, on } from '../../src/discord/intake/handlers.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../../src/discord/interactions/interaction.ts';
import type { SeenMessage } from '../../src/discord/rest/seen-message.ts';
import type { MemberReads } from '../../src/engines/member-reads.ts';
import { own } from '../../src/engines/record.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { Attachment, PictureHeads } from '../../src/images/attachment.ts';
import { pngTexts } from '../../src/images/png.ts';
import { pictureOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe, Recipes } from '../../src/recipes/recipe.ts';
import { fittingSettings, type KeptValues } from '../../src/recipes/settings.ts';
import { inEveryLanguage } from '../../src/recipes/localized-definition.ts';
import { menuNames, say } from '../../src/say/say.ts';
import { requireUsable } from '../clicked-job.ts';
import { type GenerationCommand, generationCommandById } from '../generation-commands.ts';
import { type EchoNeeds, echoInputOnError } from '../request/echo-input.ts';
import {
  type AskNeeds,
  type DefaultsNeeds,
  formRequest,
  knownParams,
  recipeOf,
  requestFor,
} from '../request/params.ts';
import { attachedFile, requestJob, type RequestNeeds } from '../request/request-job.ts';
import { editForm } from '../result/edit.ts';
import { atAddress, formDefaults, cardAsking, messagePictures, notingOwn } from './message-card.ts';

/** To find a command that works from a prompt alone. */
export interface PromptNeeds {
  readonly generationCommands: readonly GenerationCommand[];
  readonly recipes: Recipes;
}

/** A command that works from a prompt alone, with the recipe it uses. */
export interface PromptCommand {
  readonly generationCommand: GenerationCommand;
  readonly recipe: Recipe;
}

interface Needs extends PromptNeeds, RequestNeeds, AskNeeds, DefaultsNeeds, EchoNeeds {
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
  /** Reads the metadata of members' pictures. */
  readonly pictureHeads: Pick<PictureHeads, 'read'>;
}

/** @throws BotError `workflow_gone` if there is none. */
export function promptCommand({ generationCommands, recipes }: PromptNeeds): PromptCommand {
  for (const generationCommand of generationCommands) {
    const recipe = recipes.get(generationCommand.key);
    if (recipe && takesWords(recipe)) return { generationCommand, recipe };
  }
  throw new BotError('workflow_gone');
}

function takesWords({ options }: Recipe): boolean {
  const needsPicture = pictureOptions(options).some(([, { required }]) => required);
  return options.prompt?.kind === 'text' && !needsPicture;
}

/**
 * Shows the settings a picture was made with. `of`: the message or interaction it came with.
 *
 * @throws BotError `no_settings` if the file has none, and what the download throws.
 */
async function showFound(
  { user, locale }: InteractionBase,
  { file, of }: { readonly file: Attachment; readonly of: string },
  services: Needs,
): Promise<Card> {
  const found = await services.memberReads.latest('picture', user.id, async ({ turns, signal }) => {
    const texts = await services.pictureHeads.read(file, user.id, pngTexts, signal);
    await turns.take('read');
    signal.throwIfAborted();
    return settingsInTexts(texts);
  });
  if (!found) throw new BotError('no_settings');
  const { generationCommand, recipe } = promptCommand(services);
  const id = { action: 'found', message: of, name: generationCommand.id };
  const fitting = fittingSettings(recipe.options, found);
  return foundCard({ fitting, recipe, command: generationCommand.command, id }, say(locale));
}

/** Showing a picture's settings, and making something by them. */
export const foundSettings: Feature<Needs> = {
  /** `/inspect`: shows the settings of an uploaded picture to the member alone. */
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'inspect',
      description: words.commands.inspect,
      ...IN_SERVERS,
      options: [
        {
          type: ApplicationCommandOptionType.Attachment,
          name: 'image',
          description: words.fromMessage.inspected,
          required: true,
        },
      ],
    })),
    execute(interaction, services) {
      const file = attachedFile('image', own(interaction.options, 'image') ?? '');
      return {
        kind: 'later',
        message: () => showFound(interaction, { file, of: interaction.id }, services),
      };
    },
  },
  /**
   * *Reuse settings* in a message's menu: reads them from the bot's own picture, or from the file's
   * metadata.
   */
  messageCommand: {
    definition: {
      type: ApplicationCommandType.Message,
      name: menuNames.reuseSettings,
      ...IN_SERVERS,
    },
    async execute(interaction, services) {
      const { message, channel } = interaction;
      const job = await services.log.jobs.findByMessage(channel.id, message.id);
      if (job) {
        requireUsable(job, interaction, services);
        return editForm(interaction, job, 0, services);
      }
      const pictures = messagePictures(message);
      // Only PNG metadata is read.
      const files = pictures.filter(({ name }) => /\.png$/i.test(name));
      const [file, another] = files;
      if (!file) throw new BotError('no_settings');
      if (another) {
        const words = say(interaction.locale);
        const id = { action: 'settings-of', message: message.id };
        const selects = [frameSelect(id, files, words)];
        return { kind: 'quiet', message: { frames: pictureFrames(files), selects } };
      }
      return {
        kind: 'later',
        message: () => showFound(interaction, { file, of: message.id }, services),
      };
    },
  },
  buttons: [
    /** *Make it* opens a form with the settings shown in the message. */
    on('message', 'found', async (interaction, id, services) => {
      const { recipe, params } = await shownIn(interaction, id, services);
      const words = say(interaction.locale);
      const fields = firstPage(recipe, params);
      const form = { id, title: words.form.edit, table: recipe.options, fields, params };
      return { kind: 'modal', modal: requestForm(form, words) };
    }),
  ],
  selects: [
    /** Handles the choice of one of several pictures. */
    on('message', 'settings-of', (interaction, id, services) => {
      const { message: of } = id;
      const card = cardAsking(interaction, id);
      const picture = framedPictures(card)[Number(interaction.values[0] ?? 0)];
      if (!picture) throw new BotError('unknown_action');
      const file = atAddress(picture);
      return {
        kind: 'replaced-later',
        message: () => showFound(interaction, { file, of }, services),
      };
    }),
  ],
  modals: [
    /** Handles the submitted form. Settings outside the form come from the message. */
    on('message', 'found', async (interaction, id, services) => {
      const { recipe, params: shown, own } = await shownIn(interaction, id, services);
      const { params, explicit } = formRequest(recipe, shown, interaction);
      return echoInputOnError(interaction, { recipe, params }, services, async () => {
        const taken = notingOwn(knownParams(recipe, params), own);
        const request = requestFor(recipe, taken, services, { explicit });
        return requestJob(interaction, { request }, services);
      });
    }),
  ],
};

/**
 * The settings shown in the message, completed with the member's defaults. `own`: the values from
 * these defaults.
 *
 * @throws BotError `unknown_action` if the message shows no settings.
 */
async function shownIn(
  interaction: InteractionBase & { readonly message: SeenMessage | undefined },
  id: MessageCustomId,
  services: Needs,
): Promise<{ readonly recipe: Recipe; readonly params: Params; readonly own: KeptValues }> {
  const generationCommand = generationCommandById(services.generationCommands, id.name);
  const recipe = recipeOf({ recipe: generationCommand.key }, services);
  const found = readFoundCard(cardAsking(interaction, id), recipe);
  if (!found) throw new BotError('unknown_action');
  const { params, own } = await formDefaults(
    { generationCommand, recipe },
    interaction.user.id,
    services,
  );
  const unsaid = Object.entries(own).filter(([name]) => !Object.hasOwn(found, name));
  return { recipe, params: { ...params, ...found }, own: Object.fromEntries(unsaid) };
}
