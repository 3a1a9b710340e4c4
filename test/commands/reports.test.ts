import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../src/sandbox/discord/buttons.ts';
import type { Message } from '../../src/sandbox/discord/message.ts';
import type { Channel, Person } from '../../src/sandbox/discord/world.ts';
import type { StudioOptions } from '../support/studio.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { refusal } from '../discord/refusal.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';

interface Scene {
  readonly studio: Studio;
  readonly picture: Message;
  readonly jobId: string;
  /** Where this server wants its reports. */
  readonly office: Channel;
  readonly dora: Person;
}

/** A finished picture of Ada's, and a channel for reports unless told otherwise. */
async function finished(options: StudioOptions & { office?: boolean } = {}): Promise<Scene> {
  const studio = await openStudio(options);
  const { world } = studio.discord;
  const office = world.addChannel({ name: 'office' });
  const dora = world.addPerson('Dora');
  if (options.office !== false) await chooseOffice(studio, office);
  const interaction = await imagine(studio);
  const picture = await answerShowing(studio, interaction, 'Took');
  return { studio, picture, office, dora, jobId: (await jobOf(studio, interaction)).id };
}

async function chooseOffice({ discord }: Studio, office: Channel) {
  const { people, channels } = discord.world;
  return discord.command({
    by: people.ben,
    in: channels.general,
    name: 'moderation',
    subcommand: 'channel',
    options: { channel: office },
  });
}

/** Somebody presses Report under the picture and gives a reason. Gives what they see then. */
async function report(
  { studio: { discord }, picture }: Scene,
  by: Person,
  label: string,
): Promise<Message> {
  const asked = await discord.click({ by, message: picture, label: 'Report' });
  const { message: question } = await asked.answered;
  if (!question) throw new Error('there is no question');
  await discord.click({ by, message: question, label });
  return discord.waitFor(({ id, content }) => id === question.id && content !== question.content);
}

/** The message by which moderators learn of a report, once it says `text`. */
function notice({ studio: { discord }, office }: Scene, text: string): Promise<Message> {
  return discord.waitFor(
    (message) => message.channel_id === office.id && textOf(message).includes(text),
  );
}

function pictureShowing({ studio: { discord }, picture }: Scene, text: string): Promise<Message> {
  return discord.waitFor((message) => message.id === picture.id && textOf(message).includes(text));
}

