import { ApplicationCommandType } from 'discord.js';
import {
  IN_SERVERS,
  type MessageCommand,
  type SelectHandler,
} from '../../src/discord/intake/handlers.ts';
import type { MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import {
  framedPictures,
  frameSelect,
  pictureFrames,
} from '../../src/discord/cards/picture-select.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import type { Maker } from '../maker.ts';
import { editForm } from '../result/edit-form.ts';
import { requireUsable } from '../result/picture-job.ts';
import type { Services } from '../services.ts';
import { cardAsking } from './asked-on-card.ts';
import { showFound } from './found-settings.ts';
import { atAddress, messagePictures } from './message-pictures.ts';

/** *Reuse settings* in a message's menu: those of a picture of ours, or those that a file says it was made with. */
export const reuseSettings = (makers: readonly Maker[]): MessageCommand<Services> => ({
  definition: {
    type: ApplicationCommandType.Message,
    name: say().commands.reuseSettings,
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
    // Of other kinds nothing is read.
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
      message: () => showFound(interaction, { file, of: message.id }, makers, services),
    };
  },
});

/** One of several pictures was picked for it. */
export const settingsOf =
  (makers: readonly Maker[]): SelectHandler<Services, MessageCustomId> =>
  (interaction, id, services) => {
    const { message: of } = id;
    const card = cardAsking(interaction, id);
    const picture = framedPictures(card)[Number(interaction.values[0] ?? 0)];
    if (!picture) throw new BotError('unknown_action');
    const file = atAddress(picture);
    return Promise.resolve({
      kind: 'replaced-later',
      message: () => showFound(interaction, { file, of }, makers, services),
    });
  };
