import {
  ApplicationCommandOptionType,
  ChannelType,
  Routes,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { received, startBot } from '../sandbox/discord/bot.ts';
import { visit } from './visitor.ts';

const SEAT: RESTPostAPIApplicationCommandsJSONBody = {
  name: 'seat',
  description: 'Gives somebody a seat',
  options: [
    {
      type: ApplicationCommandOptionType.User,
      name: 'guest',
      description: 'Who sits there',
      required: true,
    },
    {
      type: ApplicationCommandOptionType.Channel,
      name: 'room',
      description: 'Where it is',
      required: true,
      channel_types: [ChannelType.GuildText],
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: 'row',
      description: 'How far back',
      max_value: 9.5,
    },
    {
      type: ApplicationCommandOptionType.Boolean,
      name: 'window',
      description: 'Whether it is at the window',
    },
  ],
};

describe('commands', () => {
  it('of any bot appear as they are registered, and are used without a line of the page’s', async () => {
    const { person, playground, page } = await visit();
    const { discord } = playground;
    const other = await startBot(discord);
    const heard = received(other);
    await other.rest.put(Routes.applicationCommands(discord.applicationId), { body: [SEAT] });
    await person.openCommand('seat');
    await person.pick('guest', 'Cleo');
    await person.field('room').click();
    await page.getByRole('option', { name: '#general' }).waitFor();
    expect(await page.getByRole('option', { name: /holiday/ }).count()).toBe(0);
    await page.getByRole('option', { name: '#restricted' }).click();
    await person.write('row', '12');
    await person.pick('window', 'True');
    await person.send();
    await person.form.getByText('Write a number, up to 9.5.').waitFor();
    await person.write('row', '2.5');
    await person.send();

    await person.messages.getByText("I don't know that command").waitFor();
    const { people, channels } = discord.world;
    expect(heard).toMatchObject([
      {
        data: {
          name: 'seat',
          options: [
            { name: 'guest', value: people.cleo.id },
            { name: 'room', value: channels.restricted.id },
            { name: 'row', value: 2.5 },
            { name: 'window', value: true },
          ],
        },
      },
    ]);
  });

  it('of moderators are offered to moderators only', async () => {
    const { person, page } = await visit();
    const offered = async () => {
      await person.messageBox.click();
      await page.keyboard.type('/');
      await page.getByRole('option', { name: '/imagine' }).waitFor();
      const names = await page.getByRole('option').allTextContents();
      await page.keyboard.press('Backspace');
      return names.filter((name) => name.startsWith('/moderation'));
    };
    expect(await offered()).toEqual([]);
    await person.become('Ben');
    expect(await offered()).toHaveLength(7);
    await person.become('Cleo');
    expect(await offered()).toEqual([]);
  });
});
