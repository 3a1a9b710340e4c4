import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refusal, startBoth } from './bot.ts';

describe('a message that the bot deletes', () => {
  async function start() {
    const { sandbox, rest, ...others } = await startBoth();
    const { world } = sandbox;
    const { general } = world.channels;
    const said = sandbox.say({ by: world.people.ben, in: general, content: 'hello' });
    const remove = (id: string, channelId = general.id) =>
      rest.delete(Routes.channelMessage(channelId, id));
    return { sandbox, rest, world, general, said, remove, ...others };
  }

  it('may always be its own, that of an interaction too', async () => {
    const { sandbox, world, answer, draw, remove } = await start();
    const { restricted } = world.channels;
    const posted = await answer(await draw(), { type: 4, data: { content: 'mine' } });
    world.setBotAccess(restricted, 'read-only');
    await remove(posted?.id ?? '', restricted.id);
    expect(sandbox.messages(restricted)).toEqual([]);
  });

  it("may be a person's where the bot has Manage Messages", async () => {
    const { sandbox, world, general, said, remove } = await start();
    expect(await refusal(remove(said.id))).toMatchObject({ status: 403, code: 50013 });
    world.setBotAccess(general, 'manage');
    await remove(said.id);
    expect(sandbox.message(said.id)).toBeUndefined();
    expect(await refusal(remove(said.id))).toMatchObject({ status: 404, code: 10008 });
  });

  it('is none in another channel, or one that the bot does not see', async () => {
    const { world, general, said, remove } = await start();
    const elsewhere = remove(said.id, world.channels.restricted.id);
    expect(await refusal(elsewhere)).toMatchObject({ status: 404, code: 10008 });
    world.setBotAccess(general, 'none');
    expect(await refusal(remove(said.id))).toMatchObject({ status: 403, code: 50001 });
    expect(await refusal(remove(said.id, '1'))).toMatchObject({ status: 404, code: 10003 });
  });

  it('is nothing that it can edit where it is a person’s', async () => {
    const { rest, general, said } = await start();
    const path = Routes.channelMessage(general.id, said.id);
    const edit = rest.patch(path, { body: { content: 'mine' } });
    expect(await refusal(edit)).toMatchObject({ status: 403, code: 50005 });
  });
});
