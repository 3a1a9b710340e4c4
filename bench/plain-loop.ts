// The simplest bot that does the whole job, with which Darkroom's stream is compared, as a beginner
// writes it: it answers at once, sends the graph to RunPod, asks every five seconds until there is a
// picture, and shows what it was told. It keeps nothing, and knows nothing of jobs that fail in any
// other way than openly.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApplicationCommandOptionType as Kind,
  Client,
  Events,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { install } from 'undici';
import { z } from 'zod';
import { ASPECT_RATIO_NAMES } from '../src/recipes/text.ts';
import { plainGraph } from './plain-graph.ts';
import { registerCommand } from './register-command.ts';

const {
  DISCORD_TOKEN = '',
  DISCORD_API_URL = '',
  DISCORD_GUILD_ID = '',
  RUNPOD_API_KEY = '',
  RUNPOD_API_URL = '',
  RUNPOD_ENDPOINT_ID = '',
} = process.env;

const ASK_EVERY_MS = 5_000;

const jobAnswer = z.object({
  id: z.string(),
  status: z.string(),
  output: z.object({ images: z.array(z.object({ data: z.string() })) }).optional(),
});

// discord.js is given the undici of this project, which takes only its own forms.
install();
const client = new Client({ intents: [], rest: { api: DISCORD_API_URL } });

client.once(Events.ClientReady, (ready) => {
  const imagine = {
    name: 'imagine',
    description: 'Make a picture',
    options: [
      {
        type: Kind.String as const,
        name: 'prompt',
        description: 'What the picture shows',
        required: true,
      },
      { type: Kind.Integer as const, name: 'steps', description: 'How many steps to take' },
      {
        type: Kind.String as const,
        name: 'aspect_ratio',
        description: 'Its shape',
        choices: ASPECT_RATIO_NAMES.map((name) => ({ name, value: name })),
      },
    ],
  };
  registerCommand(ready, imagine, DISCORD_GUILD_ID);
});

client.on(Events.InteractionCreate, (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  makePicture(interaction).catch((error: unknown) => {
    console.error(error);
  });
});

await client.login(DISCORD_TOKEN);

async function makePicture(interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const input = plainGraph({
    prompt: options.getString('prompt', true),
    steps: options.getInteger('steps') ?? 20,
    aspectRatio: options.getString('aspect_ratio') ?? '1:1',
    seed: Math.floor(Math.random() * 1e9),
  });
  await interaction.reply('Your picture is being made.');
  const { id } = await askRunPod('run', { method: 'POST', body: JSON.stringify({ input }) });
  const begun = Date.now();
  for (;;) {
    await sleep(ASK_EVERY_MS);
    const { status, output } = await askRunPod(`status/${id}`);
    if (status === 'COMPLETED') {
      const files = (output?.images ?? []).map(({ data }, index) => ({
        attachment: Buffer.from(data, 'base64'),
        name: `picture-${index + 1}.png`,
      }));
      await interaction.editReply({ content: 'Here is your picture.', files });
      return;
    }
    if (status === 'FAILED' || status === 'CANCELLED' || status === 'TIMED_OUT') {
      await interaction.editReply('Your picture could not be made.');
      return;
    }
    const seconds = Math.round((Date.now() - begun) / 1_000);
    await interaction.editReply(`Your picture: ${status}, ${seconds} s so far.`);
  }
}

async function askRunPod(call: string, request: RequestInit = {}) {
  const response = await fetch(`${RUNPOD_API_URL}/${RUNPOD_ENDPOINT_ID}/${call}`, {
    ...request,
    headers: { authorization: `Bearer ${RUNPOD_API_KEY}`, 'content-type': 'application/json' },
  });
  return jobAnswer.parse(await response.json());
}
