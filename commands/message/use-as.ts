import { ApplicationCommandType } from 'discord.js';
import { choiceCard, posterNamed, readChoice } from '../../src/discord/cards/picture-select.ts';
import { firstPage, requestForm } from '../../src/discord/cards/request-form.ts';
import {
  type ButtonHandler,
  type Feature,
  IN_SERVERS,
  type MessageCommand,
  type ModalHandler,
  on,
  type Reply,
  type SelectHandler,
} from '../../src/discord/intake/handlers.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type {
  InteractionBase,
  ModalInteraction,
  Press,
} from '../../src/discord/interactions/interaction.ts';
import type { SeenMessage } from '../../src/discord/rest/seen-message.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { AskedPoster } from '../../src/jobs/job.ts';
import { image } from '../../src/recipes/image.ts';
import { type PictureOption, pictureOptions } from '../../src/recipes/option.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { menuNames, say } from '../../src/say/say.ts';
import type { GenerationCommand } from '../generation-commands.ts';
import { type EchoNeeds, echoInputOnError } from '../request/echo-input.ts';
import {
  type AskNeeds,
  type DefaultsNeeds,
  formRequest,
  knownParams,
  requestFor,
} from '../request/params.ts';
import { requestJob, type RequestNeeds } from '../request/request-job.ts';
import { requireGuild, requireNotBlocked } from '../requirements.ts';
import { takeStep } from '../result/take-step.ts';
import { atAddress, formDefaults, cardAsking, notingOwn, usablePictures } from './message-card.ts';

/** The form action of each use. */
const USE_ACTIONS = { start: 'use-start', face: 'use-face' } as const;

interface Needs extends RequestNeeds, AskNeeds, DefaultsNeeds, EchoNeeds {}

/** *Use as start picture*, *Use as face* in a message's menu. */
const menuCommand = (use: MessageUse): MessageCommand<Needs> => ({
  definition: {
    type: ApplicationCommandType.Message,
    name: menuNames[use === 'face' ? 'useAsFace' : 'useAsStart'],
    ...IN_SERVERS,
  },
  async execute(interaction, services) {
    const { message, channel } = interaction;
    const guildId = requireGuild(interaction);
    await requireNotBlocked(guildId, interaction, services);
    const job = await services.log.jobs.findByMessage(channel.id, message.id);
    if (job && use === 'face') throw new BotError('made_here');
    if (job) {
      const id = { action: 'start', job: job.id };
      return takeStep(interaction, { job, id, action: 'start' }, services);
    }
    const { authorId: posterId, isByPerson } = message;
    if (posterId === undefined || !isByPerson) throw new BotError('nobody_to_ask');
    const id = { action: USE_ACTIONS[use], message: message.id };
    const asks = await asked(interaction, { posterId, message: message.id }, services);
    if (asks) {
      const question = { askerId: interaction.user.id, posterId, messageId: message.id };
      await services.log.requireMayAsk(question);
    }
    const files = usablePictures(message);
    const card = { files, posterId, isOwn: asks === undefined, id };
    return { kind: 'quiet', message: choiceCard(card, say(interaction.locale)) };
  },
});

/**
 * The poster who has to agree to the use of a message's pictures, or `undefined` if they are the
 * member's own.
 *
 * @throws BotError `nobody_to_ask` if the message has no human poster.
 */
async function asked(
  interaction: InteractionBase,
  { posterId, message }: { readonly posterId: string; readonly message: string },
  { blocks, log }: Pick<Needs, 'blocks' | 'log'>,
): Promise<AskedPoster | undefined> {
  if (posterId === interaction.user.id) return undefined;
  const isBlocked =
    (await blocks.isBlocked(requireGuild(interaction), posterId)) ||
    (await log.keptOut.whichOf(posterId, undefined)) !== undefined;
  if (isBlocked) throw new BotError('poster_blocked');
  return { userId: posterId, messageId: message };
}

/** The button of a message's only picture opens the form. */
const openUse =
  (taker: PictureTaker): ButtonHandler<Needs, MessageCustomId> =>
  (interaction, id, services) =>
    formFor(interaction, { id, picture: 0, taker }, services);

