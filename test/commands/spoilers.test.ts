import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Studio } from '../support/studio.ts';
import { panel, turned, use } from './panels.ts';
import { answerOf, finished, made, press, pressInPanel } from './result-scene.ts';
import { jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const PROMPT = { prompt: 'a door' };

/** The picture that Ada gets for this, once it is there. */
async function picture(studio: Studio, options = {}): Promise<Message> {
  const asked = await use(studio, 'imagine', { options: { ...PROMPT, ...options } });
  return completedMessage(studio, asked);
}

function areCovered({ files }: Pick<Message, 'files'>): boolean[] {
  return files.map(({ filename }) => filename.startsWith('SPOILER_'));
}

async function setRule(studio: Studio, on: boolean): Promise<string> {
  const { ben } = studio.discord.world.people;
  return quietAnswer(
    await use(studio, 'moderation', { by: ben, subcommand: 'spoilers', options: { on } }),
  );
}

async function coverOwn(studio: Studio): Promise<void> {
  const message = await panel(studio, 'settings');
  const { ada: by } = studio.discord.world.people;
  await studio.discord.click({ by, message, label: 'Spoilers' });
  await turned(studio, message, '**Spoilers**: on');
}

describe('a picture is covered', () => {
  it('where whoever asks says so, and no other is', async () => {
    const studio = await openStudio();
    expect(areCovered(await picture(studio, { spoiler: true }))).toEqual([true]);
    expect(areCovered(await picture(studio))).toEqual([false]);
  });

  it('where they chose it for all of theirs, unless they say otherwise', async () => {
    const studio = await openStudio();
    await coverOwn(studio);
    expect(areCovered(await picture(studio))).toEqual([true]);
    expect(areCovered(await picture(studio, { spoiler: false }))).toEqual([false]);
  });

  it('where the rule of their server says so, whatever they say, and until it ends', async () => {
    const studio = await openStudio();
    expect(await setRule(studio, true)).toContain('are now posted as spoilers');
    expect(areCovered(await picture(studio, { spoiler: false }))).toEqual([true]);
    expect(await setRule(studio, false)).toContain('Members now choose');
    expect(areCovered(await picture(studio))).toEqual([false]);
  });

  it('where it comes from a covered one, whoever makes it', async () => {
    const { studio, picture, ben } = await finished({ spoiler: true });
    const again = await press(studio, picture, 'Again', ben);
    const varied = await press(studio, await made(studio, again), 'Vary', ben);
    expect(areCovered(await made(studio, varied))).toEqual([true]);
    expect((await jobOf(studio, varied)).covered).toBe(true);
  });

  it('in what *File* sends', async () => {
    const { studio, picture } = await finished({ spoiler: true });
    const sent = await pressInPanel(studio, picture, 'File');
    const { id } = await answerOf(sent);
    const shown = await studio.discord.waitFor((now) => now.id === id && now.files.length > 0);
    expect(areCovered(shown)).toEqual([true]);
  });

  it('in what `/show` shows', async () => {
    const { studio, asked } = await finished({ spoiler: true });
    const { id: job } = await jobOf(studio, asked);
    const shown = await answerOf(await use(studio, 'show', { options: { job } }));
    const message = await studio.discord.waitFor(
      (now) => now.id === shown.id && now.files.length > 0,
    );
    expect(areCovered(message)).toEqual([true]);
  });
});

it('a covered picture stands in no list, where it could not be covered', async () => {
  const studio = await openStudio();
  await picture(studio, { spoiler: true });
  const list = await answerOf(await use(studio, 'jobs'));
  expect([textOf(list).includes('a door'), list.files]).toEqual([true, []]);
});

it('the rule is set by those who moderate the server', async () => {
  const studio = await openStudio();
  const options = { on: true };
  const answer = await use(studio, 'moderation', { subcommand: 'spoilers', options, raw: true });
  expect(await quietAnswer(answer)).toContain('members who manage this server');
});
