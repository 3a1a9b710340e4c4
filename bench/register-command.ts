import type { Client } from 'discord.js';

type Command = Parameters<NonNullable<Client['application']>['commands']['set']>[0][number];

/** Registers a plain bot's one command, and says that it is ready; ends the process where it cannot. */
export function registerCommand(ready: Client<true>, command: Command, guildId: string): void {
  ready.application.commands.set([command], guildId).then(
    () => {
      console.log(JSON.stringify({ msg: 'ready' }));
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
