import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { ManualClock } from '../support/manual-clock.ts';
import type { Studio } from '../support/studio.ts';
import { fillIn, panel, turned, use } from './panels.ts';
import { portrait } from './portrait.ts';
import { answerOf, press } from './result-scene.ts';
import {
  answerShowing,
  findJob,
  jobOf,
  openStudio,
  quietAnswer,
  settled,
  textOf,
} from './scene.ts';

const MINUTE = 60_000;
const YES = 'Yes, and everyone in it is me or has agreed';
const WORDS = 'a quillwort parhelion';
const NOT_YET = 'You can ask them';
const NEVER = 'said no';

/** Ben posts pictures that others may ask to use, in a time that is moved by hand. */
async function posts(count = 1) {
  const clock = new ManualClock();
  const studio = await openStudio({ clock });
  const { people, channels } = studio.discord.world;
  const files = [{ name: 'me.png', bytes: await portrait() }];
  const message = () =>
    studio.discord.say({ by: people.ben, in: channels.general, content: 'look', files });
  const [first = message(), second = message()] = Array.from({ length: count }, message);
  return { studio, clock, first, second, ...people };
}

/** What the menu of a message opens for somebody. */
function picked({ discord }: Studio, message: Message, by: Person): Promise<SandboxInteraction> {
  return discord.messageCommand({ by, message, name: 'Use as start picture' });
}

/** Somebody sends in the form of a card that they have opened. */
async function sendIn(studio: Studio, card: Message, by: Person): Promise<SandboxInteraction> {
  const sent = await fillIn(
    studio,
    await press(studio, card, 'Open the form', by),
    { prompt: WORDS },
    by,
  );
  await sent.answered;
  return sent;
}

async function ask(studio: Studio, message: Message, by: Person): Promise<SandboxInteraction> {
  return sendIn(studio, await answerOf(await picked(studio, message, by)), by);
}

async function takeBack(studio: Studio, sent: SandboxInteraction, by: Person): Promise<void> {
  await press(studio, await answerOf(sent), 'Cancel', by);
  await settled(studio, sent);
}

