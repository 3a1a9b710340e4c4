import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { imagine, openStudio, shown, text } from '../support/imagine.ts';
import type { Studio } from '../support/studio.ts';
import { lock } from './storage.ts';
import { phaseShown } from '../support/job-message.ts';

const output = { images: [{ data: base64(PNG) }] };
const refusesKey = ({ embeds }: Pick<Message, 'embeds'>) =>
  embeds[0]?.description?.includes("refused the bot's key") === true;

/** What an interaction was told that only its sender sees. */
async function quietly(sent: ReturnType<typeof imagine>): Promise<string> {
  const { message } = await (await sent).answered;
  expect((message?.flags ?? 0) & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
  return message?.content ?? '';
}

/** What everybody sees. */
const general = ({ discord }: Studio) =>
  discord.messages(discord.world.channels.general, discord.world.people.cleo);

describe('a key that RunPod refuses', () => {
  it('is said once in each message, refused at once to whoever asks, and told the operator', async () => {
    const operator: { channelId: string | undefined } = { channelId: undefined };
    const studio = await openStudio({
      configure: (config) => ({
        ...config,
        discord: { ...config.discord, operatorChannelId: operator.channelId },
      }),
    });
    await studio.stopBot();
    const { discord, runpod } = studio;
    const { thread } = discord.world.channels;
    operator.channelId = thread.id;
    await studio.startBot();
    runpod.hold();
    for (let count = 0; count < 3; count += 1) runpod.script({ output });
    await imagine(studio, { prompt: 'one' });
    await imagine(studio, { prompt: 'two' });
    const working = ({ status }: { status: string }) => status === 'IN_PROGRESS';
    await expect.poll(() => runpod.jobs.filter(working).length).toBe(2);

    runpod.http.fault({ path: /./, times: Infinity, answer: { status: 401 } });
    await expect.poll(() => general(studio).filter(refusesKey).length).toBe(2);
    expect(await quietly(imagine(studio, { prompt: 'three' }))).toContain(
      en.errors.key_refused.what,
    );
    await expect
      .poll(() => discord.messages(thread).map(({ content }) => content))
      .toEqual([expect.stringContaining('RunPod refuses RUNPOD_API_KEY')]);
    runpod.release();
    runpod.http.clearFaults();

    const results = () => general(studio).filter(shown);
    await expect.poll(() => results().length).toBe(2);
    expect(general(studio)).toHaveLength(2);
    expect(runpod.submissions()).toBe(2);
    for (const { id } of results()) {
      const versions = discord.message(id)?.versions ?? [];
      expect(versions.filter(({ payload }) => refusesKey(payload)).length).toBe(1);
    }
    await expect.poll(() => discord.messages(thread).length).toBe(2);
    const errors = studio.logged.filter((line) => line.includes('"msg":"RunPod refuses'));
    expect(errors.map((line) => line.includes('"level":50'))).toEqual([true]);
    expect(studio.logged.join('')).not.toContain(runpod.apiKey);

    await imagine(studio, { prompt: 'three' });
    await expect.poll(() => results().length).toBe(3);
  });
});

describe('an endpoint that is in trouble', () => {
  it('says so in the message', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    studio.runpod.showWorkers({ throttled: 2 });
    await imagine(studio);
    const words = 'the GPU service has no free GPU of this kind';
    // What was seen of its workers at the start is believed for ten seconds.
    const says = (message: Message) => text(message).includes(words);
    await studio.discord.waitFor(says);
  });
});

describe('a database that takes nothing', () => {
  it('while it is locked refuses a command, and what was under way goes on', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    for (let count = 0; count < 2; count += 1) studio.runpod.script({ output });
    await imagine(studio, { prompt: 'before' });
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const release = lock(studio.databasePath);
    expect(await quietly(imagine(studio, { prompt: 'during' }))).toContain(
      en.errors.log_unwritable.what,
    );
    studio.runpod.release();
    await expect
      .poll(() => studio.logged.some((line) => line.includes('the job log cannot be written')))
      .toBe(true);
    await release();
    await studio.discord.waitFor(shown);
    await imagine(studio, { prompt: 'after' });
    await expect.poll(() => general(studio).filter(shown).length).toBe(2);
    expect([general(studio).length, studio.runpod.submissions()]).toEqual([2, 2]);
  });

  it('of which a Cancel is told, so that it can be pressed again', async () => {
    const studio = await openStudio();
    const { discord, runpod } = studio;
    runpod.hold();
    const { message } = await (await imagine(studio)).answered;
    if (!message) throw new Error('there is no message');
    await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await discord.waitFor((one) => phaseShown(one) === 'working');
    const release = lock(studio.databasePath);
    const by = discord.world.people.ada;
    expect(await quietly(discord.click({ by, message, label: 'Cancel' }))).toContain(
      en.errors.log_unwritable.what,
    );
    await release();
    await discord.click({ by, message, label: 'Cancel' });
    await discord.waitFor((one) => phaseShown(one) === 'cancelled');
    await runpod.waitFor(({ status }) => status === 'CANCELLED');
  });
});