describe('a report of a picture', () => {
  it.each([
    ['It shows me', 'Somebody reported that this picture shows them.'],
    ['Sexual', 'This picture was reported as sexual.'],
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

  it.each(['Hateful', 'Something else'])('for "%s" leaves it there', async (label) => {
    const scene = await finished();
    const thanks = await report(scene, scene.dora, label);
    expect(thanks.content).toContain('will look at it');
    await notice(scene, 'It is still shown.');
    const job = await scene.studio.bot.log.find(scene.jobId);
    expect(job?.visibility).toBe('shown');
  });

  it('can be made from the menu of the message too', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const asked = await discord.messageCommand({
      by: scene.dora,
      message: scene.picture,
      name: 'Report picture',
    });
    expect(await quietAnswer(asked)).toContain('What is wrong with this picture?');
    const { message } = await asked.answered;
    if (!message) throw new Error('there is no question');
    await discord.click({ by: scene.dora, message, label: 'Sexual' });
    await pictureShowing(scene, 'reported as sexual');
  });

  it('of a message that is none of the bot is refused', async () => {
    const scene = await finished();
    const { discord } = scene.studio;
    const { channels } = discord.world;
    const message = discord.say({ by: scene.dora, in: channels.restricted, content: 'hello' });
    const asked = await discord.messageCommand({ by: scene.dora, message, name: 'Report picture' });
    expect(await quietAnswer(asked)).toContain('There is no picture of mine in that message.');
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
    const first = await notice(scene, 'It is still shown.');
    await report(scene, scene.studio.discord.world.people.cleo, 'Sexual');
    const now = await scene.studio.discord.waitFor(
      (message) => message.id === first.id && textOf(message).includes('It is hidden until'),
    );
    expect(buttonsOf(now).map(({ label }) => label)).toContain('Show again');
  });

  it('by the same person counts once', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord } = scene.studio;
    const asked = await discord.click({ by: scene.dora, message: scene.picture, label: 'Report' });
    const { message } = await asked.answered;
    if (!message) throw new Error('there is no question');
    await discord.click({ by: scene.dora, message, label: 'Sexual' });
    await discord.waitFor(({ content }) =>
      content.includes('You have reported this picture already'),
    );
    expect((await scene.studio.bot.log.find(scene.jobId))?.visibility).toBe('shown');
  });

  it('says whom to tell where the server has chosen no channel, and is told there once it has', async () => {
    const scene = await finished({ office: false });
    const thanks = await report(scene, scene.dora, 'Sexual');
    expect(thanks.content).toContain(`tell a moderator or the owner, and name job ${scene.jobId}`);
    await pictureShowing(scene, 'reported as sexual');
    await chooseOffice(scene.studio, scene.office);
    await notice(scene, 'It is hidden until somebody decides.');
  });

  it('says when it is looked at where the server has chosen no channel, and tells one moderator, once', async () => {
    const scene = await finished({ office: false });
    const { discord } = scene.studio;
    const { ben, cleo } = discord.world.people;
    const { restricted } = discord.world.channels;
    const eve = discord.world.addPerson('Eve', { permissions: PermissionFlagsBits.ManageGuild });
    const thanks = await report(scene, scene.dora, 'Sexual');
    expect(thanks.content).toContain('they are looked at as soon as somebody who manages it has');
    const hidden = textOf(await pictureShowing(scene, 'has not chosen yet where reports go'));
    expect(hidden).toMatch(/Without a decision it is removed for good <t:\d+:R>\./);
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
    await pictureShowing(scene, 'It is hidden until the moderators of this server decide.');
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
      .toContain('could not be told something more');
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
    await report(scene, scene.dora, 'Sexual');
    await expect
      .poll(() => scene.studio.logged.join(''))
      .toContain('moderators are not told of this report');
    const { cleo } = discord.world.people;
    const other = await answerShowing(scene.studio, await imagine(scene.studio), 'Took');
    await expect
      .poll(async () => (await report({ ...scene, picture: other }, cleo, 'Hateful')).content)
      .toContain('tell a moderator or the owner');
    const attic = discord.world.addChannel({ name: 'attic' });
    await chooseOffice(scene.studio, attic);
    await notice({ ...scene, office: attic }, 'is sexual');
    await notice({ ...scene, office: attic }, 'is hateful');
  });

  it('is told after a restart where it could not be before', async () => {
    const scene = await finished();
    const { studio, office } = scene;
    const path = new RegExp(`/channels/${office.id}/messages$`);
    studio.discord.rest.fault({ path, times: Infinity, answer: { status: 503 } });
    await report(scene, scene.dora, 'Sexual');
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    await notice(scene, 'is sexual');
  });
});

