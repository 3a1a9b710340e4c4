import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { parseCustomId, type JobCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { Studio } from '../support/studio.ts';
import { answerOf, made, press, sendIn } from './result-scene.ts';
import { answerShowing, jobOf, quietAnswer, textOf } from './scene.ts';

/** Three finished jobs of the same kind: what is reported or deleted is pressed for nothing else. */
export interface Finished {
  readonly picture: Message;
  readonly toReport: Message;
  readonly toDelete: Message;
}

/** A button that was pressed, or a select in which the last of the pictures was chosen. */
interface Pressed {
  readonly studio: Studio;
  readonly by: Person;
  /** The picture's own message, and its job. */
  readonly message: Message;
  readonly job: Job;
  readonly id: JobCustomId;
  readonly interaction: SandboxInteraction;
}

type LeadsTo = (pressed: Pressed) => Promise<void>;

/** What each action leads to. One that is not named here has to be, before it is released. */
const BUTTONS: Readonly<Record<string, LeadsTo>> = {
  again: makesJob,
  vary: makesJob,
  upscale: makesJob,
  edit: opensForm,
  start: opensForm,
  next: opensForm,
  more: async ({ interaction, job }) => {
    expect(await quietAnswer(interaction)).toContain(`Job ${job.id}`);
  },
  details: async ({ interaction, job }) => {
    expect(await quietAnswer(interaction)).toContain(`prompt:${job.wanted.prompt}`);
  },
  original: async ({ studio, interaction, job, id }) => {
    const shown = await answerShowing(studio, interaction, 'Original from');
    expect(fileOf(studio, shown)).toEqual(keptFile(studio, job, id.index ?? 0));
  },
  save: async ({ studio, interaction, by, job, id }) => {
    await answerShowing(studio, interaction, 'Sent to your DMs');
    const { discord } = studio;
    const sent = discord.messages(discord.world.directChannel(by)).at(-1);
    expect(sent && fileOf(studio, sent)).toEqual(keptFile(studio, job, id.index ?? 0));
  },
  delete: deletes,
  report: reports,
};

const SELECTS: Readonly<Record<string, LeadsTo>> = {
  more: async ({ studio, interaction, job }) => {
    const panel = await answerOf(interaction);
    expect(textOf(panel)).toContain(`picture ${job.count} of`);
    const original = await press(studio, panel, 'File');
    const shown = await answerShowing(studio, original, 'Original from');
    expect(fileOf(studio, shown)).toEqual(keptFile(studio, job, job.count - 1));
  },
  vary: makesJob,
  upscale: makesJob,
  step: (pressed) => opensForm({ ...pressed, id: { ...pressed.id, action: 'next' } }),
};

/**
 * Presses every button, and chooses from every select, of a finished picture's message as Ben, and of the panel about it
 * as Ada, whose picture it is; each has to do what it is for. Gives the actions that were pressed.
 */
export async function pressAll(studio: Studio, finished: Finished): Promise<readonly string[]> {
  const { ada, ben } = studio.discord.world.people;
  const onMessage = await pressAllOf(studio, finished, (message) => Promise.resolve(message), ben);
  const inPanel = await pressAllOf(
    studio,
    finished,
    async (message) => answerOf(await press(studio, message, 'More', ada)),
    ada,
  );
  return [...onMessage, ...inPanel];
}

async function pressAllOf(
  studio: Studio,
  { picture, toReport, toDelete }: Finished,
  open: (message: Message) => Promise<Message>,
  by: Person,
): Promise<readonly string[]> {
  const { discord } = studio;
  const opened = await open(picture);
  const actions: string[] = [];
  for (const { custom_id: customId, options } of selectsOf(opened)) {
    const id = jobIdOf(customId);
    const values = [options.at(-1)?.value ?? ''];
    // What is chosen in a panel changes it.
    const place = await open(picture);
    const interaction = await discord.choose({ by, message: place, customId, values });
    await lead(SELECTS, { studio, by, message: picture, id, interaction });
    actions.push(id.action);
  }
  const shown = selectsOf(opened).length > 0 ? await open(picture) : opened;
  for (const [at, { custom_id: customId }] of buttonsOf(shown).entries()) {
    const id = jobIdOf(customId);
    const apart: Readonly<Record<string, Message>> = { report: toReport, delete: toDelete };
    const message = apart[id.action] ?? picture;
    const place = message === picture ? shown : await open(message);
    const same = buttonsOf(place)[at];
    if (!same) throw new Error(`there is no ${customId} there`);
    const interaction = await discord.click({ by, message: place, customId: same.custom_id });
    await lead(BUTTONS, { studio, by, message, id: jobIdOf(same.custom_id), interaction });
    actions.push(id.action);
  }
  return actions;
}

async function lead(
  table: Readonly<Record<string, LeadsTo>>,
  pressed: Omit<Pressed, 'job'>,
): Promise<void> {
  const { studio, id } = pressed;
  const leadsTo = table[id.action];
  if (!leadsTo) throw new Error(`nothing says what ${id.action} leads to`);
  const job = await studio.bot.log.jobs.find(id.job);
  if (!job) throw new Error(`there is no job ${id.job}`);
  await leadsTo({ ...pressed, job });
}

/** A job that says what it came from; where there are several pictures, it asks first which one. */
async function makesJob({ studio, by, job, id, interaction }: Pressed): Promise<void> {
  const { message } = await interaction.answered;
  const [select] = message ? selectsOf(message) : [];
  if (!message || !select) {
    await comesFrom(studio, interaction, { job, id });
    return;
  }
  const [value] = select.options.map((option) => option.value).slice(-1);
  const customId = select.custom_id;
  const values = [value ?? ''];
  const chosen = await studio.discord.choose({ by, message, customId, values });
  await comesFrom(studio, chosen, { job, id: { ...id, index: Number(value) } });
}

/** A form that becomes a job once it is sent in. Where it has the words it changes them: two that are the same are one. */
async function opensForm({ studio, by, job, id, interaction }: Pressed): Promise<void> {
  const { modal } = await interaction.answered;
  const hasWords = JSON.stringify(modal).includes('"custom_id":"prompt"');
  const fields = hasWords ? { prompt: `${job.wanted.prompt} in the snow` } : {};
  const sent = await sendIn(studio, interaction, fields, by);
  await comesFrom(studio, sent, { job, id });
}

async function comesFrom(
  studio: Studio,
  interaction: SandboxInteraction,
  { job, id: { action, index } }: Pick<Pressed, 'job' | 'id'>,
): Promise<void> {
  const message = await made(studio, interaction);
  expect(message.files.length).toBeGreaterThan(0);
  const { origin, wanted } = await jobOf(studio, interaction);
  expect(origin).toMatchObject({ job: job.id, step: action });
  if (action === 'again' || action === 'edit') return;
  const source = { job: job.id, picture: index ?? 0 };
  expect(wanted.inputs).toContainEqual(expect.objectContaining({ source }));
}

async function deletes({ studio, message, interaction }: Pressed): Promise<void> {
  const question = await answerOf(interaction);
  const panel = await answerOf(await press(studio, question, 'Keep it'));
  const asked = await answerOf(await press(studio, panel, 'Delete'));
  await quietAnswer(await press(studio, asked, 'Delete permanently'));
  await expect.poll(() => studio.discord.message(message.id)).toBeUndefined();
}

async function reports({ studio, message, interaction, by }: Pressed): Promise<void> {
  const question = await answerOf(interaction);
  await quietAnswer(await press(studio, question, 'Sexual', by));
  await expect.poll(() => studio.discord.message(message.id)?.files).toEqual([]);
}

function fileOf({ discord }: Studio, message: Message): Buffer {
  expect(message.files).toHaveLength(1);
  return discord.file(message, message.files[0]?.filename ?? '');
}

function keptFile({ databasePath }: Studio, { pictures }: Job, picture: number): Buffer {
  return readFileSync(join(`${databasePath}.files`, pictures[picture]?.file ?? ''));
}

function jobIdOf(customId: string): JobCustomId {
  const id = parseCustomId(customId);
  if (!id || !('job' in id)) throw new Error(`${customId} is about no job`);
  return id;
}
