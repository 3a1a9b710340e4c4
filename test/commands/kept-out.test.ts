import { describe, expect, it } from 'vitest';
import { formatCustomId } from '../../src/discord/interactions/custom-id.ts';
import { keepOut, lift } from '../../src/operator/kept-out.ts';
import { systemClock } from '../../src/engines/clock.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';
import { answerOf, finished, press, pressInPanel, sendIn } from './result-scene.ts';
import { portrait } from './portrait.ts';
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

const OUT = 'The operator of this bot has blocked you.';
const SERVER_OUT = 'The operator of this bot has blocked this server.';

function block(
  { databasePlace }: Studio,
  { id }: { readonly id: string },
  kind: 'person' | 'server' = 'person',
) {
  return keepOut(databasePlace, { kind, id }, { reason: 'spam', now: systemClock.now() });
}

const use = ({ discord }: Studio, name: string, by: Person = discord.world.people.ada) =>
  discord.command({ by, in: discord.world.channels.general, name });

describe('somebody whom the operator keeps out', () => {
  it('gets no more parts of what was requested before, nor those that were made', async () => {
    const studio = await openStudio({
      runpod: { worker: 'worker-comfyui' },
      env: { WORKER: 'worker-comfyui' },
    });
    const { ada } = studio.discord.world.people;
    studio.runpod.hold();
    const asked = await imagine(studio, { count: 3 });
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await block(studio, ada);
    studio.runpod.release();
    const job = await settled(studio, asked);
    expect([job.state, job.cancelledBy]).toEqual(['cancelled', 'operator']);
    expect(studio.runpod.submissions()).toBe(1);
    const { general } = studio.discord.world.channels;
    expect(studio.discord.messages(general).flatMap(({ files }) => files)).toEqual([]);
  });

  it('reads so at the very next command, button and form, with nothing offered while they type', async () => {
    const { studio, picture, ada, ben } = await finished();
    const { discord } = studio;
    const { general } = discord.world.channels;
    const form = await press(studio, picture, 'Edit');
    await form.answered;
    await block(studio, ada);
    const message = discord.say({ by: ben, in: general, content: 'hello' });
    const again = formatCustomId({ action: 'jobs-again', person: ada.id });
    for (const one of [
      await imagine(studio),
      await use(studio, 'status'),
      await use(studio, 'help'),
      await press(studio, picture, 'Again'),
      await press(studio, picture, 'More'),
      await sendIn(studio, form),
      await discord.messageCommand({ by: ada, message, name: 'Report picture' }),
      await discord.click({ by: ada, message: picture, customId: again, raw: true }),
    ]) {
      expect(await quietAnswer(one)).toContain(OUT);
    }
    const typing = { by: ada, in: general, name: 'show', focused: 'job', options: { job: '' } };
    expect((await (await discord.autocomplete(typing)).answered).choices).toEqual([]);
    await completedMessage(studio, await press(studio, picture, 'Again', ben));
    await lift(studio.databasePlace, { kind: 'person', id: ada.id }, systemClock.now());
    await completedMessage(studio, await press(studio, picture, 'Again'));
  });

  it('still sees, takes along and erases what is kept, which the block outlives', async () => {
    const { studio, ada } = await finished();
    await block(studio, ada);
    const asked = await use(studio, 'privacy');
    const summary = await answerShowing(studio, asked, 'What I store about you');
    expect(textOf(summary)).toContain('**1 entry** about past or present blocks');
    const copy = await press(studio, summary, 'Export my data');
    await answerShowing(studio, copy, 'This is everything I store');
    await press(studio, summary, 'Erase everything');
    const sure = await answerShowing(studio, asked, "This can't be undone");
    await press(studio, sure, 'Erase everything now');
    await answerShowing(studio, asked, 'Erased: 1 request');
    await answerShowing(studio, await use(studio, 'privacy'), 'No requests.');
    expect(await quietAnswer(await imagine(studio))).toContain(OUT);
  });

  it('still lists and cancels what is under way, of their own alone', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { discord } = studio;
    const { ada, ben } = discord.world.people;
    const [asked, bens] = [await imagine(studio), await imagine(studio, {}, { by: ben })];
    await graphSent(studio, 2);
    await block(studio, ada);
    await answerShowing(studio, await use(studio, 'jobs'), 'a lighthouse at dawn');
    const theirs = await press(studio, await answerOf(bens), 'Cancel');
    expect(await quietAnswer(theirs)).toContain(OUT);
    await press(studio, await answerOf(asked), 'Cancel');
    expect((await settled(studio, asked)).cancelledBy).toBe(ada.id);
  });

  it('is refused in direct messages too', async () => {
    const { studio, asked, picture, ada } = await finished({ private: true });
    const { discord } = studio;
    await answerShowing(studio, await pressInPanel(studio, picture, 'Save'), 'Sent to your DMs');
    const direct = discord.messages(discord.world.directChannel(ada), ada).at(-1);
    if (!direct) throw new Error('nothing was sent');
    const customId = formatCustomId({ action: 'again', job: (await jobOf(studio, asked)).id });
    const pressed = () => discord.click({ by: ada, message: direct, customId, raw: true });
    const { guild } = discord.world;
    await block(studio, guild, 'server');
    expect(await quietAnswer(await pressed())).toContain(SERVER_OUT);
    await block(studio, ada);
    expect(await quietAnswer(await pressed())).toContain(OUT);
  });

  it('has what RunPod has not got yet cancelled, and what it has shown', async () => {
    const studio = await openStudio({ env: { MAX_JOBS_IN_FLIGHT: '1' } });
    studio.runpod.hold();
    const running = await imagine(studio);
    await graphSent(studio);
    const waiting = await imagine(studio);
    const { ada } = studio.discord.world.people;
    await waiting.answered;
    await block(studio, ada);
    studio.runpod.release();
    await completedMessage(studio, running);
    const ended = await answerShowing(studio, waiting, "Cancelled by the bot's operator after");
    expect(ended.components).toEqual([]);
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('is asked for no picture that they posted', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada, ben } = discord.world.people;
    const files = [{ name: 'me.png', bytes: await portrait() }];
    const message = discord.say({
      by: ben,
      in: discord.world.channels.general,
      content: '',
      files,
    });
    await block(studio, ben);
    const asked = await discord.messageCommand({ by: ada, message, name: 'Use as start picture' });
    expect(await quietAnswer(asked)).toContain('The poster of that picture is blocked here');
  });
});

describe('a server that the operator keeps out', () => {
  it('reads so for everything but /privacy and their own jobs, until it is lifted', async () => {
    const { studio, picture, ben } = await finished();
    const { guild } = studio.discord.world;
    await block(studio, guild, 'server');
    for (const one of [
      await imagine(studio, {}, { by: ben }),
      await press(studio, picture, 'Again', ben),
      await use(studio, 'status', ben),
    ]) {
      expect(await quietAnswer(one)).toContain(SERVER_OUT);
    }
    await answerShowing(studio, await use(studio, 'privacy'), 'What I store about you');
    await answerShowing(studio, await use(studio, 'jobs'), 'a lighthouse at dawn');
    await lift(studio.databasePlace, { kind: 'server', id: guild.id }, systemClock.now());
    await completedMessage(studio, await press(studio, picture, 'Again', ben));
  });
});
