import { EventEmitter, once } from 'node:events';
import { MessageFlags } from 'discord.js';
import { expect } from 'vitest';
import { z } from 'zod';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import type { Studio } from '../support/studio.ts';
import { readBeside } from '../support/write-beside.ts';

export { openStudio } from '../support/open-studio.ts';

const rowOfJob = z.array(z.object({ id: z.string() }));
const pictureOutput = z.object({ images: z.array(z.object({ data: z.string() })) });

/** Ada sends `/imagine` in the age-restricted channel, unless `use` says otherwise. */
export function imagine(
  { discord }: Studio,
  options: OptionValues = {},
  use: Partial<CommandUse> = {},
): Promise<SandboxInteraction> {
  const { people, channels } = discord.world;
  return discord.command({
    by: people.ada,
    in: channels.restricted,
    name: 'imagine',
    options: { prompt: 'a lighthouse at dawn', ...options },
    ...use,
  });
}

/** The message that answered the interaction, as soon as it shows `text`. */
export function answerShowing(
  { discord }: Studio,
  interaction: SandboxInteraction,
  text: string,
): Promise<Message> {
  return discord.waitFor(
    (message) =>
      message.interaction_metadata?.id === interaction.id && textOf(message).includes(text),
  );
}

/** What a message says: its content and the text of its embeds. */
export function textOf({ content, embeds }: Pick<Message, 'content' | 'embeds'>): string {
  const parts = embeds.flatMap(({ title, description, fields = [], footer }) => [
    title,
    description,
    ...fields.flatMap(({ name, value }) => [name, value]),
    footer?.text,
  ]);
  return [content, ...parts].filter((part) => part !== undefined && part !== '').join('\n');
}

/** What only the person who did this is told. Fails where the answer is for everybody. */
export async function quietAnswer(interaction: SandboxInteraction): Promise<string> {
  const { message } = await interaction.answered;
  if (!message) throw new Error('the answer is no message');
  expect(message.flags & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
  return textOf(message);
}

/** The job that an interaction asked for, if its row is there. */
export async function findJob(
  { bot, databasePath }: Studio,
  interactionId: string,
): Promise<Job | undefined> {
  const query = 'SELECT id FROM jobs WHERE interaction_id = ?';
  const [row] = rowOfJob.parse(await readBeside(databasePath, query, interactionId));
  return row && bot.log.jobs.find(row.id);
}

/** The job that an interaction asked for. */
export async function jobOf(studio: Studio, { id }: SandboxInteraction): Promise<Job> {
  const job = await findJob(studio, id);
  if (!job) throw new Error('that interaction asked for no job');
  return job;
}

/** The message of a job that waits, with its Cancel button. */
export async function waitingMessage(
  studio: Studio,
  options?: OptionValues,
  use?: Partial<CommandUse>,
): Promise<{ interaction: SandboxInteraction; message: Message }> {
  const interaction = await imagine(studio, options, use);
  const { message } = await interaction.answered;
  if (!message) throw new Error('the answer is no message');
  return { interaction, message };
}

/** The graph of the `nth` job that reaches RunPod, as soon as it does. */
export async function graphSent({ runpod }: Studio, nth = 1): Promise<unknown> {
  const { input } = await runpod.waitFor((job) => runpod.jobs.indexOf(job) === nth - 1);
  return input;
}

/** Every picture that RunPod's sandbox made for its `nth` job. */
export function picturesOf({ runpod }: Studio, nth = 1): Buffer[] {
  const output = pictureOutput.parse(runpod.jobs[nth - 1]?.output);
  return output.images.map(({ data }) => Buffer.from(data, 'base64'));
}

/** The job that an interaction asked for, once it has come to its end. */
export async function settled(studio: Studio, interaction: SandboxInteraction): Promise<Job> {
  const { events } = studio.bot.log;
  const changes = new EventEmitter<{ changed: [] }>();
  const onChanged = () => changes.emit('changed');
  events.on('changed', onChanged);
  try {
    for (;;) {
      const changed = once(changes, 'changed');
      const job = await findJob(studio, interaction.id);
      if (job && isTerminal(job.state)) return job;
      await changed;
    }
  } finally {
    events.off('changed', onChanged);
  }
}
