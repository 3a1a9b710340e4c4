import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import { RunPodSandbox } from '../packages/stand-ins/runpod/runpod-sandbox.ts';
import { tempFolder } from './support/temp-folder.ts';

const MEASURED_BOT = fileURLToPath(new URL('bot/measured-bot.ts', import.meta.url));
const measure = z.object({ heapUsed: z.number() });

/** Interactions under way at once. */
const AT_ONCE = 40;

/** A bot in a process of its own, with a Discord in this one whose people use it. */
async function openMeasuredBot() {
  const discord = await DiscordSandbox.start({ answerWithinMs: 30_000 });
  const runpod = await RunPodSandbox.start();
  const bot = fork(MEASURED_BOT, {
    execArgv: ['--expose-gc', '--import', import.meta.resolve('tsx')],
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_CDN_URL: discord.cdnUrl,
      RUNPOD_API_KEY: runpod.apiKey,
      RUNPOD_ENDPOINT_ID: runpod.endpointId,
      RUNPOD_API_URL: runpod.apiUrl,
      RUNPOD_REST_URL: runpod.restUrl,
      DATABASE_PATH: join(tempFolder(), 'darkroom.sqlite'),
      DATABASE_MARKER_DIR: tempFolder(),
      LOG_LEVEL: 'error',
    },
  });
  onTestFinished(async () => {
    const exit = once(bot, 'exit');
    bot.kill('SIGKILL');
    await exit;
    await runpod.close();
    await discord.close();
  });
  const heapUsed = async () => {
    const answer = once(bot, 'message');
    bot.send('measure');
    return measure.parse((await answer)[0]).heapUsed;
  };
  /** So many people, none of whom was there before, send a command. */
  const peopleAsk = async (count: number, name: string) => {
    const { channels } = discord.world;
    for (let asked = 0; asked < count; asked += AT_ONCE) {
      const answers = Array.from({ length: AT_ONCE }, async (_, index) => {
        const by = discord.world.addPerson(`person ${asked + index}`);
        const { answered } = await discord.command({ by, in: channels.general, name });
        return answered;
      });
      await Promise.all(answers);
    }
  };
  await discord.connected();
  return { heapUsed, peopleAsk };
}

// `/jobs` is answered at once, `/status` by an edit with the interaction's token.
it.each(['jobs', 'status'])(
  'the heap stays flat within 5 % while 10,000 people send /%s',
  async (name) => {
    const { heapUsed, peopleAsk } = await openMeasuredBot();
    await peopleAsk(2_000, 'jobs');
    await peopleAsk(200, name);
    const before = await heapUsed();
    await peopleAsk(10_000, name);
    // discord.js lets go of what it keeps for a token every quarter of a minute.
    const growth = async () => (await heapUsed()) / before;
    await expect.poll(growth, { interval: 1_000 }).toBeLessThan(1.05);
  },
);