describe('a moderator', () => {
  it('shows a hidden picture again', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Sexual');
    const { discord } = scene.studio;
    const told = await notice(scene, 'is sexual');
    await discord.click({ by: discord.world.people.ben, message: told, label: 'Show again' });
    const back = await pictureShowing(scene, 'Took');
    expect(back.files).toHaveLength(1);
    await notice(scene, 'Kept');
  });

  it('shows one again whose file was gone here', async () => {
    const scene = await finished();
    const { studio } = scene;
    const before = (await studio.bot.log.find(scene.jobId))?.pictures ?? [];
    const bytes = studio.discord.file(scene.picture, before[0]?.file ?? '');
    // Once it is written down that it is shown.
    await expect
      .poll(() => forgetPicturesIn(studio.databasePath), { timeout: 5_000 })
      .toHaveLength(1);
    await report(scene, scene.dora, 'Sexual');
    // Its message was made before the picture was here again.
    const told = await studio.discord.waitFor(
      (message) =>
        message.channel_id === scene.office.id &&
        buttonsOf(message).some(({ label }) => label === 'Look at it'),
    );
    await studio.discord.click({
      by: studio.discord.world.people.ben,
      message: told,
      label: 'Show again',
    });
    const back = await pictureShowing(scene, 'Took');
    expect(studio.discord.file(back, back.files[0]?.filename ?? '')).toEqual(bytes);
  });

  it('keeps a picture that is still shown without an edit', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord, databasePath } = scene.studio;
    const told = await notice(scene, 'is hateful');
    // Its file has been kept for long enough.
    await forgetPicturesIn(databasePath);
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
    const own = await answerShowing(scene.studio, interaction, 'Took');
    await report({ ...scene, picture: own }, cleo, 'Sexual');
    const told = await notice(scene, own.id);
    const click = await discord.click({ by: ben, message: told, label: 'Show again' });
    expect(await quietAnswer(click)).toContain('You asked for this picture yourself.');
    expect((await bot.log.find((await jobOf(scene.studio, interaction)).id))?.visibility).toBe(
      'hidden',
    );
  });

  it('removes a picture for good, with its file', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord, bot } = scene.studio;
    const told = await notice(scene, 'is hateful');
    await discord.click({ by: discord.world.people.ben, message: told, label: 'Remove for good' });
    const removed = await pictureShowing(
      scene,
      'The moderators of this server removed this picture.',
    );
    expect(removed.files).toEqual([]);
    expect((await bot.log.find(scene.jobId))?.pictures).toEqual([]);
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
    await report(scene, cleo, 'Sexual');
    const second = await notice(scene, 'is sexual');
    await discord.click({ by: ben, message: first, label: 'Remove for good' });
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
    expect(await quietAnswer(late)).toContain('That was decided already.');
  });

  it('looks at the picture, and nobody else does', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Sexual');
    const { discord } = scene.studio;
    const told = await notice(scene, 'is sexual');
    await discord.click({ by: discord.world.people.ben, message: told, label: 'Look at it' });
    const look = await discord.waitFor(({ content }) => content.includes('for your eyes only'));
    expect(look.files.map(({ filename }) => filename)).toEqual([`SPOILER_${scene.jobId}-1.png`]);
    expect(look.flags & 64).toBe(64);
  });

  it('blocks the requester, who then makes and reports nothing', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Sexual');
    const { discord } = scene.studio;
    const { ben } = discord.world.people;
    const told = await notice(scene, 'is sexual');
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
    const again = await discord.click({ by: scene.dora, message: scene.picture, label: 'Report' });
    expect(await quietAnswer(again)).toContain('have blocked you');
  });

  it('is not made by the right to manage messages in the channel of the reports', async () => {
    const scene = await finished();
    const { discord, bot } = scene.studio;
    const { ManageMessages } = PermissionFlagsBits;
    const eve = discord.world.addPerson('Eve', { permissions: ManageMessages });
    await report(scene, scene.dora, 'Hateful');
    const told = await notice(scene, 'is hateful');
    for (const label of ['Remove for good', 'Look at it', 'Block requester']) {
      const click = await discord.click({ by: eve, message: told, label });
      expect(await quietAnswer(click)).toContain('That is for people who manage this server');
    }
    expect((await bot.log.find(scene.jobId))?.visibility).toBe('shown');
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
    await discord.click({ by: eve, message: told, label: 'Remove for good' });
    await notice(scene, `**Removed** by <@${eve.id}>`);
  });

  it('is who decides: anybody else is refused, also with a forged click', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'Hateful');
    const { discord } = scene.studio;
    const told = await notice(scene, 'is hateful');
    const click = await discord.click({ by: scene.dora, message: told, label: 'Remove for good' });
    expect(await quietAnswer(click)).toContain('That is for people who manage this server');
    const customId = buttonsOf(told)[0]?.custom_id ?? '';
    const forged = await discord.click({
      by: discord.world.people.ben,
      message: scene.picture,
      customId,
      raw: true,
    });
    expect(await quietAnswer(forged)).toContain('I do not know that command or button any more.');
    expect((await scene.studio.bot.log.find(scene.jobId))?.visibility).toBe('shown');
  });
});
