import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord.js';
import { type Command, IN_SERVERS } from '../../src/discord/intake/handlers.ts';
import { own } from '../../src/engines/own.ts';
import { say } from '../../src/say/say.ts';
import { attachedFile } from '../attached-picture.ts';
import type { Maker } from '../maker.ts';
import type { Services } from '../services.ts';
import { showFound } from './found-settings.ts';

/** `/inspect`: what a picture that somebody sends was made with, for them alone. */
export const inspect = (makers: readonly Maker[]): Command<Services> => ({
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'inspect',
    description: say().commands.inspect,
    ...IN_SERVERS,
    options: [
      {
        type: ApplicationCommandOptionType.Attachment,
        name: 'image',
        description: say().fromMessage.inspected,
        required: true,
      },
    ],
  },
  execute(interaction, services) {
    const file = attachedFile('image', own(interaction.options, 'image') ?? '');
    return Promise.resolve({
      kind: 'later',
      message: () => showFound(interaction, { file, of: interaction.id }, makers, services),
    });
  },
});
