import { describe, expect, it } from 'vitest';
import type { Message } from '../packages/stand-ins/discord/message.ts';
import { base64, PNG } from './comfy/pictures.ts';
import { BotProcess, type LogLine } from './support/bot-process.ts';
import { imagine, openStudio, shown, smallPng } from './support/imagine.ts';
import type { Studio, StudioOptions } from './support/studio.ts';

const output = { images: [{ data: base64(PNG) }] };
const prompt = 'a lighthouse that nobody may read about';

/** A studio whose bot is a process of its own, to be started by the test. */
async function open(options?: StudioOptions): Promise<Studio> {
  const studio = await openStudio(options);
  await studio.stopBot();
  return studio;
}

/** A bot at work in the studio. */
async function start(studio: Studio): Promise<BotProcess> {
  const bot = BotProcess.start(studio.env, studio.folder);
  await bot.waitFor(({ msg }) => msg === 'ready');
  return bot;
}

async function killed(bot: BotProcess): Promise<void> {
  bot.kill('SIGKILL');
  expect((await bot.ended).signal).toBe('SIGKILL');
}

const changedTo = (state: string) => (line: LogLine) =>
  line.msg === 'job changed' && line.state === state;

/** The one message there is, once it shows the result. */
async function onlyResult({ discord }: Studio): Promise<Message> {
  const result = await discord.waitFor(shown);
  // A newcomer is told more, for themselves.
  const everybodys = discord.messages(discord.world.channels.general, discord.world.people.cleo);
  expect(everybodys.map(({ id }) => id)).toEqual([result.id]);
  expect(result.files).toHaveLength(1);
  return result;
}