describe('the poster of a picture', () => {
  it('is pinged once, however often a requester takes the question back and asks again', async () => {
    const { studio, first, ada, ben } = await posts();
    const card = await answerOf(await picked(studio, first, ada));
    const sent = await sendIn(studio, card, ada);
    await takeBack(studio, sent, ada);
    for (let times = 0; times < 5; times += 1) {
      const again = await sendIn(studio, card, ada);
      expect(await quietAnswer(again)).toContain(NOT_YET);
      expect(await quietAnswer(await picked(studio, first, ada))).toContain(NOT_YET);
    }
    expect(studio.discord.pings(ben)).toHaveLength(1);
  });

  it('is asked about another message by the same requester after ten minutes, and not before', async () => {
    const { studio, clock, first, second, ada, cleo, ben } = await posts(2);
    await ask(studio, first, ada);
    await clock.advance(10 * MINUTE - 1_000);
    expect(await quietAnswer(await picked(studio, second, ada))).toContain(NOT_YET);
    await clock.advance(1_000);
    await ask(studio, second, ada);
    expect(studio.discord.pings(ben)).toHaveLength(2);
    expect(await quietAnswer(await picked(studio, second, cleo))).toContain(NOT_YET);
  });

  it('is asked about a message once an hour, by any requester', async () => {
    const { studio, clock, first, ada, cleo, ben } = await posts();
    const sent = await ask(studio, first, ada);
    await takeBack(studio, sent, ada);
    await clock.advance(59 * MINUTE);
    for (const by of [ada, cleo]) {
      expect(await quietAnswer(await picked(studio, first, by))).toContain(NOT_YET);
    }
    await clock.advance(MINUTE);
    await ask(studio, first, cleo);
    expect(studio.discord.pings(ben)).toHaveLength(2);
  });

  it('is asked by one of two who ask at once', async () => {
    const { studio, first, ada, cleo, ben } = await posts();
    const cards = await Promise.all(
      [ada, cleo].map(async (by) => answerOf(await picked(studio, first, by))),
    );
    const sent = await Promise.all(
      [ada, cleo].map(async (by, at) => sendIn(studio, cards[at] ?? first, by)),
    );
    const jobs = await Promise.all(sent.map(({ id }) => findJob(studio, id)));
    expect(jobs.filter((job) => job !== undefined)).toHaveLength(1);
    expect(studio.discord.pings(ben)).toHaveLength(1);
  });

  it.each([
    [
      'says so',
      (studio: Studio, question: Message, ben: Person) => press(studio, question, 'No', ben),
    ],
    [
      'ends it as a moderator',
      (studio: Studio, question: Message, ben: Person) => press(studio, question, 'Cancel', ben),
    ],
  ])('is not asked about it again by the same person after a no: %s', async (_, refuse) => {
    const { studio, clock, first, ada, ben, cleo } = await posts();
    const sent = await ask(studio, first, ada);
    await refuse(studio, await answerOf(sent), ben);
    expect((await settled(studio, sent)).state).toBe('cancelled');
    await clock.advance(24 * 60 * MINUTE);
    await studio.stopBot();
    await studio.startBot();
    expect(await quietAnswer(await picked(studio, first, ada))).toContain(NEVER);
    await ask(studio, first, cleo);
    expect(studio.discord.pings(ben)).toHaveLength(2);
  });

  it('may say no to a question that was taken back, which is final too', async () => {
    const { studio, clock, first, ada, ben } = await posts();
    const sent = await ask(studio, first, ada);
    const question = await answerOf(sent);
    const { id } = await jobOf(studio, sent);
    await takeBack(studio, sent, ada);
    const customId = `v2:decline:job:${id}`;
    const late = await studio.discord.click({ by: ben, message: question, customId, raw: true });
    expect(await quietAnswer(late)).toContain('Too late');
    await clock.advance(61 * MINUTE);
    expect(await quietAnswer(await picked(studio, first, ada))).toContain(NEVER);
  });

  it('is not asked again by a requester who erased their data', async () => {
    const { studio, clock, first, second, ada, ben } = await posts(2);
    const sent = await ask(studio, first, ada);
    await press(studio, await answerOf(sent), 'No', ben);
    await settled(studio, sent);
    const kept = await answerShowing(
      studio,
      await use(studio, 'privacy'),
      'What I store about you',
    );
    await press(studio, kept, 'Erase everything', ada);
    await press(studio, await turned(studio, kept, 'Erase'), 'Erase everything now', ada);
    await turned(studio, kept, 'rased');
    expect(await quietAnswer(await picked(studio, second, ada))).toContain(NOT_YET);
    await clock.advance(61 * MINUTE);
    expect(await quietAnswer(await picked(studio, first, ada))).toContain(NEVER);
  });

  it('is not asked at all once they want that, also by a card that was open before', async () => {
    const { studio, first, ada, ben } = await posts();
    const card = await answerOf(await picked(studio, first, ada));
    const message = await panel(studio, 'settings', { by: ben });
    await press(studio, message, 'No questions', ben);
    await turned(studio, message, '**Questions about your posts**: off');
    const refused = [await sendIn(studio, card, ada), await picked(studio, first, ada)];
    for (const one of refused) {
      expect(await quietAnswer(one)).toContain('has turned off these questions');
    }
    expect(studio.discord.pings(ben)).toEqual([]);
    await press(studio, message, 'Questions', ben);
    await turned(studio, message, '**Questions about your posts**: on');
    await ask(studio, first, ada);
    expect(studio.discord.pings(ben)).toHaveLength(1);
  });
});

describe('a question to the poster of a picture', () => {
  it('leaves out the prompt, which its button shows to the poster alone', async () => {
    const { studio, first, ada, ben, cleo } = await posts();
    const sent = await ask(studio, first, ada);
    const question = await answerOf(sent);
    expect(textOf(question)).not.toContain('quillwort');
    const shown = await (await press(studio, question, 'Show prompt', ben)).answered;
    expect(shown.message?.flags).toBe(MessageFlags.Ephemeral);
    expect(shown.message && textOf(shown.message)).toContain(WORDS);
    for (const by of [ada, cleo]) {
      const said = await quietAnswer(await press(studio, question, 'Show prompt', by));
      expect(said).toContain(`Only <@${ben.id}> can do that.`);
    }
  });

  it.each(['No', 'Cancel'])('leaves out the prompt after %s', async (label) => {
    const { studio, first, ada, ben } = await posts();
    const sent = await ask(studio, first, ada);
    await press(studio, await answerOf(sent), label, label === 'No' ? ben : ada);
    const ended = await answerShowing(studio, sent, 'ancelled');
    expect(textOf(ended)).not.toContain('quillwort');
    expect(ended.versions.map(({ payload }) => textOf(payload)).join()).not.toContain('quillwort');
  });

  it('leaves it out without an answer, and shows it after a yes', async () => {
    const { studio, clock, first, second, ada, ben } = await posts(2);
    const silent = await ask(studio, first, ada);
    await clock.advance(60 * MINUTE);
    expect(textOf(await answerShowing(studio, silent, 'within an hour'))).not.toContain(
      'quillwort',
    );
    const sent = await ask(studio, second, ada);
    await press(studio, await answerOf(sent), YES, ben);
    await answerShowing(studio, sent, WORDS);
  });
});
