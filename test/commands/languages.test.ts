import { Locale } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { say } from '../../src/say/say.ts';
import { wordingVersion } from '../../src/say/wording-version.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import { readBeside, writeBeside } from '../support/write-beside.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import { fillIn, use } from './panels.ts';
import { answerOf, made, press, sendIn } from './result-scene.ts';
import { imagine, jobOf, openStudio, quietAnswer, textOf, waitingMessage } from './scene.ts';

const de = say('de');

/** A studio in which Ada's Discord is in German. */
async function withGermanAda() {
  const studio = await openStudio();
  const { people } = studio.discord.world;
  studio.discord.world.locales.set(people.ada.id, Locale.German);
  return { studio, ...people };
}

async function setLanguage(studio: Studio, language?: string): Promise<string> {
  const { ben } = studio.discord.world.people;
  const options = language === undefined ? {} : { language };
  return quietAnswer(await use(studio, 'moderation', { by: ben, subcommand: 'language', options }));
}

describe('what only one member sees', () => {
  it("is in their Discord's language, and another's in that member's", async () => {
    const { studio, cleo } = await withGermanAda();
    expect(await quietAnswer(await use(studio, 'settings'))).toContain(de.settings.title);
    expect(await quietAnswer(await use(studio, 'settings', { by: cleo }))).toContain(
      'Your settings',
    );
  });

  it('is help with the descriptions of that language', async () => {
    const { studio } = await withGermanAda();
    const help = await answerOf(await use(studio, 'help'));
    const commands = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: help,
      label: de.help.sections.commands,
    });
    const { message } = await commands.answered;
    expect(textOf(message ?? help)).toContain(de.commands.jobs);
  });

  it('is an error in it', async () => {
    const { studio } = await withGermanAda();
    const prompt = 'x'.repeat(3);
    const asked = await imagine(studio, { prompt, cfg: 99 }, { raw: true });
    const said = await quietAnswer(asked);
    expect(said).toContain('`cfg` muss eine Zahl von');
    expect(said).toContain(de.form.filledIn);
  });

  it('is the message of a private picture', async () => {
    const { studio } = await withGermanAda();
    const { message } = await waitingMessage(studio, { private: true });
    expect(textOf(message)).toContain('Nur du kannst das sehen');
  });
});

describe('what everyone sees', () => {
  it("is in the server's language, as Discord says it", async () => {
    const { studio } = await withGermanAda();
    const first = await waitingMessage(studio);
    expect(textOf(first.message)).toContain('Waiting for a GPU');
    studio.discord.world.guildLocale = Locale.German;
    const second = await waitingMessage(studio);
    expect(textOf(second.message)).toMatch(/Wartet auf/);
  });

  it('is in the one that its managers chose, until they take it back', async () => {
    const studio = await openStudio();
    expect(await setLanguage(studio, 'de')).toContain('now in Deutsch');
    const german = await completedMessage(studio, await imagine(studio));
    expect(JSON.stringify(german.components)).toContain(de.result.buttons.more);
    expect(await setLanguage(studio)).toContain('Discord settings: English');
    expect(textOf((await waitingMessage(studio)).message)).toContain('Waiting');
  });

  it('is chosen by managers alone, and from the languages that there are', async () => {
    const studio = await openStudio();
    const options = { language: 'de' };
    const { cleo, ben } = studio.discord.world.people;
    const asked = { subcommand: 'language', options, raw: true };
    expect(await quietAnswer(await use(studio, 'moderation', { ...asked, by: cleo }))).toContain(
      'Only members who manage this server',
    );
    const other = { ...asked, by: ben, options: { language: 'tlh' } };
    expect(await quietAnswer(await use(studio, 'moderation', other))).toContain('Deutsch');
  });

  it('keeps the language that it began with', async () => {
    const studio = await openStudio();
    await setLanguage(studio, 'de');
    const asked = await imagine(studio);
    await setLanguage(studio, 'en');
    const done = await completedMessage(studio, asked);
    expect(JSON.stringify(done.components)).toContain(de.result.buttons.edit);
  });
});

describe('consent in another language', () => {
  it('is recorded in the words that were shown, with their version', async () => {
    const { studio, ada } = await withGermanAda();
    const face = { name: 'ada.png', bytes: await portrait() };
    const asked = await imagine(studio, { face }, { by: ada });
    const question = await answerOf(asked);
    const { wording } = de.consent.face;
    await press(studio, question, wording);
    await completedMessage(studio, asked);
    const rows = await readBeside(
      studio.databasePath,
      'SELECT wording, wording_version AS version FROM consents WHERE job_id = ?',
      (await jobOf(studio, asked)).id,
    );
    expect(rows).toEqual([{ wording, version: wordingVersion(wording) }]);
  });
});

describe('a picture of a forgotten job', () => {
  it('is made anew from a German message, whoever presses', async () => {
    const studio = await openStudio();
    await setLanguage(studio, 'de');
    const options = { prompt: 'ein Leuchtturm', steps: 28, aspect_ratio: '16:9' };
    const done = await completedMessage(studio, await imagine(studio, options));
    await writeBeside(studio.databasePath, 'DELETE FROM jobs');
    await setLanguage(studio);
    const { ben } = studio.discord.world.people;
    const opened = await press(studio, done, de.result.buttons.again, ben);
    const sent = await sendIn(studio, opened, {}, ben);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted.params).toMatchObject({
      prompt: 'ein Leuchtturm',
      steps: 28,
      aspectRatio: '16:9',
    });
  });
});

describe('settings found in a picture', () => {
  it('are made from a German message as they stand in it', async () => {
    const { studio, ada } = await withGermanAda();
    const parameters = 'a fox\nNegative prompt: blur\nSteps: 33, CFG scale: 6, Size: 1344x768';
    const image = { name: 'fox.png', bytes: pngWithTexts(await portrait(), { parameters }) };
    const inspected = await use(studio, 'inspect', { options: { image } });
    const card = await studio.discord.waitFor(
      (message) =>
        message.interaction_metadata?.id === inspected.id && textOf(message).includes('/imagine'),
    );
    const { negative_prompt: negative, aspect_ratio: shape } = de.optionNames;
    expect(textOf(card)).toContain(`${negative}:blur ${shape}:16:9 (1344×768) steps:33 cfg:6`);
    const pressed = await studio.discord.click({
      by: ada,
      message: card,
      label: de.fromMessage.make,
    });
    const sent = await fillIn(studio, pressed, {}, ada);
    await made(studio, sent);
    expect((await jobOf(studio, sent)).wanted.params).toMatchObject({
      prompt: 'a fox',
      negativePrompt: 'blur',
      aspectRatio: '16:9',
      steps: 33,
      cfg: 6,
    });
  });
});

it('is chosen from options that come back under their English names', async () => {
  const { studio, ada } = await withGermanAda();
  const [command] = studio.discord.commands('global').filter(({ name }) => name === 'imagine');
  const options = command?.options ?? [];
  const names = options.map((option) => option.name_localizations?.de ?? option.name);
  expect(names).toContain(de.optionNames.count);
  const done = await completedMessage(studio, await imagine(studio, { count: 2 }, { by: ada }));
  expect(done.files).toHaveLength(2);
});
