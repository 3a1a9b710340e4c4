import { ApplicationCommandType } from 'discord.js';
import type {
  ButtonHandler,
  MessageCommand,
  ModalHandler,
  SelectHandler,
} from '../../src/discord/entry/command.ts';
import { IN_SERVERS } from '../../src/discord/entry/in-servers.ts';
import type { Reply } from '../../src/discord/entry/reply.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type {
  InteractionBase,
  MessageCommandInteraction,
} from '../../src/discord/interactions/interaction.ts';
import { choiceCard, readChoice } from '../../src/discord/render/chosen-picture.ts';
import { firstPage } from '../../src/discord/render/form-pages.ts';
import { readForm } from '../../src/discord/interactions/read-form.ts';
import { requestForm } from '../../src/discord/render/request-form.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import { requestJob } from '../request-job.ts';
import { requireGuild, requireNotBlocked } from '../requirements.ts';
import { knownParams, requestFor } from '../result/asked-again.ts';
import { keepingWords } from '../result/keeping-words.ts';
import { takeStep } from '../result/take-step.ts';
import type { Services } from '../services.ts';
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
    const posterId = await posterOf(interaction, guildId, services);
    const id = { action: USE_ACTIONS[use], message: message.id };
    const files = usablePictures(message);
    return { kind: 'quiet', message: choiceCard({ files, posterId, id }, say(interaction.locale)) };
  },
});

/**
 * Who has to say yes to the use of a message's pictures: nobody where they are the person's own.
 *
 * @throws BotError where nobody can, or is to be asked.
 */
async function posterOf(
  { message, user }: MessageCommandInteraction,
  guildId: string,
  { blocks, log }: Pick<Services, 'blocks' | 'log'>,
): Promise<string | undefined> {
  const { authorId, isByPerson } = message;
  if (authorId === undefined || !isByPerson) throw new BotError('nobody_to_ask');
  if (authorId === user.id) return undefined;
  const isBlocked =
    (await blocks.isBlocked(guildId, authorId)) ||
    (await log.keptOut.whichOf(authorId, undefined)) !== undefined;
  if (isBlocked) throw new BotError('poster_blocked');
  return authorId;
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
    const { message, user } = interaction;
    const choice = message && readChoice(message, id.index ?? 0);
    if (!choice) throw new BotError('unknown_action');
    const { posterId, covered } = choice;
    const { params, own } = await beforehand(taker, user.id, services);
    const filled = { ...params, ...readForm(recipe.options, interaction) };
    const asks = posterId === undefined ? undefined : { userId: posterId, messageId: id.message };
    // What was covered by whoever posted it is; of any other, whoever asks has said nothing.
    const spoiler = covered ? true : undefined;
    const words = { recipe, params: filled, besides: { spoiler } };
    return keepingWords(interaction, words, services, async () => {
      const taken = notingOwn(knownParams(recipe, filled), own);
      const request = requestFor(recipe, taken, services);
      const pictures = [{ option, attachment: atAddress(choice) }];
      return requestJob(interaction, { request, pictures, asks, spoiler }, services);
    });
  };

async function formFor(
  { locale, user }: InteractionBase,
  {
    id,
    picture,
    taker,
  }: { readonly id: MessageCustomId; readonly picture: number; readonly taker: PictureTaker },
  services: Services,
): Promise<Reply> {
  const words = say(locale);
  const { params } = await beforehand(taker, user.id, services);
  const fields = firstPage(taker.recipe, params);
  const table = taker.recipe.options;
  const form = { id: { ...id, index: picture }, title: words.form.start, table, fields, params };
  return { kind: 'modal', modal: requestForm(form, words) };
}
