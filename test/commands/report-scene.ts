import { AttachmentFlags } from 'discord.js';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio, StudioOptions } from '../support/studio.ts';
import { base64 } from '../comfy/pictures.ts';
import { picture } from '../sandbox/discord/picture.ts';
import { imagine, jobOf, openStudio, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { askToReport } from '../support/ask-to-report.ts';

export interface Scene {
  readonly studio: Studio;
  /** What asked for the picture. */
  readonly asked: SandboxInteraction;
  readonly picture: Message;
  readonly jobId: string;
  /** Where this server wants its reports. */
  readonly office: Channel;
  readonly dora: Person;
}

export interface SceneOptions extends StudioOptions {
  /** Whether the server has a channel for reports; by default it has. */
  readonly office?: boolean;
  /** Whether that one is age-restricted; by default it is not. */
  readonly officeNsfw?: boolean;
  /** Where Ada makes her picture: in the age-restricted channel unless this says otherwise. */
  readonly place?: 'general' | 'restricted';
  /** What she fills in besides the prompt. */
  readonly options?: OptionValues;
  /** How many pictures come of it; by default as many as the sandbox makes. */
  readonly count?: number;
}

/** A finished picture of Ada's, and a channel for reports unless told otherwise. */
export async function finished({
  office: hasOffice = true,
  officeNsfw = false,
  place = 'restricted',
  options = {},
  count,
  ...studioOptions
}: SceneOptions = {}): Promise<Scene> {
  const studio = await openStudio(studioOptions);
  const { world } = studio.discord;
  const office = world.addChannel({ name: 'office', nsfw: officeNsfw });
  const dora = world.addPerson('Dora');
  if (hasOffice) await chooseOffice(studio, office);
  if (count !== undefined) {
    const data = base64(await picture(400, 300));
    studio.runpod.script({ output: { images: Array.from({ length: count }, () => ({ data })) } });
  }
  const asked = await imagine(studio, options, { in: world.channels[place] });
  const shown = await completedMessage(studio, asked);
  return { studio, asked, picture: shown, office, dora, jobId: (await jobOf(studio, asked)).id };
}

export async function chooseOffice({ discord }: Studio, office: Channel) {
  const { people, channels } = discord.world;
  return discord.command({
    by: people.ben,
    in: channels.general,
    name: 'moderation',
    subcommand: 'channel',
    options: { channel: office },
  });
}

/** Somebody presses Report under the picture and gives a reason. Gives what they see then. */
export async function report(
  { studio: { discord }, picture }: Scene,
  by: Person,
  label: string,
): Promise<Message> {
  const asked = await askToReport(discord, { by, message: picture });
  const { message: question } = await asked.answered;
  if (!question) throw new Error('there is no question');
  await discord.click({ by, message: question, label });
  return discord.waitFor(({ id, content }) => id === question.id && content !== question.content);
}

/** The message by which moderators learn of a report, once it says `text`. */
export function notice({ studio: { discord }, office }: Scene, text: string): Promise<Message> {
  return discord.waitFor(
    (message) => message.channel_id === office.id && textOf(message).includes(text),
  );
}

export function pictureShowing(
  { studio: { discord }, picture }: Scene,
  text: string,
): Promise<Message> {
  return discord.waitFor((message) => message.id === picture.id && textOf(message).includes(text));
}

/** A moderator presses a button of the message that tells of a report. */
export async function decide(
  { studio: { discord } }: Scene,
  told: Message,
  label: string,
): Promise<void> {
  await discord.click({ by: discord.world.people.ben, message: told, label });
}

/** Whether each of a message's files is a spoiler, by its name or by its flag. */
export function spoilers({ files }: Pick<Message, 'files'>): boolean[] {
  return files.map(
    ({ filename, flags }) => filename.startsWith('SPOILER_') || flags === AttachmentFlags.IsSpoiler,
  );
}
