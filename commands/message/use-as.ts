import { ApplicationCommandType } from 'discord.js';
import {
  type ButtonHandler,
  IN_SERVERS,
  type MessageCommand,
  type ModalHandler,
  type Reply,
  type SelectHandler,
} from '../../src/discord/intake/handlers.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type {
  InteractionBase,
  ModalInteraction,
  Press,
} from '../../src/discord/interactions/interaction.ts';
import type { ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { choiceCard, posterNamed, readChoice } from '../../src/discord/cards/picture-select.ts';
import { firstPage, requestForm } from '../../src/discord/cards/request-form.ts';
import { readForm } from '../../src/discord/interactions/option-values.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { AskedPoster } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import { requestJob } from '../request-job.ts';
import { requireGuild, requireNotBlocked } from '../requirements.ts';
import { knownParams, requestFor } from '../result/asked-again.ts';
import { keepingWords } from '../result/keeping-words.ts';
import { takeStep } from '../result/take-step.ts';
import type { Services } from '../services.ts';
import { cardAsking } from './asked-on-card.ts';
import { beforehand, notingOwn } from './beforehand.ts';
import { atAddress, usablePictures } from './message-pictures.ts';
import type { MessageUse, PictureTaker } from './picture-taker.ts';

/** What the form of each use is called by. */
export const USE_ACTIONS = { start: 'use-start', face: 'use-face' } as const;

/** *Use as start picture*, *Use as face* in a message's menu. */
export const useAs = (use: MessageUse): MessageCommand<Services> => ({
  definition: {
    type: ApplicationCommandType.Message,
    name: say().commands[use === 'face' ? 'useAsFace' : 'useAsStart'],
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
 * Who has to say yes to the use of a message's pictures: nobody where they are the person's own.
 *
 * @throws BotError where nobody is to be asked.
 */
async function asked(
  interaction: InteractionBase,
  { posterId, message }: { readonly posterId: string; readonly message: string },
  { blocks, log }: Pick<Services, 'blocks' | 'log'>,
): Promise<AskedPoster | undefined> {
  if (posterId === interaction.user.id) return undefined;
  const isBlocked =
    (await blocks.isBlocked(requireGuild(interaction), posterId)) ||
    (await log.keptOut.whichOf(posterId, undefined)) !== undefined;
  if (isBlocked) throw new BotError('poster_blocked');
  return { userId: posterId, messageId: message };
}

/** The button of the only picture opens the form. */
export const openUse =
  (taker: PictureTaker): ButtonHandler<Services, MessageCustomId> =>
  (interaction, id, services) =>
    formFor(interaction, { id, picture: 0, taker }, services);

/** One of several pictures was picked for it. */
export const pickUse =
  (taker: PictureTaker): SelectHandler<Services, MessageCustomId> =>
  (interaction, id, services) =>
    formFor(interaction, { id, picture: Number(interaction.values[0] ?? 0), taker }, services);

/** The form was sent in. */
export const submitUse =
  (taker: PictureTaker): ModalHandler<Services, MessageCustomId> =>
  async (interaction, id, services) => {
    const { recipe, option } = taker;
    const { card, posterId } = openCard(interaction, id);
    const choice = readChoice(card, id.index ?? 0);
    if (!choice) throw new BotError('unknown_action');
    const { params, own } = await beforehand(taker, interaction.user.id, services);
    const filled = { ...params, ...readForm(recipe.options, interaction) };
    // What was covered by whoever posted it is; of any other, whoever asks has said nothing.
    const spoiler = choice.covered ? true : undefined;
    const words = { recipe, params: filled, besides: { spoiler } };
    return keepingWords(interaction, words, services, async () => {
      const asks = await asked(interaction, { posterId, message: id.message }, services);
      const taken = notingOwn(knownParams(recipe, filled), own);
      const request = requestFor(recipe, taken, services);
      const pictures = [{ option, attachment: atAddress(choice) }];
      return requestJob(interaction, { request, pictures, asks, spoiler }, services);
    });
  };

/**
 * The card with the pictures of a message, and who posted these.
 *
 * @throws BotError `unknown_action` where there is none, and `open_from_menu` for one that names nobody.
 */
function openCard(
  interaction: Press | ModalInteraction,
  id: MessageCustomId,
): { readonly card: ShownMessage; readonly posterId: string } {
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
  services: Services,
): Promise<Reply> {
  openCard(interaction, id);
  const words = say(interaction.locale);
  const { params } = await beforehand(taker, interaction.user.id, services);
  const fields = firstPage(taker.recipe, params);
  const table = taker.recipe.options;
  const form = { id: { ...id, index: picture }, title: words.form.start, table, fields, params };
  return { kind: 'modal', modal: requestForm(form, words) };
}
