import type { Message } from '../../sandbox/discord/message.ts';
import type { Channel, Person } from '../../sandbox/discord/world.ts';
import type { Studio, StudioOptions } from '../support/studio.ts';
import { answerShowing, imagine, jobOf, openStudio, textOf } from './scene.ts';
import { askToReport } from '../support/ask-to-report.ts';

export interface Scene {
  readonly studio: Studio;
  readonly picture: Message;
  readonly jobId: string;
  /** Where this server wants its reports. */
  readonly office: Channel;
  readonly dora: Person;
}

/** A finished picture of Ada's, and a channel for reports unless told otherwise. */
export async function finished(options: StudioOptions & { office?: boolean } = {}): Promise<Scene> {
  const studio = await openStudio(options);
  const { world } = studio.discord;
  const office = world.addChannel({ name: 'office' });
  const dora = world.addPerson('Dora');
  if (options.office !== false) await chooseOffice(studio, office);
  const interaction = await imagine(studio);
  const picture = await answerShowing(studio, interaction, 'Took');
  return { studio, picture, office, dora, jobId: (await jobOf(studio, interaction)).id };
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
