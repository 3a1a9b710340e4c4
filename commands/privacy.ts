import { ApplicationCommandType, ButtonStyle } from 'discord.js';
import { button, rowsOf } from '../src/discord/render/button.ts';
import type { ButtonHandler, Command } from '../src/discord/entry/command.ts';
import type { CustomId } from '../src/discord/interactions/custom-id.ts';
import { exportFile } from '../src/discord/render/export-file.ts';
import type { ButtonInteraction } from '../src/discord/interactions/interaction.ts';
import { messageBody } from '../src/discord/wire/message-payload.ts';
import { erasedLines, summaryLines } from '../src/discord/render/privacy-lines.ts';
import { BotError } from '../src/errors/errors.ts';
import { eraseAll } from './erase.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { Services } from './services.ts';

/** `/privacy`: what is kept about a person, and what they can do about it. */
export const privacy: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'privacy',
    description: 'What this bot keeps about you; take it with you, or have it erased',
    ...IN_SERVERS,
  },
  execute: ({ user }, services) =>
    Promise.resolve({ kind: 'later', message: () => summaryMessage(user.id, services) }),
};

async function summaryMessage(userId: string, { personalData, retention }: Services) {
  const summary = await personalData.summaryOf(userId);
  const about = (action: string) => ({ action, subject: userId });
  const buttons = [
    button(about('privacy-export'), 'Send me a copy', ButtonStyle.Secondary),
    ...(summary.consents > 0
      ? [button(about('privacy-withdraw'), 'Withdraw my consents', ButtonStyle.Secondary)]
      : []),
    button(about('privacy-erase'), 'Erase everything', ButtonStyle.Danger),
  ];
  const description = summaryLines(summary, retention).join('\n');
  const embed = { title: 'What I keep about you', description };
  return messageBody({ embeds: [embed], components: rowsOf(buttons) });
}

/** Everything that is kept about a person, as a file for them alone. */
export const privacyExport: ButtonHandler<Services> = async (
  interaction,
  id,
  { personalData, dataCopies, clock },
) => {
  requireSelf(interaction, id);
  const copy = await dataCopies.begin(interaction.user.id);
  return {
    kind: 'later',
    onEnd: (shown) => copy.end(shown),
    message: async () => {
      const exportedAt = new Date(clock.now()).toISOString();
      const file = await exportFile({ exportedAt }, personalData.recordsOf(interaction.user.id));
      const body = messageBody({
        content: 'This is everything that I keep about you.',
        attachments: [{ id: '0', filename: file.name }],
      });
      return { body, files: [file] };
    },
  };
};

/** Consents are taken back, and what is made with a photo of theirs ends. */
export const privacyWithdraw: ButtonHandler<Services> = (interaction, id, { erasure }) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const count = await erasure.withdrawConsents(interaction.user.id);
      const content = [
        count === 1 ? 'Your consent is withdrawn.' : `Your ${count} consents are withdrawn.`,
        'No picture is being made with a photo of yours any more. Those that were made stay until you have them erased.',
      ].join(' ');
      return messageBody({ content });
    },
  });
};

/** Asks once more. */
export const privacyErase: ButtonHandler<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  const content = [
    '**Erase everything that I keep about you?** This cannot be undone.',
    'What is being made for you is cancelled. Your prompts, pictures, consents and reports are erased here, in every server, and the messages with your pictures are deleted.',
  ].join('\n');
  const about = (action: string) => ({ action, subject: interaction.user.id });
  const buttons = [
    button(about('privacy-erase-now'), 'Erase everything now', ButtonStyle.Danger),
    button(about('privacy-keep'), 'Keep it', ButtonStyle.Secondary),
  ];
  return Promise.resolve({
    kind: 'replaced',
    message: messageBody({ content, components: rowsOf(buttons) }),
  });
};

/** Erases, and says what could not be. */
export const privacyEraseNow: ButtonHandler<Services> = (interaction, id, services) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const outcome = await eraseAll(interaction.user.id, services);
      return messageBody({ content: erasedLines(outcome).join('\n') });
    },
  });
};

export const privacyKeep: ButtonHandler<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced',
    message: messageBody({ content: 'Nothing was erased.' }),
  });
};

/** A custom id can be forged: nobody asks for somebody else. */
function requireSelf({ user }: ButtonInteraction, { subject }: CustomId): void {
  if (subject !== user.id) throw new BotError('not_yours');
}
