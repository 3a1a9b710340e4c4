import { join } from 'node:path';
import { REST } from 'discord.js';
import { onTestFinished } from 'vitest';
import { handlersFor } from '../../../commands/index.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../../../src/discord/intake/registration.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { tempFolder } from '../../support/temp-folder.ts';

export const DEFINITIONS = definitionsOf(handlersFor({ faces: true }));
export const NAMES = DEFINITIONS.map(({ name }) => name);

/** A sandbox of Discord's, and what registers commands in it. */
export async function openSandbox() {
  const discord = await DiscordSandbox.start();
  onTestFinished(() => discord.close());
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  const { applicationId } = discord;
  const path = join(tempFolder(), 'commands');
  const places = new RegisteredPlaces(path);
  const register = (guildId?: string, definitions: readonly { name: string }[] = DEFINITIONS) =>
    registerCommands(rest, { applicationId, guildId, definitions }, places);
  const names = (scope: string) => discord.commands(scope).map(({ name }) => name);
  return { discord, guildId: discord.world.guild.id, register, names, places, path };
}
