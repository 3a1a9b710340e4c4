import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { notesOf } from '../../src/recipes/request-notes.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { stillClock } from '../support/still-clock.ts';
import type { Studio } from '../support/studio.ts';
import { choose, fillIn, keepDefaults, use } from './panels.ts';
import { consentsIn } from './photo-of-job.ts';
import { portrait } from './portrait.ts';
import { answerOf, finished, press } from './result-scene.ts';
import {
  answerShowing,
  graphSent,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  settled,
  textOf,
} from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const YES = 'Yes, and everyone in it is me or has agreed';

async function posted({ discord }: Studio, by: Person, names = ['me.png']): Promise<Message> {
  const bytes = await portrait();
  const files = names.map((name) => ({ name, bytes }));
  return discord.say({ by, in: discord.world.channels.general, content: 'look', files });
}

function pick({ discord }: Studio, message: Message, name = 'Use as start picture') {
  return discord.messageCommand({ by: discord.world.people.ada, message, name });
}

/** Ada asks for something of a message's picture; the message that it is answered with. */
async function askedOf(studio: Studio, message: Message, name?: string) {
  const card = await answerOf(await pick(studio, message, name));
  const opened = await press(studio, card, 'Open the form');
  const sent = await fillIn(studio, opened, { prompt: 'a fox in a coat' });
  return { card, sent, question: await answerOf(sent) };
}

/** Ada asks for something of Ben's picture. */
async function askedOfBen(given: Parameters<typeof openStudio>[0] = {}) {
  const studio = await openStudio(given);
  const { people } = studio.discord.world;
  const message = await posted(studio, people.ben);
  return { studio, message, ...people, ...(await askedOf(studio, message)) };
}

describe("a picture of one's own message", () => {
  it('goes in after the consent that any picture needs', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const { question, sent } = await askedOf(studio, await posted(studio, ada));
    expect(question.flags & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
    const yes = await press(studio, question, 'Everyone in it is me or has agreed');
    await completedMessage(studio, yes);
    const job = await jobOf(studio, sent);
    expect(job.wanted).toMatchObject({ recipe: 'image', person: true, prompt: 'a fox in a coat' });
    expect(job.attachments).toEqual([]);
  });

  it('goes in with what its person keeps for that command, which is noted', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    await keepDefaults(studio, 'image', { steps: 25 });
    const { sent } = await askedOf(studio, await posted(studio, ada));
    const { params } = (await jobOf(studio, sent)).wanted;
    expect([params.steps, notesOf(params).kept]).toEqual([25, { steps: 'default' }]);
  });

  it('is a face where it is used as one', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const { sent } = await askedOf(studio, await posted(studio, ada), 'Use as face');
    expect((await jobOf(studio, sent)).wanted.inputs).toMatchObject([{ option: 'face' }]);
  });

  it.each([
    ['SPOILER_me.png', true],
    ['me.png', false],
    ['me.jfif', false],
  ])('named %s is covered in what is made of it: %j', async (name, covered) => {
    const studio = await openStudio();
    const message = await posted(studio, studio.discord.world.people.ada, [name]);
    const { sent } = await askedOf(studio, message);
    expect((await jobOf(studio, sent)).covered).toBe(covered);
  });

  it('is picked among several', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const message = await posted(studio, ada, ['a.png', 'b.png']);
    const card = await answerOf(await pick(studio, message));
    const picked = await choose(studio, card, 'use-start', ['1']);
    const sent = await fillIn(studio, picked, { prompt: 'a fox' });
    await sent.answered;
    const [file] = (await jobOf(studio, sent)).attachments;
    expect(file?.url).toContain('b.png');
  });
});

