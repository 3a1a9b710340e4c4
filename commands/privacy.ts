import { ApplicationCommandType } from 'discord.js';
import { type Command, IN_SERVERS, type PersonButton } from '../src/discord/intake/handlers.ts';
import { exportFile } from '../src/discord/outbox/export-file.ts';
import type { Card, CardButton } from '../src/discord/cards/card.ts';
import { erasedLines, summaryLines } from '../src/discord/cards/privacy-card.ts';
import { eraseAll } from './erase.ts';
import { requireSelf } from './require-self.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** `/privacy`: what is kept about a person, and what they can do about it. */
export const privacy: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'privacy',
    description: say().commands.privacy,
    ...IN_SERVERS,
  },
  execute: ({ user, locale }, services) =>
    Promise.resolve({ kind: 'later', message: () => summaryCard(user.id, say(locale), services) }),
};

async function summaryCard(
  userId: string,
  words: Catalogue,
  { personalData, memberReads, retention, privacyUrl }: Services,
): Promise<Card> {
  const { title, buttons, policy } = words.privacy;
  const summary = await memberReads.latest('privacy', userId, ({ signal }) =>
    personalData.summaryOf(userId, signal),
  );
  return {
    title,
    lines: [
      ...summaryLines(summary, retention, words),
      ...(privacyUrl === undefined ? [] : [policy(privacyUrl)]),
    ],
    buttons: [
      [
        own(userId, 'privacy-export', buttons.export, 'secondary'),
        ...(summary.consents > 0
          ? [own(userId, 'privacy-withdraw', buttons.withdraw, 'secondary')]
          : []),
        own(userId, 'privacy-erase', buttons.erase, 'danger'),
      ],
    ],
  };
}

/** A button for nobody but the person it is about. */
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
      const text = [say(interaction.locale).privacy.copy];
      return { card: { text, files: [file.name] }, files: [file] };
    },
  };
};

/** Withdraws consents, and ends what is being made with a photo of theirs. */
export const privacyWithdraw: PersonButton<Services> = (interaction, id, { erasure }) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const count = await erasure.withdrawConsents(interaction.user.id);
      return { text: [say(interaction.locale).privacy.withdrawn(count)] };
    },
  });
};

/** Asks once more. */
export const privacyErase: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  const words = say(interaction.locale).privacy;
  const buttons = [
    own(interaction.user.id, 'privacy-erase-now', words.buttons.eraseNow, 'danger'),
    own(interaction.user.id, 'privacy-keep', words.buttons.keep, 'secondary'),
  ];
  return Promise.resolve({
    kind: 'replaced',
    message: { text: words.eraseQuestion, buttons: [buttons] },
  });
};

/** Erases, and says what could not be. */
export const privacyEraseNow: PersonButton<Services> = (interaction, id, services) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced-later',
    message: async () => {
      const outcome = await eraseAll(interaction.user.id, services);
      return { text: erasedLines(outcome, say(interaction.locale)) };
    },
  });
};

export const privacyKeep: PersonButton<Services> = (interaction, id) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced',
    message: { text: [say(interaction.locale).privacy.kept] },
  });
};
