import { Events, PermissionFlagsBits, Routes, type Client, type Interaction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { DRAW, refusal, startBoth } from './bot.ts';

const REPORT = { type: 3, name: 'Report picture' };

async function startWith(commands: readonly object[]) {
  const both = await startBoth();
  const { sandbox, rest } = both;
  const path = Routes.applicationCommands(sandbox.applicationId);
  const register = (body: readonly object[]) => rest.put(path, { body });
  await register(commands);
  const { people, channels } = sandbox.world;
  const said = sandbox.say({ by: people.ben, in: channels.general, content: 'hello' });
  return { ...both, register, people, channels, said };
}

/** The next interaction as discord.js understands it. */
function understood(client: Client): Promise<Interaction> {
  return new Promise((resolve) => {
    client.once(Events.InteractionCreate, resolve);
  });
}

describe('a command of a message', () => {
  it('is sent with the message, as discord.js understands it', async () => {
    const { sandbox, client, people, said } = await startWith([REPORT]);
    const arrived = understood(client);
    await sandbox.messageCommand({ by: people.ada, message: said, name: 'Report picture' });
    const interaction = await arrived;
    expect(interaction.isMessageContextMenuCommand()).toBe(true);
    if (!interaction.isMessageContextMenuCommand()) return;
    expect(interaction.targetMessage).toMatchObject({ id: said.id, content: 'hello' });
    expect(interaction.targetMessage.author.id).toBe(people.ben.id);
  });

  it('is answered like any other', async () => {
    const { sandbox, answer, people, said } = await startWith([REPORT]);
    const use = { by: people.ada, message: said, name: 'Report picture' };
    const posted = await answer(await sandbox.messageCommand(use), {
      type: 4,
      data: { content: 'thanks', flags: 64 },
    });
    expect(posted).toMatchObject({
      type: 23,
      flags: 64,
      interaction_metadata: { type: 2, target_message_id: said.id },
    });
  });

  it('is refused for a message that is not seen, and where it is not offered', async () => {
    const { sandbox, answer, draw, people, said } = await startWith([
      DRAW,
      { ...REPORT, default_member_permissions: String(PermissionFlagsBits.ManageMessages) },
    ]);
    const pick = (use: object) =>
      sandbox.messageCommand({ by: people.ben, message: said, name: 'Report picture', ...use });
    const interaction = await draw();
    await answer(interaction, { type: 4, data: { content: 'psst', flags: 64 } });
    const { message } = await interaction.answered;
    await expect(pick({ message })).rejects.toThrow(/Ben does not see/);
    await expect(pick({ by: people.ada })).rejects.toThrow(/not offered to Ada/);
    await expect(pick({ name: 'draw' })).rejects.toThrow(/no command draw/);
    expect((await pick({ by: people.ada, raw: true })).payload.type).toBe(2);
  });

  it('is one of five at most', async () => {
    const { register } = await startWith([]);
    const menu = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ type: 3, name: `Report ${index}` }));
    await register([...menu(5), { type: 2, name: 'Look' }, DRAW]);
    expect(await refusal(register(menu(6)))).toMatchObject({ status: 400, code: 30032 });
  });
});
