import { z } from 'zod';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { ModalFields } from '../../packages/stand-ins/discord/modal-form.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { imagine, openStudio } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

/** A finished picture of Ada's, in an open studio. */
export async function finished(
  options: OptionValues = {},
  given: Parameters<typeof openStudio>[0] = {},
) {
  const studio = await openStudio(given);
  const { people, channels } = studio.discord.world;
  const asked = await imagine(studio, options, { in: channels.general });
  const picture = await completedMessage(studio, asked);
  return { studio, asked, picture, ...people };
}

/** Presses a button under a message. */
export function press(
  { discord }: Studio,
  message: Message,
  label: string,
  by: Person = discord.world.people.ada,
): Promise<SandboxInteraction> {
  return discord.click({ by, message, label, raw: true });
}

/** The message that came in answer to something. */
export async function answerOf(interaction: SandboxInteraction): Promise<Message> {
  const { message } = await interaction.answered;
  if (!message) throw new Error('the answer is no message');
  return message;
}

/** What a button led to, once it is done. */
export async function made(studio: Studio, interaction: SandboxInteraction): Promise<Message> {
  return completedMessage(studio, interaction);
}

/** Opens the panel about a picture, and presses a button there. */
export async function pressInPanel(
  studio: Studio,
  picture: Message,
  label: string,
  by?: Person,
): Promise<SandboxInteraction> {
  return press(studio, await answerOf(await press(studio, picture, 'More', by)), label, by);
}

const sampler = z.object({
  '10': z.object({
    inputs: z.object({ seed: z.number(), denoise: z.number(), steps: z.number() }),
  }),
  '6': z.object({ inputs: z.object({ image: z.string() }) }).optional(),
});

/** What the sampler of a graph was given, and the picture that it began with. */
export function sampled(input: unknown) {
  const {
    '10': { inputs },
    '6': start,
  } = sampler.parse(input);
  return { ...inputs, image: start?.inputs.image };
}

/** Sends in the form that a button opened, with some of its fields filled in. */
export async function sendIn(
  { discord }: Studio,
  opened: SandboxInteraction,
  fields: ModalFields = {},
  by: Person = discord.world.people.ada,
): Promise<SandboxInteraction> {
  await opened.answered;
  return discord.submitModal({ by, interaction: opened, fields });
}