/** Handles the choice of one of several pictures. */
const pickUse =
  (taker: PictureTaker): SelectHandler<Needs, MessageCustomId> =>
  (interaction, id, services) =>
    formFor(interaction, { id, picture: Number(interaction.values[0] ?? 0), taker }, services);

/** Handles the submitted form. */
const submitUse =
  (taker: PictureTaker): ModalHandler<Needs, MessageCustomId> =>
  async (interaction, id, services) => {
    const { recipe, option } = taker;
    const { card, posterId } = openCard(interaction, id);
    const choice = readChoice(card, id.index ?? 0);
    if (!choice) throw new BotError('unknown_action');
    const { params: shown, own } = await formDefaults(taker, interaction.user.id, services);
    const { params, explicit } = formRequest(recipe, shown, interaction);
    // Keep the poster's spoiler. Otherwise the requester has not chosen.
    const spoiler = choice.covered ? true : undefined;
    const words = { recipe, params, besides: { spoiler } };
    return echoInputOnError(interaction, words, services, async () => {
      const asks = await asked(interaction, { posterId, message: id.message }, services);
      const taken = notingOwn(knownParams(recipe, params), own);
      const request = requestFor(recipe, taken, services, { explicit });
      const pictures = [{ option, attachment: atAddress(choice) }];
      return requestJob(interaction, { request, pictures, asks, spoiler }, services);
    });
  };

/**
 * The card with a message's pictures and their poster.
 *
 * @throws BotError `unknown_action` without a card, and `open_from_menu` for one without a poster.
 */
function openCard(
  interaction: Press | ModalInteraction,
  id: MessageCustomId,
): { readonly card: SeenMessage; readonly posterId: string } {
  const card = cardAsking(interaction, id);
  const posterId = posterNamed(card);
  if (posterId === undefined) throw new BotError('open_from_menu');
  return { card, posterId };
}

async function formFor(
  interaction: Press,
  {
    id,
    picture,
    taker,
  }: { readonly id: MessageCustomId; readonly picture: number; readonly taker: PictureTaker },
  services: DefaultsNeeds,
): Promise<Reply> {
  openCard(interaction, id);
  const words = say(interaction.locale);
  const { params } = await formDefaults(taker, interaction.user.id, services);
  const fields = firstPage(taker.recipe, params);
  const table = taker.recipe.options;
  const form = { id: { ...id, index: picture }, title: words.form.start, table, fields, params };
  return { kind: 'modal', modal: requestForm(form, words) };
}

/** The uses of messages' pictures, as far as a generation command takes them. */
export function usesOfPictures(
  generationCommands: readonly GenerationCommand[],
): readonly Feature<Needs>[] {
  return MESSAGE_USES.flatMap((use) => {
    const taker = pictureTaker(use, generationCommands);
    const action = USE_ACTIONS[use];
    if (!taker) return [];
    return {
      messageCommand: menuCommand(use),
      buttons: [on('message', action, openUse(taker))],
      selects: [on('message', action, pickUse(taker))],
      modals: [on('message', action, submitUse(taker))],
    };
  });
}

/** The uses of a message's picture. */
const MESSAGE_USES = ['start', 'face'] as const;
type MessageUse = (typeof MESSAGE_USES)[number];

/** A command that takes a picture, and the option it goes into. */
interface PictureTaker {
  readonly generationCommand: GenerationCommand;
  readonly recipe: Recipe;
  readonly option: string;
}

/**
 * The first command that takes such a picture and requires no other; the bot's own `/image` comes
 * first. `undefined` if there is none.
 */
function pictureTaker(
  use: MessageUse,
  generationCommands: readonly GenerationCommand[],
): PictureTaker | undefined {
  const takers = generationCommands.flatMap((generationCommand): PictureTaker[] => {
    const { recipe } = generationCommand;
    const pictures = pictureOptions(recipe.options);
    const option = pictures.find(([, one]) => isMeant(use, one))?.[0];
    const isAlone = pictures.every(([name, { required }]) => name === option || !required);
    return option !== undefined && isAlone ? [{ generationCommand, recipe, option }] : [];
  });
  return takers.find(({ recipe }) => recipe.name === image.name) ?? takers[0];
}

/** A posted picture may only be used where the option asks for consent. */
function isMeant(use: MessageUse, option: PictureOption): boolean {
  return option.person && option.use === (use === 'face' ? 'face' : 'image');
}
