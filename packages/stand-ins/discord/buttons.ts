import { ButtonStyle, ComponentType, type APIButtonComponentWithCustomId } from 'discord.js';
import type { MessagePayload } from './message.ts';

/** The buttons of a message that can cause an interaction, disabled ones too. */
export function buttonsOf(
  message: Pick<MessagePayload, 'components'>,
): APIButtonComponentWithCustomId[] {
  return (message.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.filter(
          (component): component is APIButtonComponentWithCustomId =>
            component.type === ComponentType.Button &&
            component.style !== ButtonStyle.Link &&
            component.style !== ButtonStyle.Premium,
        )
      : [],
  );
}
