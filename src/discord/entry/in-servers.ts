import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';

/** Where every command of this bot is offered: in the servers that it is in. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};
