import { ApplicationCommandType } from 'discord.js';
import type { PersonButton, Command } from '../src/discord/entry/command.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import { exportFile } from '../src/discord/outbox/export-file.ts';
import type { ButtonInteraction } from '../src/discord/interactions/interaction.ts';
import type { Card, CardButton } from '../src/discord/render/card.ts';
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
    Promise.resolve({ kind: 'later', message: () => summaryCard(user.id, services) }),
};

async function summaryCard(userId: string, { personalData, retention }: Services): Promise<Card> {
  const summary = await personalData.summaryOf(userId);
  return {
    title: 'What I keep about you',
    lines: summaryLines(summary, retention),
    buttons: [
      [
        own(userId, 'privacy-export', 'Send me a copy', 'secondary'),
        ...(summary.consents > 0
          ? [own(userId, 'privacy-withdraw', 'Withdraw my consents', 'secondary')]
          : []),
        own(userId, 'privacy-erase', 'Erase everything', 'danger'),
      ],
    ],
  };
}

/** A button for the person alone whom it is about. */
function own(person: string, action: string, label: string, kind: CardButton['kind']): CardButton {
  return { id: { action, person }, label, kind };
}

/** Everything that is kept about a person, as a file for them alone. */
export const privacyExport: PersonButton<Services> = async (
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
      const text = ['This is everything that I keep about you.'];
      return { card: { text, files: [file.name] }, files: [file] };
    },
  };
};

/** Consents are taken back, and what is made with a photo of theirs ends. */
export const privacyWithdraw: PersonButton<Services> = (interaction, id, { erasure }) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const count = await erasure.withdrawConsents(interaction.user.id);
      const sentences = [
        count === 1 ? 'Your consent is withdrawn.' : `Your ${count} consents are withdrawn.`,
        'No picture is being made with a photo of yours any more. Those that were made stay until you have them erased.',
      ];
      return { text: [sentences.join(' ')] };
    },
  });
};

/** Asks once more. */
export const privacyErase: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  const text = [
    '**Erase everything that I keep about you?** This cannot be undone.',
    'What is being made for you is cancelled. Your prompts, pictures, consents and reports are erased here, in every server, and the messages with your pictures are deleted.',
  ];
  const buttons = [
    own(interaction.user.id, 'privacy-erase-now', 'Erase everything now', 'danger'),
    own(interaction.user.id, 'privacy-keep', 'Keep it', 'secondary'),
  ];
  return Promise.resolve({ kind: 'replaced', message: { text, buttons: [buttons] } });
};

/** Erases, and says what could not be. */
export const privacyEraseNow: PersonButton<Services> = (interaction, id, services) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const outcome = await eraseAll(interaction.user.id, services);
      return { text: erasedLines(outcome) };
    },
  });
};

export const privacyKeep: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced',
    message: { text: ['Nothing was erased.'] },
  });
};

/** A custom id can be forged: nobody asks for somebody else. */
function requireSelf({ user }: ButtonInteraction, { person }: PersonCustomId): void {
  if (person !== user.id) throw new BotError('not_yours');
}
