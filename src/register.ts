import './required-node.ts';
import { REST } from 'discord.js';
import { menuOf } from '../commands/generation-commands.ts';
import { handlersFor } from '../commands/index.ts';
import { loadWorkflows } from './bot/open-workflows.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from './discord/intake/registration.ts';
import { currentApplicationId, restOptions } from './discord/rest/rest.ts';
import { startRefused } from './discord/rest/start-failures.ts';
import { serializeError } from './logger/redaction.ts';
import { DatabaseError } from './store/database.ts';

try {
  const config = loadConfig();
  const { discord, databasePath } = config;
  const rest = new REST(restOptions(discord.apiUrl)).setToken(discord.token);
  const registration = {
    applicationId: await currentApplicationId(rest),
    guildId: discord.guildId,
    definitions: definitionsOf(handlersFor(menuOf(config, loadWorkflows(config))), config),
  };
  const places = new RegisteredPlaces(`${databasePath}.commands`);
  const changed = await registerCommands(rest, registration, places);
  process.stdout.write(
    changed > 0 ? 'The commands are registered.\n' : 'The commands are already up to date.\n',
  );
} catch (error) {
  const reason =
    error instanceof ConfigError || error instanceof DatabaseError
      ? error.message
      : (startRefused(error) ?? `Not registered: ${serializeError(error).message}`);
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
