import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';

/** Somebody opens the panel about a picture, and presses *Report* there. */
export async function askToReport(
  discord: DiscordSandbox,
  { by, message }: { readonly by: Person; readonly message: Message },
): Promise<SandboxInteraction> {
  const opened = await discord.click({ by, message, label: 'More' });
  const { message: panel } = await opened.answered;
  if (!panel) throw new Error('there is no panel about that picture');
  return discord.click({ by, message: panel, label: 'Report' });
}
