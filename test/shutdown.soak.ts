import { GatewayCloseCodes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { base64, PNG } from './comfy/pictures.ts';
import { BotProcess } from './support/bot-process.ts';
import { imagine, openStudio, shown } from './support/imagine.ts';
import type { Studio } from './support/studio.ts';
import { unfinishedJobs } from './support/unfinished-jobs.ts';
import { program } from './support/program.ts';

const output = { images: [{ data: base64(PNG) }] };

/** A studio whose bot is a process of its own. `extra` is run in it beforehand. */
async function open(extra?: string): Promise<{ studio: Studio; bot: BotProcess }> {
  const studio = await openStudio();
  await studio.stopBot();
  const preload = extra === undefined ? [] : ['--import', `data:text/javascript,${extra}`];
  const bot = BotProcess.start(studio.env, studio.folder, program('main', preload));
  await bot.waitFor(({ msg }) => msg === 'ready');
  return { studio, bot };
}

/** Resolves once the bot uploads a picture. */
async function uploading({ discord }: Studio): Promise<void> {
  const { requests } = discord.rest;
  const isUpload = ({ method, headers }: (typeof requests)[number]) =>
    method === 'PATCH' && (headers.get('content-type') ?? '').startsWith('multipart/');
  await expect.poll(() => requests.some(isUpload)).toBe(true);
}

describe('a bot that is told to stop while it sends a picture', () => {
  it('finishes that first', async () => {
    const { studio, bot } = await open();
    studio.runpod.script({ output });
    studio.runpod.hold();
    await (
      await imagine(studio)
    ).answered;
    await bot.waitFor(({ msg, state }) => msg === 'job changed' && state === 'running');
    studio.discord.rest.fault({ method: 'PATCH', path: /./, times: Infinity, delayMs: 1_500 });
    studio.runpod.release();
    await uploading(studio);
    bot.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null });
    const { channels, people } = studio.discord.world;
    const messages = studio.discord.messages(channels.general, people.cleo);
    expect(messages.map(shown)).toEqual([true]);
  });

  it('leaves it for the next start where Discord does not answer', async () => {
    const { studio, bot } = await open();
    studio.runpod.script({ output });
    studio.runpod.hold();
    await (
      await imagine(studio)
    ).answered;
    await bot.waitFor(({ msg, state }) => msg === 'job changed' && state === 'running');
    studio.discord.rest.fault({ method: 'PATCH', path: /./, times: Infinity, answer: 'hang' });
    studio.runpod.release();
    await uploading(studio);
    bot.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null });
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await studio.discord.waitFor(shown);
  });
});

describe('a bot that is stopping', () => {
  it('takes no new work', async () => {
    const { studio, bot } = await open();
    // Something that is being sent keeps it from ending.
    studio.runpod.http.fault({ path: /\/run$/, times: Infinity, answer: 'hang' });
    await (
      await imagine(studio)
    ).answered;
    const { requests } = studio.runpod.http;
    await expect.poll(() => requests.some(({ path }) => path.endsWith('/run'))).toBe(true);
    bot.kill('SIGTERM');
    await bot.waitFor(({ msg }) => msg === 'stopping');
    const late = await imagine(studio, { prompt: 'too late' });
    void late.answered.catch(() => undefined);
    expect(await bot.ended).toEqual({ code: 0, signal: null });
    studio.runpod.http.clearFaults();
    // However late it is looked at, it is not over by then.
    studio.runpod.hold();
    await studio.startBot();
    expect(await unfinishedJobs(studio.bot.log)).toMatchObject([
      { wanted: { prompt: 'a lighthouse' } },
    ]);
  });
});

describe('a bot that is told to stop while it starts', () => {
  it('ends with 0 all the same', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    const { rest } = studio.discord;
    const before = rest.requests.length;
    rest.fault({ path: /./, times: Infinity, answer: 'hang' });
    const bot = BotProcess.start(studio.env, studio.folder);
    await expect.poll(() => rest.requests.length).toBeGreaterThan(before);
    bot.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null });
    expect(bot.log.map(({ msg }) => msg)).toEqual(['stopping', 'stopped']);
  });
});

describe('a connection that Discord closes for good', () => {
  it('ends the process with 1, and the log says why', async () => {
    const { studio, bot } = await open();
    studio.discord.gateway.drop(GatewayCloseCodes.AuthenticationFailed);
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    expect(bot.log.at(-1)?.msg).toContain('Discord closed the connection for good (4004)');
  });
});

describe('an error that nobody handles', () => {
  it.each([
    ['thrown', 'throw new Error(`of a kind`)'],
    ['a rejection', 'void Promise.reject(new Error(`of a kind`))'],
  ])('%s is logged as the last thing, and ends the process with 1', async (_, failure) => {
    const { bot } = await open(encodeURIComponent(`process.on('SIGUSR2', () => { ${failure} })`));
    bot.kill('SIGUSR2');
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    expect(bot.log.at(-1)).toMatchObject({
      level: 'fatal',
      msg: 'uncaught error',
      err: { message: 'of a kind' },
    });
  });
});
