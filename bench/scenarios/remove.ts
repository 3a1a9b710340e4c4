import SQLite from 'better-sqlite3';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { ButtonUse } from '../../packages/stand-ins/discord/use-component.ts';
import type { Channel } from '../../packages/stand-ins/discord/world.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { arrivalOf } from '../answer-times.ts';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { inHouse, type House } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { eraseAll } from '../privacy-acts.ts';
import type { Scenario } from '../scenario.ts';

const WITHIN_MS = 15_000;

/** How long a moderator waited for the answer to *Remove*; milliseconds, `null` for no answer. */
export interface RemoveMeasure {
  readonly aloneMs: number | null;
  /** While another program reads the database. */
  readonly readingMs: number | null;
  readonly stall: Stall | null;
}

export function measureRemove(): Promise<RemoveMeasure> {
  return inHouse({}, async (house) => {
    const { discord } = house;
    const bot = house.darkroom({ POLL_INTERVAL_MS: '200' });
    await bot.ready();
    const office = discord.world.addChannel({ name: 'office' });
    const { ben } = discord.world.people;
    await discord.command({
      by: ben,
      in: discord.world.channels.general,
      name: 'moderation',
      subcommand: 'channel',
      options: { channel: office },
    });
    const alone = await readyToRemove(house, office);
    const aloneMs = await arrivalOf(discord, () => discord.click(alone), WITHIN_MS);
    const reading = await readyToRemove(house, office);
    const reader = new SQLite(house.databasePath, { readonly: true });
    try {
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM jobs').get();
      await bot.lap();
      const readingMs = await arrivalOf(discord, () => discord.click(reading), WITHIN_MS);
      const lap = await bot.lap();
      return { aloneMs, readingMs, stall: stallOf(lap) };
    } finally {
      reader.close();
    }
  });
}

/**
 * A picture is made and reported, and whoever asked for it wants all of theirs erased, which waits
 * for the moderators. Returns the click that removes it, after which no trace may be left.
 */
async function readyToRemove({ discord }: House, office: Channel): Promise<ButtonUse> {
  const { ben, cleo } = discord.world.people;
  const [use] = crowd(discord, 1);
  if (!use) throw new Error('nobody is there');
  const { id } = await discord.command(use);
  const within = { timeoutMs: WITHIN_MS };
  const picture = await discord.waitFor(
    ({ interaction_metadata: from, files }) => from?.id === id && files.length > 0,
    within,
  );
  const opened = await discord.click({ by: cleo, message: picture, label: 'More' });
  const { message: panel } = await opened.answered;
  if (!panel) throw new Error('no panel about the picture was shown');
  const asked = await discord.click({ by: cleo, message: panel, label: 'Report' });
  const { message: question } = await asked.answered;
  if (!question) throw new Error('nobody asked what is wrong with the picture');
  const before = new Set(discord.messages(office).map((message) => message.id));
  const isNews = (message: Message) =>
    message.channel_id === office.id &&
    !before.has(message.id) &&
    buttonsOf(message).some(({ label }) => label === 'Remove permanently');
  const notice = discord.waitFor(isNews, within);
  await discord.click({ by: cleo, message: question, label: 'It shows me' });
  const message = await notice;
  if (!(await eraseAll(discord, use.by, WITHIN_MS))) throw new Error('nothing was erased');
  return { by: ben, message, label: 'Remove permanently' };
}

export const remove: Scenario = {
  name: 'remove',
  withinMs: 3 * 60_000,
  async run(report) {
    const { aloneMs, readingMs, stall } = await measureRemove();
    report({ key: 'remove.alone', measured: aloneMs });
    report({ key: 'remove.reading', measured: readingMs });
    report(stallFigure('remove.stall', stall));
  },
};
