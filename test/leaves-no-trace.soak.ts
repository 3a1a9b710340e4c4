import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerShowing, imagine } from './commands/scene.ts';
import { completedMessage } from './support/job-message.ts';
import { portrait } from './commands/portrait.ts';
import { photoSent } from './commands/photo-of-job.ts';
import { BotProcess } from './support/bot-process.ts';
import { openStudio } from './support/open-studio.ts';
import { SecretSearch } from './support/secret-search.ts';
import type { Studio } from './support/studio.ts';

const PROMPT = 'a violet windmill beside the quarry';

/** A studio whose bot is a process of its own, so that it can be killed. */
async function open(): Promise<{ studio: Studio; start: () => Promise<BotProcess> }> {
  const studio = await openStudio();
  await studio.stopBot();
  const start = async () => {
    const bot = BotProcess.start(studio.env, studio.folder);
    await bot.waitFor(({ msg }) => msg === 'ready');
    return bot;
  };
  return { studio, start };
}

async function askWithFace(studio: Studio) {
  return imagine(studio, {
    prompt: PROMPT,
    face: { name: 'me.png', bytes: await portrait() },
    face_consent: true,
  });
}

/** What stands in any file that the bot keeps, its log included. */
function foundIn({ folder }: Studio, bot: BotProcess, search: SecretSearch): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const inFiles = files.flatMap(({ parentPath, name }) =>
    search.findIn(readFileSync(join(parentPath, name))).map((what) => `${name}: ${what}`),
  );
  return [...inFiles, ...search.findIn(bot.lines.join('\n')).map((what) => `log: ${what}`)];
}

async function faceSearch(studio: Studio): Promise<SecretSearch> {
  const search = new SecretSearch();
  search.addBytes('photo', await portrait());
  search.addBytes('normalised photo', await photoSent(studio));
  return search;
}

describe("a face's bytes, and their base64, are in no file", () => {
  it('after the job', async () => {
    const { studio, start } = await open();
    const bot = await start();
    await completedMessage(studio, await askWithFace(studio));
    const search = await faceSearch(studio);
    await expect.poll(() => foundIn(studio, bot, search)).toEqual([]);
    bot.kill('SIGINT');
    await bot.ended;
    expect(foundIn(studio, bot, search)).toEqual([]);
  });

  it('after a crash while RunPod works on it, and a start', async () => {
    const { studio, start } = await open();
    const first = await start();
    studio.runpod.hold();
    await askWithFace(studio);
    const search = await faceSearch(studio);
    first.kill('SIGKILL');
    await first.ended;
    const second = await start();
    await expect.poll(() => foundIn(studio, second, search)).toEqual([]);
  });

  it('after a crash in which it lay in its row, once the job is over', async () => {
    const { studio, start } = await open();
    const first = await start();
    const { http } = studio.runpod;
    http.fault({ path: /\/run$/, times: Infinity, answer: { status: 429 } });
    const interaction = await askWithFace(studio);
    await expect
      .poll(() => http.requests.filter(({ path }) => path.endsWith('/run')))
      .not.toEqual([]);
    first.kill('SIGKILL');
    await first.ended;
    http.clearFaults();
    const second = await start();
    await completedMessage(studio, interaction);
    const search = await faceSearch(studio);
    await expect.poll(() => foundIn(studio, second, search)).toEqual([]);
  });

  it('after everything was erased, and with it the words and the person', async () => {
    const { studio, start } = await open();
    const bot = await start();
    const interaction = await askWithFace(studio);
    await completedMessage(studio, interaction);
    const { discord } = studio;
    const { people, channels } = discord.world;
    const asked = await discord.command({
      by: people.ada,
      in: channels.general,
      name: 'privacy',
    });
    const message = await answerShowing(studio, asked, 'What I store about you');
    for (const label of ['Erase everything', 'Erase everything now']) {
      const now = discord
        .messages(channels.general, people.ada)
        .find(({ id }) => id === message.id);
      await discord.click({ by: people.ada, message: now ?? message, label });
      await discord.waitFor(({ id, content }) => id === message.id && content !== now?.content);
    }
    const search = await faceSearch(studio);
    search.addWords('words', PROMPT);
    search.addWhole('person', people.ada.id);
    search.addWhole('interaction', interaction.id);
    await expect.poll(() => foundIn(studio, bot, search)).toEqual([]);
  });
});
