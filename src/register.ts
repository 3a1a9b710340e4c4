import { REST, Routes } from 'discord.js';
import { z } from 'zod';
import { register, restOptions } from './bot.ts';
import { ConfigError, loadConfig } from './config.ts';

const applicationAnswer = z.object({ id: z.string() });

try {
  const config = loadConfig();
  const rest = new REST(restOptions(config)).setToken(config.discord.token);
  const { id } = applicationAnswer.parse(await rest.get(Routes.currentApplication()));
  const changed = await register(rest, config, id);
  process.stdout.write(
    changed > 0
      ? 'The commands are registered.\n'
      : 'The commands were registered already; nothing was sent.\n',
  );
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigError ? `${reason}\n` : `Not registered: ${reason}\n`,
  );
  process.exitCode = 1;
}
