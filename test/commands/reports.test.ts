import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { imagine, quietAnswer, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { chooseOffice, decide, finished, notice, pictureShowing, report } from './report-scene.ts';
import { answerOf, press, pressInPanel } from './result-scene.ts';
import { askToReport } from '../support/ask-to-report.ts';

describe('a report of a picture', () => {
  it.each([
    ['It shows me', 'A member reported that this picture shows them.'],
    ['A minor', 'This picture was reported as showing a minor.'],
  ])('for "%s" hides it at once, and says why without a name', async (label, why) => {
    const scene = await finished();
    const thanks = await report(scene, scene.dora, label);
    expect(thanks.content).toContain('The picture is hidden');
    const hidden = await pictureShowing(scene, why);
    expect(hidden.files).toEqual([]);
    expect(textOf(hidden)).not.toContain(scene.dora.id);
    expect(textOf(hidden)).not.toContain('lighthouse');
    expect(buttonsOf(hidden)).toEqual([]);
  });

  it('can be made from the menu of the message too', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const asked = await discord.messageCommand({
      by: scene.dora,
      message: scene.picture,
      name: 'Report picture',
    });
    expect(await quietAnswer(asked)).toContain("What's wrong with this picture?");
    const { message } = await asked.answered;
    if (!message) throw new Error('there is no question');
    await discord.click({ by: scene.dora, message, label: 'It shows me' });
    await pictureShowing(scene, 'reported that this picture shows them');
  });

  it('of a message that is none of the bot is refused', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { channels } = discord.world;
    const message = discord.say({ by: scene.dora, in: channels.restricted, content: 'hello' });
    const asked = await discord.messageCommand({ by: scene.dora, message, name: 'Report picture' });
    expect(await quietAnswer(asked)).toContain("That message doesn't have one of my pictures.");
  });

  it('is told to moderators with the words, the link, and both names', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const told = textOf(await notice(scene, 'is hateful'));
    const { ada } = scene.studio.discord.world.people;
    for (const part of [`<@${scene.dora.id}>`, `<@${ada.id}>`, 'a lighthouse', scene.picture.id]) {
      expect(told).toContain(part);
    }
  });

  it('that hides the picture is seen in the messages of earlier ones too', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const first = await notice(scene, "It's a spoiler until");
    await report(scene, scene.studio.discord.world.people.cleo, 'It shows me');
    const now = await scene.studio.discord.waitFor(
      (message) => message.id === first.id && textOf(message).includes("It's hidden until"),
    );
    expect(buttonsOf(now).map(({ label }) => label)).toContain('Show again');
  });

  it('says so at once where its requester deletes the picture', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const told = await notice(scene, "It's a spoiler until");
    const { studio, picture } = scene;
    const question = await answerOf(await pressInPanel(studio, picture, 'Delete'));
    await press(studio, question, 'Delete permanently');
    const now = await studio.discord.waitFor(
      (message) => message.id === told.id && textOf(message).includes('erased it'),
    );
    expect(buttonsOf(now).map(({ label }) => label)).not.toContain('Remove permanently');
  });

  it('by the same person counts once, which they learn before they choose a reason', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const open = await answerOf(
      await askToReport(discord, { by: scene.dora, message: scene.picture }),
    );
    await report(scene, scene.dora, 'Hateful');
    const already = "You've already reported this picture";
    await discord.click({ by: scene.dora, message: open, label: 'It shows me' });
    await discord.waitFor(({ content }) => content.includes(already));
    const asked = await askToReport(discord, { by: scene.dora, message: scene.picture });
    expect(await quietAnswer(asked)).toContain(already);
    expect((await scene.studio.bot.log.jobs.find(scene.jobId))?.visibility).toBe('shown');
  });

  it('joins the message about an open one for the same reason, and no other', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { cleo } = discord.world.people;
    const eve = discord.world.addPerson('Eve');
    const cards = () =>
      discord
        .messages(scene.office)
        .filter(({ embeds }) => embeds[0]?.title === 'Reported picture');
    await report(scene, scene.dora, 'Hateful');
    const first = await notice(scene, 'is hateful');
    await report(scene, cleo, 'Hateful');
    const both = `<@${scene.dora.id}> and <@${cleo.id}> reported that this picture **is hateful**`;
    expect((await notice(scene, both)).id).toBe(first.id);
    await report(scene, eve, 'Something else');
    const other = await notice(scene, "doesn't belong here");
    expect(cards()).toHaveLength(2);
    await decide(scene, other, 'Keep');
    const kept = await discord.waitFor(
      (message) => message.id === first.id && textOf(message).includes('**Kept** by'),
    );
    expect(textOf(kept)).toContain(both);
    await report(scene, discord.world.addPerson('Fay'), 'Hateful');
    const later = await notice(scene, "It's still visible.");
    expect(later.id).not.toBe(first.id);
  });

  it('says whom to tell where the server has chosen no channel, and is told there once it has', async () => {
    const scene = await finished({ office: false });
    const thanks = await report(scene, scene.dora, 'Sexual');
    expect(thanks.content).toContain(
      `tell a moderator or the owner, and mention job ${scene.jobId}`,
    );
    await pictureShowing(scene, 'reported as sexual');
    await chooseOffice(scene.studio, scene.office);
    await notice(scene, "It's hidden until a moderator decides.");
  });

  it('says when it is looked at where the server has chosen no channel, and tells one moderator, once', async () => {
    const scene = await finished({ office: false });
    const { discord } = scene.studio;
    const { ben, cleo } = discord.world.people;
    const { restricted } = discord.world.channels;
    const eve = discord.world.addPerson('Eve', { permissions: PermissionFlagsBits.ManageGuild });
    const thanks = await report(scene, scene.dora, 'Sexual');
    expect(thanks.content).toContain("I'll tell the next moderator who uses me here");
    const hidden = textOf(await pictureShowing(scene, 'has no report channel'));
    expect(hidden).toMatch(/Without a decision, it will be removed permanently <t:\d+:R>\./);
    const news = () =>
      discord
        .messages(restricted)
        .filter(({ content }) => content.includes('Pictures were reported in this server'));
    for (const by of [cleo, ben, eve, ben]) {
      await quietAnswer(await discord.command({ by, in: restricted, name: 'jobs' }));
      if (by === cleo) expect(news()).toEqual([]);
      else await expect.poll(news).toHaveLength(1);
    }
    expect(news().map((message) => message.flags & 64)).toEqual([64]);
    expect(discord.messages(restricted, ben)).toContainEqual(news()[0]);
    await chooseOffice(scene.studio, scene.office);
    await pictureShowing(scene, "It's hidden until this server's moderators decide.");
  });

  it('tells another moderator where one could not be told', async () => {
    const scene = await finished({ office: false });
    const { discord } = scene.studio;
    const { ben } = discord.world.people;
    const { restricted } = discord.world.channels;
    await report(scene, scene.dora, 'Hateful');
    const followUp = { method: 'POST', path: /\/webhooks\/\d+\/[^/]+$/ };
    discord.rest.fault({ ...followUp, answer: refusal(400, 50035) });
    const use = { by: ben, in: restricted, name: 'jobs' };
    await quietAnswer(await discord.command(use));
    await expect
      .poll(() => scene.studio.logged.join(''))
      .toContain('a follow-up could not be sent');
    await expect
      .poll(async () => {
        await quietAnswer(await discord.command(use));
        return discord
          .messages(restricted)
          .some(({ content }) => content.includes('were reported'));
      })
      .toBe(true);
  });

  it('waits for another channel where the chosen one is gone, and says whom to tell', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    discord.world.setBotAccess(scene.office, 'none');
    await report(scene, scene.dora, 'It shows me');
    await expect.poll(() => scene.studio.logged.join('')).toContain('gave up posting a report');
    const hidden = textOf(await pictureShowing(scene, 'has no report channel'));
    expect(hidden).toMatch(/Without a decision, it will be removed permanently <t:\d+:R>\./);
    const { cleo } = discord.world.people;
    const other = await completedMessage(scene.studio, await imagine(scene.studio));
    await expect
      .poll(async () => (await report({ ...scene, picture: other }, cleo, 'Hateful')).content)
      .toContain('tell a moderator or the owner');
    const attic = discord.world.addChannel({ name: 'attic' });
    await chooseOffice(scene.studio, attic);
    await notice({ ...scene, office: attic }, 'shows them');
    await notice({ ...scene, office: attic }, 'is hateful');
    await pictureShowing(scene, "It's hidden until this server's moderators decide.");
  });

  it('is told after a restart where it could not be before', async () => {
    const scene = await finished();
    const { studio, office } = scene;
    const path = new RegExp(`/channels/${office.id}/messages$`);
    studio.discord.rest.fault({ path, times: Infinity, answer: { status: 503 } });
    await report(scene, scene.dora, 'It shows me');
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await notice(scene, 'shows them');
  });
});
