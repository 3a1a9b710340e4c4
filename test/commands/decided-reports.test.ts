import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { imagine, jobOf, quietAnswer, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';
import { finished, report, notice, pictureShowing } from './report-scene.ts';
import { answerOf } from './result-scene.ts';
import { askToReport } from '../support/ask-to-report.ts';

describe('a moderator', () => {
  it('shows a hidden picture again', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'It shows me');
    const { discord } = scene.studio;
    const told = await notice(scene, 'shows them');
    await discord.click({ by: discord.world.people.ben, message: told, label: 'Show again' });
    const back = await completedMessage(scene.studio, scene.asked);
    expect(back.files).toHaveLength(1);
    await notice(scene, 'Kept');
  });

  it('shows one again whose file was gone here', async () => {
    const scene = await finished();
    const { studio } = scene;
    const bytes = studio.discord.file(scene.picture, scene.picture.files[0]?.filename ?? '');
    // Once it is written down that it is shown.
    await expect.poll(() => forgetPicturesIn(studio.databasePlace)).toHaveLength(1);
    await report(scene, scene.dora, 'It shows me');
    // Its message was made before the picture was here again.
    const told = await studio.discord.waitFor(
      (message) =>
        message.channel_id === scene.office.id &&
        buttonsOf(message).some(({ label }) => label === 'View'),
    );
    await studio.discord.click({
      by: studio.discord.world.people.ben,
      message: told,
      label: 'Show again',
    });
    const back = await completedMessage(scene.studio, scene.asked);
    expect(studio.discord.file(back, back.files[0]?.filename ?? '')).toEqual(bytes);
  });

  it('keeps a picture that is still shown without an edit', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord, databasePlace } = scene.studio;
    const told = await notice(scene, 'is hateful');
    // Its file has been kept for long enough.
    await forgetPicturesIn(databasePlace);
    await discord.click({ by: discord.world.people.ben, message: told, label: 'Keep' });
    await notice(scene, '**Kept** by');
    await scene.studio.stopBot();
    expect(discord.message(scene.picture.id)?.files).toHaveLength(1);
  });

  it('does not show a picture of their own again', async () => {
    const scene = await finished();
    const { discord, bot } = scene.studio;
    const { ben, cleo } = discord.world.people;
    const interaction = await imagine(scene.studio, {}, { by: ben });
    const own = await completedMessage(scene.studio, interaction);
    await report({ ...scene, picture: own }, cleo, 'It shows me');
    const told = await notice(scene, own.id);
    const click = await discord.click({ by: ben, message: told, label: 'Show again' });
    expect(await quietAnswer(click)).toContain('This is your own picture.');
    expect((await bot.log.jobs.find((await jobOf(scene.studio, interaction)).id))?.visibility).toBe(
      'hidden',
    );
  });

  it('removes a picture for good, with its file', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord, bot } = scene.studio;
    const told = await notice(scene, 'is hateful');
    await discord.click({
      by: discord.world.people.ben,
      message: told,
      label: 'Remove permanently',
    });
    const removed = await pictureShowing(scene, "This server's moderators removed this picture.");
    expect(removed.files).toEqual([]);
    expect((await bot.log.jobs.find(scene.jobId))?.pictures).toEqual([]);
    const decided = await notice(scene, '**Removed** by');
    expect(buttonsOf(decided).map(({ label }) => label)).toEqual([
      'Block requester',
      'Block reporter',
    ]);
  });

  it('decides every report of the picture at once, and a second one comes too late', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { ben, cleo } = discord.world.people;
    await report(scene, scene.dora, 'Hateful');
    const first = await notice(scene, 'is hateful');
    await report(scene, cleo, 'It shows me');
    const second = await notice(scene, 'shows them');
    await discord.click({ by: ben, message: first, label: 'Remove permanently' });
    await discord.waitFor(
      ({ id, embeds }) =>
        [second.id].includes(id) && textOf({ content: '', embeds }).includes('**Removed** by'),
    );
    const late = await discord.click({
      by: ben,
      message: second,
      customId: buttonsOf(second)[1]?.custom_id ?? '',
      raw: true,
    });
    expect(await quietAnswer(late)).toContain('This has already been decided.');
  });

  it('looks at the picture, and nobody else does', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'It shows me');
    const { discord } = scene.studio;
    const told = await notice(scene, 'shows them');
    await discord.click({ by: discord.world.people.ben, message: told, label: 'View' });
    const look = await discord.waitFor(({ content }) =>
      content.includes('The reported picture of job'),
    );
    expect(look.files.map(({ filename }) => filename)).toEqual([`SPOILER_${scene.jobId}-1.png`]);
    expect(look.flags & 64).toBe(64);
  });

  it('blocks the requester, who then makes and reports nothing', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'It shows me');
    const { discord } = scene.studio;
    const { ben } = discord.world.people;
    const told = await notice(scene, 'shows them');
    const blocked = await discord.click({ by: ben, message: told, label: 'Block requester' });
    expect(await quietAnswer(blocked)).toContain('can no longer make or report pictures here');
    expect(await quietAnswer(await imagine(scene.studio))).toContain(
      'The moderators of this server have blocked you',
    );
  });

  it('answers a false report by blocking who made it', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord } = scene.studio;
    const { ben } = discord.world.people;
    const told = await notice(scene, 'is hateful');
    const blocked = await discord.click({ by: ben, message: told, label: 'Block reporter' });
    await quietAnswer(blocked);
    const again = await askToReport(discord, { by: scene.dora, message: scene.picture });
    expect(await quietAnswer(again)).toContain('have blocked you');
  });

  it('asks first where several reporters share the message, and then blocks them all', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { ben, cleo } = discord.world.people;
    await report(scene, scene.dora, 'Hateful');
    await report(scene, cleo, 'Hateful');
    const told = await notice(scene, `<@${cleo.id}> reported`);
    const asked = await discord.click({ by: ben, message: told, label: 'Block reporters' });
    expect(await quietAnswer(asked)).toContain(`<@${scene.dora.id}> and <@${cleo.id}>`);
    const question = await answerOf(asked);
    const label = 'Block all';
    const forged = await discord.click({ by: cleo, message: question, label, raw: true });
    expect(await quietAnswer(forged)).toContain('Only members who manage this server');
    await discord.click({ by: ben, message: question, label });
    await discord.waitFor(({ content }) => content.includes('can no longer make or report'));
    for (const by of [scene.dora, cleo]) {
      const again = await askToReport(discord, { by, message: scene.picture });
      expect(await quietAnswer(again)).toContain('have blocked you');
    }
  });

  it('is not made by the right to manage messages in the channel of the reports', async () => {
    const scene = await finished();
    const { discord, bot } = scene.studio;
    const { ManageMessages } = PermissionFlagsBits;
    const eve = discord.world.addPerson('Eve', { permissions: ManageMessages });
    await report(scene, scene.dora, 'Hateful');
    const told = await notice(scene, 'is hateful');
    for (const label of ['Remove permanently', 'View', 'Block requester']) {
      const click = await discord.click({ by: eve, message: told, label });
      expect(await quietAnswer(click)).toContain('Only members who manage this server');
    }
    expect((await bot.log.jobs.find(scene.jobId))?.visibility).toBe('shown');
  });

  it('may be who has the role that the server chose', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { people, channels } = discord.world;
    const role = discord.world.addRole('wardens');
    const eve = discord.world.addPerson('Eve', { roles: [role] });
    const use = { by: people.ben, in: channels.general, name: 'moderation' };
    await discord.command({ ...use, subcommand: 'role', options: { role } });
    await report(scene, scene.dora, 'Hateful');
    const told = await notice(scene, 'is hateful');
    await discord.click({ by: eve, message: told, label: 'Remove permanently' });
    await notice(scene, `**Removed** by <@${eve.id}>`);
  });

  it('is who decides: anybody else is refused, also with a forged click', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord } = scene.studio;
    const told = await notice(scene, 'is hateful');
    const click = await discord.click({
      by: scene.dora,
      message: told,
      label: 'Remove permanently',
    });
    expect(await quietAnswer(click)).toContain('Only members who manage this server');
    const customId = buttonsOf(told)[0]?.custom_id ?? '';
    const forged = await discord.click({
      by: discord.world.people.ben,
      message: scene.picture,
      customId,
      raw: true,
    });
    expect(await quietAnswer(forged)).toContain("I don't know that command or button.");
    expect((await scene.studio.bot.log.jobs.find(scene.jobId))?.visibility).toBe('shown');
  });
});
