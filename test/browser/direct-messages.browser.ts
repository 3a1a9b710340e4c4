import { ButtonStyle, ComponentType, type APIMessageTopLevelComponent } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { axeFindings } from './axe.ts';
import { standIn } from './stand-in.ts';
import { visit } from './visitor.ts';

const MORE: APIMessageTopLevelComponent = {
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      custom_id: 'more',
      label: 'More',
    },
  ],
};

describe('direct messages of the bot', () => {
  it('are a channel of their person, whose buttons work', async () => {
    const visitor = await visit();
    const { page, person, playground } = visitor;
    const { world } = playground.discord;
    const { heard, post } = await standIn(visitor, async (interaction) => {
      if (interaction.isButton()) await interaction.reply('Here is more');
    });
    const mine = world.directChannel(world.people.ada);
    await post({ content: 'For Ada alone', components: [MORE] }, [], mine);
    await person.goTo('Darkroom');
    await page.getByRole('region', { name: 'Messages in @Darkroom' }).waitFor();
    await person.message('For Ada alone').getByRole('button', { name: 'More' }).click();
    await person.messages.getByText('Here is more').waitFor();
    expect(heard).toMatchObject([{ context: 1, user: { id: world.people.ada.id } }]);
    expect(await axeFindings(page)).toEqual([]);

    await person.become('Ben');
    await page.getByRole('heading', { name: 'general' }).waitFor();
    await person.goTo('Darkroom');
    await page.getByRole('combobox', { name: 'Message @Darkroom' }).waitFor();
    expect(await person.messages.count()).toBe(0);
  });
});
