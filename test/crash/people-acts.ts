import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Scenario } from './play.ts';
import { readRows } from './rows.ts';
import type { CrashStage } from './stage.ts';
import { askToReport } from '../support/ask-to-report.ts';

const PATIENCE = { timeoutMs: 60_000 } as const;
const MOST_TRIES = 5;

/** Ada gets a picture. */
export async function getPicture(stage: CrashStage): Promise<Message> {
  const { id } = await stage.ask();
  return stage.discord.waitFor(
    ({ interaction_metadata: answers, files }) => answers?.id === id && files.length > 0,
    PATIENCE,
  );
}

/** Ben chooses a channel for reports. */
export async function chooseOffice({ discord }: CrashStage): Promise<void> {
  const { channels, people } = discord.world;
  const office = discord.world.addChannel({ name: 'office' });
  const use = { by: people.ben, in: channels.general, name: 'moderation', subcommand: 'channel' };
  await answerTo(() => discord.command({ ...use, options: { channel: office } }));
  await discord.waitFor(({ content }) => content.includes('Reports now go to'), PATIENCE);
}

/** Cleo, or whoever it is, presses Report under a picture and gives a reason. */
export async function report(
  { discord }: CrashStage,
  message: Message,
  label: string,
  by: Person = discord.world.people.cleo,
): Promise<void> {
  const question = await answerTo(() => askToReport(discord, { by, message }));
  await discord.click({ by, message: question, label });
}

/** The message by which moderators learn of a report. */
export function notice({ discord }: CrashStage): Promise<Message> {
  return discord.waitFor(
    ({ embeds }) => embeds[0]?.footer?.text.startsWith('report ') === true,
    PATIENCE,
  );
}

/** Ben decides. */
export async function decide(stage: CrashStage, label: string): Promise<void> {
  const { discord } = stage;
  await discord.click({ by: discord.world.people.ben, message: await notice(stage), label });
}

/** The picture that Ada gets is reported, where there is a channel for that. */
export async function reportedPicture(stage: CrashStage, label: string): Promise<Message> {
  await chooseOffice(stage);
  const picture = await getPicture(stage);
  await report(stage, picture, label);
  return picture;
}

/** The same, of the first of three pictures that Ada has made from one another, the last from both before. */
export async function reportedSource(stage: CrashStage, label: string): Promise<void> {
  await chooseOffice(stage);
  const picture = await getPicture(stage);
  for (let count = 0; count < 2; count += 1) await getPicture(stage);
  const { jobs } = await readRows(stage.database);
  const links = jobs.flatMap(({ id: jobId }, at) =>
    jobs.slice(0, at).map(({ id: sourceId }) => ({ jobId, sourceId })),
  );
  await stage.database.use((trx) => trx.insertInto('pictureSources').values(links).execute());
  await report(stage, picture, label);
}

/** Ada has everything erased. Gives the id of the message that becomes the answer. */
export async function eraseAll({ discord }: CrashStage): Promise<string> {
  const { ada: by } = discord.world.people;
  const use = { by, in: discord.world.channels.general, name: 'privacy' };
  const { id: answerId } = await answerTo(() => discord.command(use));
  const message = await discord.waitFor(
    ({ id, embeds }) => id === answerId && embeds.length > 0,
    PATIENCE,
  );
  const sure = await answerTo(() => discord.click({ by, message, label: 'Erase everything' }));
  await discord.click({ by, message: sure, label: 'Erase everything now' });
  return sure.id;
}

/** Ada had no answer, and asks once more. */
export async function eraseAgain(stage: CrashStage): Promise<void> {
  const answerId = await eraseAll(stage);
  // Until then it is on record that she asked.
  await stage.discord.waitFor(
    ({ id, content }) => id === answerId && !content.includes("This can't be undone."),
    PATIENCE,
  );
  await stage.until('erase her rows', async () => {
    const { jobs } = await readRows(stage.database);
    return jobs.every(({ erasedAt }) => erasedAt !== null);
  });
}

/** Ada has everything erased, with one picture there and another in progress. */
export async function eraseWithPicture(stage: CrashStage): Promise<void> {
  await pictureAndJob(stage);
  await eraseAll(stage);
}

/** The same, and the database does not take it. */
export const eraseInVain: Scenario['play'] = async (stage, point) => {
  // Whoever is new is told something more below their first request.
  await forgetShown(stage);
  stage.start(point);
  await pictureAndJob(stage);
  await stage.sabotage.block('running', 'cancelled');
  await eraseAll(stage);
};

async function pictureAndJob(stage: CrashStage): Promise<void> {
  await getPicture(stage);
  stage.runpod.hold();
  await stage.ask();
  await stage.seen('running');
}

/** Ada gets a picture, and the bot ends and no longer has the file of it. */
export async function forgetShown(stage: CrashStage): Promise<Message> {
  const { discord } = stage;
  stage.start();
  const picture = await getPicture(stage);
  await stage.until('write down that it is shown', async () => {
    const { jobs } = await readRows(stage.database);
    return jobs.every(({ revision, shownRevision }) => shownRevision >= revision);
  });
  await stage.stop();
  await stage.until('be away', () => discord.gateway.connections === 0);
  await forgetPictures(stage);
  return picture;
}

/** A bot that no longer has the file of a picture when it is reported. */
export const reportForgotten: Scenario['play'] = async (stage, point) => {
  const picture = await forgetShown(stage);
  stage.start(point);
  await chooseOffice(stage);
  await report(stage, picture, 'It shows me');
};

/** As if they had been kept for long enough. */
async function forgetPictures({ database }: CrashStage): Promise<void> {
  await database.exec("UPDATE jobs SET pictures = '[]'");
  await database.losePictures();
}

/** Whoever gets no answer in time, of a machine that is busy, tries again. */
export async function answerTo(act: () => Promise<SandboxInteraction>): Promise<Message> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { answered } = await act();
    const message = await answered.then(
      (answer) => answer.message,
      () => undefined,
    );
    if (message) return message;
  }
  throw new Error('nobody is answered');
}
