import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { ModalFields } from '../../packages/stand-ins/discord/modal-form.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import type { Job } from '../../src/jobs/job.ts';
import { jobOf, textOf } from './scene.ts';
import { writeBeside } from '../support/write-beside.ts';

/** Uses a command in #general, as Ada unless told otherwise. */
export function use(
  { discord }: Studio,
  name: string,
  more: Partial<CommandUse> = {},
): Promise<SandboxInteraction> {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.general, name, ...more });
}

/** The message that a command is answered with. */
export async function panel(
  studio: Studio,
  name: string,
  more?: Partial<CommandUse>,
): Promise<Message> {
  const { message } = await (await use(studio, name, more)).answered;
  if (!message) throw new Error('the answer is no message');
  return message;
}

/** A message as it is once it says that. */
export function turned({ discord }: Studio, { id }: Message, text: string): Promise<Message> {
  return discord.waitFor((now) => now.id === id && textOf(now).includes(text));
}

/** Chooses in the menu of that action. */
export function choose(
  { discord }: Studio,
  message: Message,
  action: string,
  values: readonly string[],
  by: Person = discord.world.people.ada,
): Promise<SandboxInteraction> {
  const select = selectsOf(message).find(({ custom_id: id }) => id.startsWith(`v2:${action}:`));
  return discord.choose({ by, message, customId: select?.custom_id ?? '', values: [...values] });
}

/** Fills in the form that an interaction opens. */
export async function fillIn(
  { discord }: Studio,
  interaction: SandboxInteraction,
  fields: ModalFields,
  by: Person = discord.world.people.ada,
): Promise<SandboxInteraction> {
  await interaction.answered;
  return discord.submitModal({ by, interaction, fields });
}

/** The job that a command asks for. */
export async function asked(studio: Studio, name: string, more: Partial<CommandUse>): Promise<Job> {
  const interaction = await use(studio, name, more);
  await interaction.answered;
  return jobOf(studio, interaction);
}

/** What Ada has chosen for a recipe, as `/settings` would have kept it. */
export function keepDefaults(
  { databasePath, discord }: Studio,
  recipe: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const insert = 'INSERT INTO person_defaults VALUES (?, ?, ?)';
  const { ada } = discord.world.people;
  return writeBeside(databasePath, insert, ada.id, recipe, JSON.stringify(values));
}
