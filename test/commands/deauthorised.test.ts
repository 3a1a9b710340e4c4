import { describe, expect, it } from 'vitest';
import { userOf } from '../../packages/stand-ins/discord/person-object.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';
import { eventsUrl } from '../support/events-url.ts';
import { openOutside } from './outside-scene.ts';
import { imagine, jobOf, quietAnswer } from './scene.ts';

async function deauthorise(studio: Studio, by: Person, at = Date.now(), forged = false) {
  const { endpoint, applicationId } = studio.discord;
  const event = { type: 'APPLICATION_DEAUTHORIZED', data: { user: userOf(by) } };
  return endpoint.postEvent(await eventsUrl(studio), { applicationId, ...event, at }, { forged });
}

async function erasedAt({ bot }: Studio, id: string): Promise<number | undefined> {
  return (await bot.log.jobs.find(id))?.erasedAt;
}

describe('the address for Discord’s events', () => {
  it('answers a PING with 204, and refuses a wrong signature', async () => {
    const { studio, ada } = await openOutside();
    const { endpoint, applicationId } = studio.discord;
    const url = await eventsUrl(studio);
    expect(await endpoint.pingForEvents(url, applicationId)).toBe(204);
    expect(await endpoint.pingForEvents(url, '100000000000000001')).toBe(400);
    expect(await deauthorise(studio, ada, Date.now(), true)).toBe(401);
  });

  it('refuses what it would handle and cannot read, so that Discord sends it again, and nothing else', async () => {
    const { studio } = await openOutside();
    const { endpoint, applicationId } = studio.discord;
    const url = await eventsUrl(studio);
    const post = (type: string) =>
      endpoint.postEvent(url, { applicationId, type, data: {}, at: Date.now() });
    expect(await post('APPLICATION_DEAUTHORIZED')).toBe(400);
    expect(await post('APPLICATION_AUTHORIZED')).toBe(204);
  });
});

describe('a user who removes the bot', () => {
  it('loses what that install alone allowed, up to then, and nothing else', async () => {
    const { studio, channels, ada, ben } = await openOutside();
    const inServer = await imagine(studio);
    const inGroup = await imagine(studio, {}, { in: channels.group });
    const inDirect = await imagine(studio, {}, { in: channels.direct });
    const ofBen = await imagine(studio, {}, { by: ben, in: channels.group });
    for (const asked of [inServer, inGroup, inDirect, ofBen]) await completedMessage(studio, asked);
    const { id } = await jobOf(studio, inGroup);
    expect(await deauthorise(studio, ada)).toBe(204);
    await expect.poll(() => erasedAt(studio, id)).toBeDefined();
    for (const asked of [inServer, inDirect, ofBen]) {
      expect((await jobOf(studio, asked)).erasedAt).toBeUndefined();
    }
    // It still counts.
    await completedMessage(studio, await imagine(studio, {}, { in: channels.group }));
    const refused = await imagine(studio, {}, { in: channels.elsewhere });
    expect(await quietAnswer(refused)).toContain('3 pictures a day');
  });

  it('keeps what a later install allowed, however often Discord says so', async () => {
    const { studio, channels, ada } = await openOutside();
    const asked = await imagine(studio, {}, { in: channels.group });
    await completedMessage(studio, asked);
    const before = await jobOf(studio, asked);
    await expect.poll(() => Date.now()).toBeGreaterThan(before.createdAt + 1);
    const later = await imagine(studio, {}, { in: channels.group });
    await completedMessage(studio, later);
    for (const at of [before.createdAt, before.createdAt - 1, before.createdAt]) {
      expect(await deauthorise(studio, ada, at)).toBe(204);
    }
    await expect.poll(() => erasedAt(studio, before.id)).toBeDefined();
    expect((await jobOf(studio, later)).erasedAt).toBeUndefined();
  });

  it('loses it too if the operator has switched user install off meanwhile', async () => {
    const { studio, channels, ada } = await openOutside();
    const asked = await imagine(studio, {}, { in: channels.group });
    await completedMessage(studio, asked);
    const { id } = await jobOf(studio, asked);
    await studio.stopBot();
    await studio.startBot({ USER_INSTALL_PICTURES_PER_DAY: '0' });
    expect(await deauthorise(studio, ada)).toBe(204);
    await expect.poll(() => erasedAt(studio, id)).toBeDefined();
  });

  it('has what is under way cancelled', async () => {
    const { studio, channels, ada } = await openOutside();
    studio.runpod.hold();
    const asked = await imagine(studio, {}, { in: channels.group });
    await asked.answered;
    const { id } = await jobOf(studio, asked);
    expect(await deauthorise(studio, ada)).toBe(204);
    await expect.poll(() => erasedAt(studio, id)).toBeDefined();
    expect((await studio.bot.log.jobs.find(id))?.state).toBe('cancelled');
    studio.runpod.release();
  });
});
