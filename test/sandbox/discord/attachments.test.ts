import { Routes } from 'discord.js';
import { MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sending } from '../../../src/discord/rest/message-payload.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { picture } from './picture.ts';
import { startBoth } from './bot.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const withFiles = z.looseObject({
  attachments: z.array(z.looseObject({ id: z.string(), url: z.string() })),
  embeds: z.array(z.looseObject({ image: z.looseObject({ url: z.string() }).optional() })),
});

/** A message of the bot with a picture beside an embed and another in it. */
async function posted(clock?: ManualClock) {
  const both = await startBoth(clock);
  const { rest, sandbox } = both;
  const { general } = sandbox.world.channels;
  const data = await picture(30, 20);
  const files = ['one.png', 'two.png'].map((name) => ({ name, data }));
  const embeds = [{ description: 'hello', image: { url: 'attachment://two.png' } }];
  await rest.post(Routes.channelMessages(general.id), sending({ embeds }, files));
  const [message] = sandbox.messages(general);
  if (!message) throw new Error('nothing was posted');
  const path = Routes.channelMessage(general.id, message.id);
  const read = async () => withFiles.parse(await rest.get(path));
  return { ...both, message, path, read, data, general };
}

const statusOf = async (address: string | undefined) => (await fetch(address ?? '')).status;

describe("a message's files", () => {
  it("fit Discord's own schema with the embed beside them", async () => {
    const { read } = await posted();
    // The schema knows timestamps in Z only, Discord sends an offset.
    const text = JSON.stringify(await read()).replaceAll('+00:00', 'Z');
    expect(MessageResponseSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('have addresses that expire after a day, and others once they are read again', async () => {
    const clock = new ManualClock();
    const { read } = await posted(clock);
    const before = await read();
    const addresses = [before.attachments[0]?.url, before.embeds[0]?.image?.url];
    expect(await Promise.all(addresses.map(statusOf))).toEqual([200, 200]);
    await clock.advance(DAY_MS);
    expect(await Promise.all(addresses.map(statusOf))).toEqual([404, 404]);
    const after = await read();
    const others = [after.attachments[0]?.url, after.embeds[0]?.image?.url];
    expect(await Promise.all(others.map(statusOf))).toEqual([200, 200]);
  });

  it('have addresses that a test can end, and that are good for nothing unsigned', async () => {
    const { read, sandbox } = await posted();
    const [before] = (await read()).attachments;
    expect(await statusOf(before?.url.split('?')[0])).toBe(404);
    sandbox.endAddresses();
    expect(await statusOf(before?.url)).toBe(404);
    expect(await statusOf((await read()).attachments[0]?.url)).toBe(200);
  });

  it('come with good addresses to whoever presses a button of an old message', async () => {
    const clock = new ManualClock();
    const { message, sandbox, rest, path } = await posted(clock);
    const components = [
      { type: 1, components: [{ type: 2, style: 2, custom_id: 'a', label: 'A' }] },
    ];
    await rest.patch(path, { body: { components } });
    await clock.advance(2 * DAY_MS);
    const by = sandbox.world.people.ada;
    const { payload } = await sandbox.click({ by, message, customId: 'a' });
    expect(await statusOf(payload.message?.attachments[0]?.url)).toBe(200);
  });

  it('can be marked as spoilers, on the way in and in an edit', async () => {
    const { rest, read, path, message } = await posted();
    const [file] = message.attachments;
    const mark = (is_spoiler: boolean) =>
      rest.patch(path, { body: { embeds: [], attachments: [{ id: file?.id, is_spoiler }] } });
    await mark(true);
    expect((await read()).attachments).toMatchObject([{ id: file?.id, flags: 8 }]);
    await mark(false);
    expect((await read()).attachments[0]).not.toHaveProperty('flags');
  });
});