describe('a bot that is killed', () => {
  it('finishes a job that was queued, in the same message', async () => {
    const studio = await open({ runpod: { queueMs: 1_500 } });
    studio.runpod.script({ output });
    const bot = await start(studio);
    const { message } = await (await imagine(studio)).answered;
    await bot.waitFor(changedTo('queued'));
    await killed(bot);
    await start(studio);
    expect((await onlyResult(studio)).id).toBe(message?.id);
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('finishes a job that was running, in the same message', async () => {
    const studio = await open();
    studio.runpod.hold();
    studio.runpod.script({ output });
    const bot = await start(studio);
    const { message } = await (await imagine(studio)).answered;
    await bot.waitFor(changedTo('running'));
    await killed(bot);
    studio.runpod.release();
    await start(studio);
    expect((await onlyResult(studio)).id).toBe(message?.id);
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('sends a job once more of which RunPod was just told', async () => {
    const studio = await open();
    studio.runpod.http.fault({ path: /\/run$/, when: 'after', answer: 'hang' });
    studio.runpod.script({ output });
    studio.runpod.script({ output });
    const bot = await start(studio);
    const { message } = await (await imagine(studio)).answered;
    await studio.runpod.waitFor(() => true);
    await killed(bot);
    const next = await start(studio);
    expect((await onlyResult(studio)).id).toBe(message?.id);
    expect((await next.waitFor(changedTo('completed'))).attempt).toBe(2);
    expect(studio.runpod.submissions()).toBe(2);
  });

  it.each([
    ['before Discord had its answer', 'before'],
    ['before it knew that Discord had its answer', 'after'],
  ] as const)('%s shows the job in one message all the same', async (_, when) => {
    const studio = await open();
    studio.runpod.hold();
    studio.runpod.script({ output });
    const bot = await start(studio);
    studio.discord.rest.fault({ path: /\/callback$/, when, answer: 'hang' });
    await imagine(studio);
    await bot.waitFor(changedTo('running'));
    await killed(bot);
    studio.runpod.release();
    await start(studio);
    await onlyResult(studio);
    expect(studio.runpod.submissions()).toBe(1);
  });
});

describe('a bot that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s leaves its jobs for the next start',
    async (signal) => {
      const studio = await open();
      studio.runpod.hold();
      studio.runpod.script({ output });
      const bot = await start(studio);
      await imagine(studio);
      await bot.waitFor(changedTo('running'));
      bot.kill(signal);
      expect(await bot.ended).toEqual({ code: 0, signal: null });
      expect(bot.log.at(-1)?.msg).toBe('stopped');
      expect(studio.runpod.jobs[0]?.cancelRequested).toBe(false);
      studio.runpod.release();
      await start(studio);
      await onlyResult(studio);
    },
  );

  it('does not wait for ever for an answer', async () => {
    const studio = await open();
    studio.runpod.http.fault({ path: /\/status\//, times: Infinity, answer: 'hang' });
    studio.runpod.script({ stuck: true });
    const bot = await start(studio);
    await imagine(studio);
    const { requests } = studio.runpod.http;
    await expect.poll(() => requests.some(({ path }) => path.includes('/status/'))).toBe(true);
    bot.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null });
  });

  it('a second time ends at once', async () => {
    const studio = await open();
    studio.runpod.http.fault({ path: /\/run$/, answer: 'hang' });
    const bot = await start(studio);
    await imagine(studio);
    await bot.waitFor(changedTo('submitting'));
    bot.kill('SIGINT');
    await bot.waitFor(({ msg }) => msg === 'stopping');
    bot.kill('SIGINT');
    expect(await bot.ended).toEqual({ code: null, signal: 'SIGINT' });
  });
});

describe('a bot that cannot start', () => {
  it('says in a sentence that Discord refused its token', async () => {
    const studio = await open();
    const env = { ...studio.env, DISCORD_TOKEN: `${studio.discord.token}x` };
    const bot = BotProcess.start(env, studio.folder);
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    expect(bot.log.at(-1)).toMatchObject({
      level: 'fatal',
      msg: 'Discord refused DISCORD_TOKEN. Reset it on the Bot page of your application and use the new one.',
    });
    expect(bot.lines.join()).not.toContain(env.DISCORD_TOKEN);
  });

  it('names every variable that is wrong, without a stack trace', async () => {
    const studio = await open();
    const env = { DISCORD_TOKEN: 'x', POLL_INTERVAL_MS: 'often' };
    const bot = BotProcess.start(env, studio.folder);
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    expect(bot.stderr).toMatch(/RUNPOD_API_KEY is missing/);
    expect(bot.stderr).toMatch(/POLL_INTERVAL_MS must be a whole number of milliseconds/);
    expect(bot.stderr).not.toMatch(/^ +at /m);
    expect(bot.lines).toEqual([]);
  });

  it('says in a sentence that another one is at work on its database', async () => {
    const studio = await open();
    await start(studio);
    const second = BotProcess.start(studio.env, studio.folder);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.log.at(-1)?.msg).toMatch(/^Another process is using this database/);
  });
});

describe('the log', () => {
  it('is JSON with the job on every line about one, and holds no secret at any level', async () => {
    const studio = await open();
    const { discord, runpod } = studio;
    const bot = await start(studio);
    const bytes = await smallPng();
    const face = { name: 'portrait.png', bytes };
    runpod.script({ output: { images: [{ data: base64(bytes) }] } });
    runpod.script({ error: 'the moon is full' });
    runpod.http.fault({ path: /\/run$/, answer: { status: 429 } });
    runpod.http.fault({ path: /\/status\//, times: 4, answer: 'reset' });
    runpod.http.fault({ path: /health/, times: 9, answer: 'reset' });
    discord.rest.fault({
      method: 'PATCH',
      path: /./,
      times: 4,
      answer: { status: 500, body: '{}' },
    });
    const sent = await imagine(studio, { prompt, face, face_consent: true });
    await discord.waitFor(shown);
    discord.rest.fault({ path: /callback/, answer: { status: 400, body: '{"code":50035}' } });
    const failed = await imagine(studio, { prompt });
    await bot.waitFor(changedTo('failed'));
    bot.kill('SIGTERM');
    await bot.ended;

    const urls = discord.cdn.requests.map(({ path }) => path);
    expect(urls.length).toBeGreaterThan(0);
    const secrets = [discord.token, runpod.apiKey, prompt, sent.token, failed.token, base64(bytes)];
    const log = bot.lines.join('\n');
    for (const secret of [...secrets, ...urls, 'portrait.png']) expect(log).not.toContain(secret);

    const ownAffairs = [
      'shard ready',
      'ready',
      'resumed',
      'stopping',
      'stopped',
      "the endpoint's health is not available",
    ];
    const others = bot.log.filter(({ msg }) => !ownAffairs.includes(msg));
    expect(others.length).toBeGreaterThan(5);
    expect(others.filter(({ job }) => typeof job !== 'string')).toEqual([]);
  });
});