describe('a picture of another member message', () => {
  it('is asked for in public of whoever posted it, who is told', async () => {
    const { studio, question, message, sent, ben, ada } = await askedOfBen();
    expect(question.flags & MessageFlags.Ephemeral).toBe(0);
    expect(question.content).toContain(
      `<@${ben.id}>, <@${ada.id}> would like to use [your picture]`,
    );
    expect(question.content).toContain(message.id);
    expect(question.mentions.map(({ id }) => id)).toEqual([ben.id]);
    expect((await jobOf(studio, sent)).state).toBe('awaiting_consent');
  });

  it('goes in once they have said yes, and the consent is theirs', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    await press(studio, question, YES, ben);
    const done = await completedMessage(studio, sent);
    expect(done.content).toBe('');
    expect(textOf(done)).toContain('Made from [this picture](https://discord.com/channels/');
    const job = await jobOf(studio, sent);
    expect(job).toMatchObject({ state: 'completed', attachments: [] });
    expect(await consentsIn(studio)).toMatchObject([
      { job_id: job.id, user_id: ben.id, given_by: 'button', wording: YES },
    ]);
    expect(JSON.stringify(await graphSent(studio))).toContain('a fox in a coat');
  });

  it('is not used where they say no', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    await press(studio, question, 'No', ben);
    expect(await settled(studio, sent)).toMatchObject({
      state: 'cancelled',
      cancelledBy: ben.id,
      attachments: [],
    });
  });

  it('is asked for by the same person once at a time, and not again after a no', async () => {
    const { studio, message, question, sent, ben } = await askedOfBen();
    expect(await quietAnswer(await pick(studio, message))).toContain('was asked recently');
    await press(studio, question, 'No', ben);
    expect((await settled(studio, sent)).state).toBe('cancelled');
    expect(await quietAnswer(await pick(studio, message))).toContain('its poster said no');
  });

  it('is asked for again after a yes, an hour later', async () => {
    const clock = new ManualClock();
    const { studio, message, question, sent, ben } = await askedOfBen({ clock });
    await press(studio, question, YES, ben);
    await answerShowing(studio, sent, 'a fox in a coat');
    await clock.advance(60 * 60_000);
    const again = (await askedOf(studio, message)).question;
    expect(again.mentions.map(({ id }) => id)).toEqual([ben.id]);
  });

  it.each([YES, 'No'])('is nobody else’s to answer for: %s', async (label) => {
    const { studio, question, sent, ben, ada, cleo } = await askedOfBen();
    for (const by of [ada, cleo]) {
      const said = await quietAnswer(await press(studio, question, label, by));
      expect(said).toContain(`Only <@${ben.id}> can do that.`);
    }
    expect((await jobOf(studio, sent)).state).toBe('awaiting_consent');
  });

  it('is not let in by the question that requesters are asked', async () => {
    const { studio, question, sent, ada } = await askedOfBen();
    const { id } = await jobOf(studio, sent);
    const click = await studio.discord.click({
      by: ada,
      message: question,
      customId: `v2:consent:job:${id}`,
      raw: true,
    });
    await click.answered;
    expect((await jobOf(studio, sent)).state).toBe('awaiting_consent');
  });

  it('is let in once, however often they say yes', async () => {
    const { studio, question, ben } = await askedOfBen();
    const presses = await Promise.all([1, 2].map(() => press(studio, question, YES, ben)));
    await Promise.all(presses.map(({ answered }) => answered));
    expect(await consentsIn(studio)).toHaveLength(1);
  });

  it('is not let in where the bot cannot show what becomes of it any more', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    const yes = { by: ben, message: question, label: YES, appPermissions: 0n };
    const said = await quietAnswer(await studio.discord.click(yes));
    expect(said).toContain('**Attach Files**, and **Embed Links**');
    expect((await jobOf(studio, sent)).state).toBe('awaiting_consent');
    expect(await consentsIn(studio)).toEqual([]);
  });

  it('is not used for whoever has been blocked by the time that they say yes', async () => {
    const { studio, question, sent, ada, ben } = await askedOfBen();
    const block = { by: ben, subcommand: 'block', options: { person: ada } };
    await (
      await use(studio, 'moderation', block)
    ).answered;
    await press(studio, question, YES, ben);
    const job = await settled(studio, sent);
    expect(job).toMatchObject({ state: 'cancelled', attachments: [] });
    expect(await consentsIn(studio)).toEqual([]);
  });

  it('is not used for whoever is paused by the time that they say yes', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    for (const prompt of ['a nude child', 'a naked schoolgirl', 'a nude toddler']) {
      await (
        await imagine(studio, { prompt })
      ).answered;
    }
    await press(studio, question, YES, ben);
    const job = await settled(studio, sent);
    expect(job).toMatchObject({ state: 'cancelled', attachments: [] });
    expect(await consentsIn(studio)).toEqual([]);
  });

  it('is forgotten where they say nothing', async () => {
    const clock = new ManualClock();
    const { studio, sent } = await askedOfBen({ clock });
    await clock.advance(60 * 60_000);
    const job = await settled(studio, sent);
    expect(job).toMatchObject({ state: 'expired', errorCode: 'poster_silent', attachments: [] });
    const message = await answerShowing(studio, sent, 'within an hour');
    expect(JSON.stringify(message.components)).not.toContain('retry');
    const customId = `v2:retry:job:${job.id}`;
    const { ada: by } = studio.discord.world.people;
    const forged = await studio.discord.click({ by, message, customId, raw: true });
    expect(await quietAnswer(forged)).toContain('Talk to them first, then try again.');
  });

  it('can still be answered after a restart', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    await studio.stopBot();
    await studio.startBot();
    await press(studio, question, YES, ben);
    expect((await settled(studio, sent)).state).toBe('completed');
  });

  it('is taken away with what was made of it once they take that back', async () => {
    const { studio, question, sent, ben } = await askedOfBen();
    await press(studio, question, YES, ben);
    await completedMessage(studio, sent);
    const asked = await use(studio, 'privacy', { by: ben });
    const kept = await answerShowing(studio, asked, 'What I store about you');
    await press(studio, kept, 'Withdraw my consent', ben);
    const gone = await answerShowing(studio, sent, 'withdrew');
    expect(gone.attachments).toEqual([]);
  });

  it('is not asked for of people who are blocked', async () => {
    const studio = await openStudio();
    const { ben, cleo } = studio.discord.world.people;
    const message = await posted(studio, cleo);
    const block = { by: ben, subcommand: 'block', options: { person: cleo } };
    await (
      await use(studio, 'moderation', block)
    ).answered;
    expect(await quietAnswer(await pick(studio, message))).toContain("I can't ask them");
  });

  it('is not asked for where there is none, nor where nobody can say yes', async () => {
    const { studio, picture } = await finished();
    const { people, channels } = studio.discord.world;
    const said = studio.discord.say({ by: people.ben, in: channels.general, content: 'hello' });
    expect(await quietAnswer(await pick(studio, said))).toContain('That message has no picture');
    expect(await quietAnswer(await pick(studio, picture, 'Use as face'))).toContain('I made that');
  });
});

describe('a picture of ours', () => {
  it('is a start picture by the step that its own button takes', async () => {
    const { studio, asked, picture } = await finished();
    const opened = await pick(studio, picture);
    const sent = await fillIn(studio, opened, { prompt: 'a fox in a coat' });
    await completedMessage(studio, sent);
    expect((await jobOf(studio, sent)).origin).toMatchObject({
      job: (await jobOf(studio, asked)).id,
      step: 'start',
    });
  });

  it('is made one of two forms that are sent in at once, and the other goes unanswered', async () => {
    const { studio, picture } = await finished({}, { clock: stillClock() });
    const forms = await Promise.all([pick(studio, picture), pick(studio, picture)]);
    const sent = await Promise.all(forms.map((one) => fillIn(studio, one, { prompt: 'a fox' })));
    const answers = await Promise.all(sent.map(({ answered }) => answered));
    expect(answers.filter(({ message }) => message && textOf(message) !== '')).toHaveLength(1);
  });
});
