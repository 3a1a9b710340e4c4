import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import type { CommandUse } from '../packages/stand-ins/discord/use-command.ts';

/** That many people, all of them new, who each ask for a picture of their own. */
export function crowd(discord: DiscordSandbox, size: number): CommandUse[] {
  return Array.from({ length: size }, (_, index) => ({
    by: discord.world.addPerson(`Person ${index + 1}`),
    in: discord.world.channels.general,
    name: 'imagine',
    options: { prompt: `a lighthouse at dawn, number ${index + 1}` },
  }));
}
