// A bot as a beginner writes it, with which Darkroom is compared: it answers at once, and that is all.
import { ApplicationCommandOptionType, Client, Events } from 'discord.js';
import { registerCommand } from './register-command.ts';

const { DISCORD_TOKEN = '', DISCORD_API_URL = '', DISCORD_GUILD_ID = '' } = process.env;

const client = new Client({
  intents: [],
  // Not held to 50 requests a second, which is for Discord's own server; nor is Darkroom here.
  rest: { api: DISCORD_API_URL, globalRequestsPerSecond: 10_000 },
});

client.once(Events.ClientReady, (ready) => {
  const type = ApplicationCommandOptionType.String as const;
  const prompt = { type, name: 'prompt', description: 'What the picture shows', required: true };
  const imagine = { name: 'imagine', description: 'Make a picture', options: [prompt] };
  registerCommand(ready, imagine, DISCORD_GUILD_ID);
});

client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  interaction.reply('Your picture is being made.').catch((error: unknown) => {
    console.error(error);
  });
});

await client.login(DISCORD_TOKEN);
