import { ComponentType, TextInputStyle } from 'discord.js';
import { payloadOf } from '../src/discord/cards/card.ts';
import { formOf, labelled } from '../src/discord/cards/form.ts';
import { codeBlock } from '../src/discord/cards/text.ts';
import { type Feature, on } from '../src/discord/intake/handlers.ts';
import type { Messages } from '../src/discord/rest/messages.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Pause, Pauses } from '../src/jobs/sql/pauses.ts';
import { forOperators, say } from '../src/say/say.ts';

const FIELD = 'message';
const LONGEST_MESSAGE = 1_500;

interface Needs {
  readonly messages: Pick<Messages, 'create'>;
  readonly pauses: Pauses;
  /** The channel for operator notices and appeals, if any. */
  readonly operatorChannelId: string | undefined;
}

/** The button of a paused member's refusals. */
export const appeal: Feature<Needs> = {
  buttons: [
    /** Opens the form by which a paused member asks the operator to end the pause. */
    on('person', 'appeal', async (interaction, id, services) => {
      await requireOpen(interaction.user.id, services);
      const { formTitle, label, about } = say(interaction.locale).pause;
      const field = labelled(
        { label, description: about },
        {
          type: ComponentType.TextInput,
          custom_id: FIELD,
          style: TextInputStyle.Paragraph,
          max_length: LONGEST_MESSAGE,
          required: false,
        },
      );
      return { kind: 'modal', modal: formOf({ id, title: formTitle }, [field]) };
    }),
  ],
  modals: [
    /** Posts the appeal to the operator's channel, with the words that the member attached. */
    on('person', 'appeal', async (interaction, _, services) => {
      const { user, fields } = interaction;
      const { channelId, pause } = await requireOpen(user.id, services);
      const attached = fields[FIELD];
      const words = typeof attached === 'string' ? attached.trim() : '';
      const text = [
        forOperators.appeal(user.id, Math.ceil(pause.endsAt / 1000)),
        ...(words === '' ? [] : [forOperators.appealSays, codeBlock(words)]),
      ];
      return {
        kind: 'later',
        message: async () => {
          const { body } = payloadOf({ text });
          try {
            // Delivered twice, it is posted once.
            await services.messages.create(channelId, { body }, interaction.id);
          } catch (cause) {
            throw new BotError('no_appeals', { cause });
          }
          await services.pauses.noteAppeal(user.id);
          return { text: [say(interaction.locale).pause.sent] };
        },
      };
    }),
  ],
};

/** @throws BotError `not_paused`, `already_appealed` and `no_appeals`. */
async function requireOpen(
  userId: string,
  { pauses, operatorChannelId }: Needs,
): Promise<{ readonly channelId: string; readonly pause: Pause }> {
  const pause = await pauses.of(userId);
  if (!pause) throw new BotError('not_paused');
  if (pause.appealed) throw new BotError('already_appealed');
  if (operatorChannelId === undefined) throw new BotError('no_appeals');
  return { channelId: operatorChannelId, pause };
}
