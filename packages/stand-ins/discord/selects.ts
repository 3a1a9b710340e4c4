import { ComponentType, type APIStringSelectComponent } from 'discord.js';
import type { MessagePayload } from './message.ts';

/** The string selects of a message, disabled ones too. */
export function selectsOf(message: Pick<MessagePayload, 'components'>): APIStringSelectComponent[] {
  return (message.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.filter((component) => component.type === ComponentType.StringSelect)
      : [],
  );
}
