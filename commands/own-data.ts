import { parseCustomId } from '../src/discord/interactions/custom-id.ts';
import type { Interaction } from '../src/discord/interactions/interaction.ts';
import { privacy } from './privacy.ts';

/** Whether somebody asks what is kept about them, or takes some of that back. */
export function isAboutOwnData(interaction: Interaction): boolean {
  const { name } = privacy.definition;
  if (interaction.kind === 'command') return interaction.name === name;
  return isOwnButton(interaction, name);
}

/** Whether it is a button, menu or form of a command's answer, and of whoever used that. */
export function isOwnButton(interaction: Interaction, command: string): boolean {
  if (!('customId' in interaction)) return false;
  const id = parseCustomId(interaction.customId);
  const isOfCommand = id?.action.startsWith(`${command}-`) ?? false;
  return isOfCommand && id !== undefined && 'person' in id && id.person === interaction.user.id;
}
