import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import { imagine, jobOf, openStudio, waitingMessage } from '../../commands/scene.ts';
import { completedMessage, workingMessage } from '../../support/job-message.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { moveUntil } from '../../support/move-until.ts';
import type { Studio } from '../../support/studio.ts';
import { undeliverableJob } from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';

function deleteMessage(
  { discord }: Studio,
  { id, channel_id: channelId }: Message,
): Promise<unknown> {
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  return rest.delete(Routes.channelMessage(channelId, id));
}

const EDIT = { method: 'PATCH', path: /\/webhooks\// };

describe('a bot token that Discord refuses once', () => {
  it('is used again, and the picture comes', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, answer: refusal(401, 50027) });
    studio.discord.rest.fault({
      method: 'PATCH',
      path: /\/channels\//,
      answer: refusal(401, 0),
    });
    const { interaction } = await waitingMessage(studio);
    const done = await completedMessage(studio, interaction);
    expect(done.versions.at(-1)?.via).toBe('bot');
  });
});

describe('a message whose interaction token is of no use any more', () => {
  it('is edited as the bot after Discord has refused the token', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, answer: refusal(401, 50027) });
    const { interaction, message } = await waitingMessage(studio);
    const done = await completedMessage(studio, interaction);
    expect(done.id).toBe(message.id);
    expect(done.versions.at(-1)?.via).toBe('bot');
    const attempts = studio.discord.rest.requests.filter(({ method, path }) => {
      return method === 'PATCH' && path.includes('/webhooks/');
    });
    expect(attempts).toHaveLength(1);
  });

  it('is edited as the bot once its fifteen minutes are over', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({
      clock,
      env: { JOB_TIMEOUT_MS: '3600000' },
      configure: (config) => ({ ...config, pollIntervalMs: 10_000 }),
    });
    studio.runpod.hold();
    const interaction = await imagine(studio);
    await moveUntil(clock, workingMessage(studio, interaction));
    await clock.advance(15 * 60_000);
    studio.runpod.release();
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done, 1_000);
    expect((await done).versions.map(({ via }) => via)).toEqual(['callback', 'token', 'bot']);
    expect(studio.discord.rest.requests.map(({ method }) => method)).not.toContain('DELETE');
  });
});

describe('a message that somebody deleted', () => {
  it('is noted in the row, and not posted anew', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio);
    await deleteMessage(studio, await workingMessage(studio, interaction));
    studio.runpod.release();
    const { undeliverableAt } = await undeliverableJob(studio, interaction);
    expect(undeliverableAt).toBeDefined();
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toEqual([]);
  });

  it('is asked for once', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio);
    const message = await workingMessage(studio, interaction);
    await deleteMessage(studio, message);
    const { ada } = studio.discord.world.people;
    const { log } = studio.bot;
    await log.move((await jobOf(studio, interaction)).id, 'cancelled', 'x', {
      cancelledBy: ada.id,
    });
    await undeliverableJob(studio, interaction);
    const job = await jobOf(studio, interaction);
    await log.change((changing) => {
      changing.moved(job, job.state);
      return Promise.resolve();
    });
    studio.runpod.release();
    await completedMessage(studio, await imagine(studio, { prompt: 'another' }));
    const missed = studio.discord.rest.requests.filter(({ method, path }) => {
      return method === 'PATCH' && path.includes(message.id);
    });
    expect(missed.filter(({ status }) => status === 404)).toHaveLength(1);
  });

  it('ends its job, here and at RunPod, since nobody can be told', async () => {
    const studio = await openStudio({ runpod: { progress: true } });
    // It begins to run, so that its message has to change, once that is gone.
    studio.runpod.throttle(true);
    studio.runpod.hold();
    const { interaction, message } = await waitingMessage(studio);
    await deleteMessage(studio, message);
    studio.runpod.throttle(false);
    await studio.runpod.waitFor(({ status }) => status === 'CANCELLED');
    expect((await undeliverableJob(studio, interaction)).state).toBe('cancelled');
  });
});
