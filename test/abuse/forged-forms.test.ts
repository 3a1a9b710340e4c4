import { describe, expect, it } from 'vitest';
import SQLite from 'better-sqlite3';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { pngWithTexts } from '../images/png-with-texts.ts';
import { portrait } from '../commands/portrait.ts';
import { answerOf, finished, press } from '../commands/result-scene.ts';
import { openStudio, jobOf, quietAnswer, textOf } from '../commands/scene.ts';
import type { Studio } from '../support/studio.ts';
import { forgedForm } from './forged.ts';
import { completedMessage } from '../support/job-message.ts';

const UNKNOWN_JOB = 'I no longer have that job.';
const UNKNOWN_BUTTON = "I don't know that command or button.";

/** How many jobs of somebody there are. */
function jobsOf({ databasePath }: Studio, { id }: Person): number {
  const database = new SQLite(databasePath, { readonly: true });
  const count = database
    .prepare<[string], number>('SELECT count(*) FROM jobs WHERE user_id = ?')
    .pluck()
    .get(id);
  database.close();
  return count ?? 0;
}

/** A picture of Ada's that was made from a photo. */
async function ofPhoto() {
  const face = { name: 'me.png', bytes: await portrait() };
  return finished({ prompt: 'quillwort', face, face_consent: true });
}

/** What a button of that custom id is answered with, whether or not it is there. */
async function clicked(
  studio: Studio,
  by: Person,
  message: Message,
  customId: string,
): Promise<SandboxInteraction> {
  const click = await studio.discord.click({ by, message, customId, raw: true });
  await click.answered;
  return click;
}

describe('a request from the message of a known job', () => {
  it.each(['vary', 'upscale', 'again'])('is refused as a forged form: %s', async (action) => {
    const { studio, picture: message, cleo } = await ofPhoto();
    const customId = `v2:anew:message:${message.id}=${action}`;
    const sent = await forgedForm(studio, { by: cleo, message }, customId, { prompt: 'a fox' });
    expect(await quietAnswer(sent)).toContain(UNKNOWN_JOB);
    expect(jobsOf(studio, cleo)).toBe(0);
  });

  it.each(['vary', 'again', 'remaster'])(
    'is not opened by a button of a job that there is not: %s',
    async (action) => {
      const { studio, picture, cleo } = await ofPhoto();
      const click = await clicked(studio, cleo, picture, `v2:${action}:job:n0suchj0b`);
      expect(await quietAnswer(click)).toContain(UNKNOWN_JOB);
    },
  );

  it('is refused if the form names another message, or comes with none', async () => {
    const { studio, picture: message, cleo } = await ofPhoto();
    const card = await answerOf(await press(studio, message, 'More', cleo));
    for (const from of [card, undefined]) {
      const customId = `v2:anew:message:${message.id}=vary`;
      const sent = await forgedForm(studio, { by: cleo, message, from }, customId, { prompt: 'x' });
      expect(await quietAnswer(sent)).toContain(UNKNOWN_JOB);
    }
    expect(jobsOf(studio, cleo)).toBe(0);
  });
});

/** Ben posts a picture, and Cleo opens its menu. */
async function picked(name: string) {
  const studio = await openStudio();
  const { people, channels } = studio.discord.world;
  const parameters = `quillwort <@${people.cleo.id}>\nSteps: 20`;
  const bytes = pngWithTexts(await portrait(), { parameters });
  const files = [
    { name: 'a.png', bytes },
    { name: 'b.png', bytes },
  ];
  const posted = studio.discord.say({ by: people.ben, in: channels.general, content: '', files });
  const { cleo } = people;
  const card = await answerOf(
    await studio.discord.messageCommand({ by: cleo, message: posted, name }),
  );
  return { studio, posted, card, ...people };
}

describe('a picture of a message', () => {
  it("is not the presser's own on a card about something else", async () => {
    const { studio, posted, card, cleo } = await picked('Reuse settings');
    const customId = `v2:use-start:message:${posted.id}`;
    const opened = await clicked(studio, cleo, card, customId);
    expect(await quietAnswer(opened)).toContain(UNKNOWN_BUTTON);
    const fields = { prompt: 'a fox' };
    const sent = await forgedForm(studio, { by: cleo, message: card }, `${customId}:0`, fields);
    expect(await quietAnswer(sent)).toContain(UNKNOWN_BUTTON);
    expect(jobsOf(studio, cleo)).toBe(0);
  });

  it('is taken from the message that its card is about, and no other', async () => {
    const { studio, card, cleo } = await picked('Use as start picture');
    const customId = 'v2:use-start:message:123456789012345678:0';
    const fields = { prompt: 'a fox' };
    for (const from of [card, undefined]) {
      const about = { by: cleo, message: card, from };
      const sent = await forgedForm(studio, about, customId, fields);
      expect(await quietAnswer(sent)).toContain(UNKNOWN_BUTTON);
    }
    expect(jobsOf(studio, cleo)).toBe(0);
  });

  it('names its poster, even if that is the requester', async () => {
    const { studio, posted, ben } = await picked('Reuse settings');
    const own = { by: ben, message: posted, name: 'Use as start picture' };
    const card = await answerOf(await studio.discord.messageCommand(own));
    expect(textOf(card)).toContain(`<@${ben.id}>`);
  });

  it('has to be opened from the menu if an older card names no poster', async () => {
    const { studio, posted, card, cleo } = await picked('Use as start picture');
    const customId = `v2:use-start:message:${posted.id}:0`;
    const message = {
      ...card,
      content: 'This picture goes in. Open the form to describe what to make.',
    };
    const sent = await forgedForm(studio, { by: cleo, message }, customId, { prompt: 'a fox' });
    expect(await quietAnswer(sent)).toContain('message menu and pick');
    expect(jobsOf(studio, cleo)).toBe(0);
  });
});

describe('a panel about one picture', () => {
  it('has no button or form about another one', async () => {
    const { studio, asked, picture, ada } = await finished({ prompt: 'a fox' });
    const other = await finishedBeside(studio);
    const panel = await answerOf(await press(studio, other, 'More', ada));
    const { id } = await jobOf(studio, asked);
    const click = await clicked(studio, ada, panel, `v2:details:job:${id}:0`);
    expect(await quietAnswer(click)).toContain(UNKNOWN_JOB);
    const form = `v2:edit:job:${id}:0=0`;
    const sent = await forgedForm(studio, { by: ada, message: panel }, form, { prompt: 'a hare' });
    expect(await quietAnswer(sent)).toContain(UNKNOWN_JOB);
    const own = await answerOf(await press(studio, picture, 'More', ada));
    expect(textOf(own)).toContain(id);
  });
});

describe("a job's message that everybody sees", () => {
  it.each([
    ['the panel', (job: string) => `v2:more:job:${job}:0`],
    ['the answer to a report', (job: string) => `v2:report-for:job:${job}:3`],
    ['their own settings', (_: string, { id }: Person) => `v2:settings:person:${id}`],
    ['a list of their jobs', (_: string, { id }: Person) => `v2:jobs-page:person:${id}=all`],
  ])('does not become %s of somebody who forges a button of it', async (_, forge) => {
    const { studio, asked, picture, cleo } = await finished({ prompt: 'a fox' });
    const { id } = await jobOf(studio, asked);
    const shown = textOf(picture);
    const click = await clicked(studio, cleo, picture, forge(id, cleo));
    await quietAnswer(click);
    const now = studio.discord.message(picture.id);
    expect(now && textOf(now)).toBe(shown);
  });

  it('does not become a list of their jobs by a forged form either', async () => {
    const { studio, picture: message, cleo } = await finished({ prompt: 'a fox' });
    const shown = textOf(message);
    const customId = `v2:jobs-words:person:${cleo.id}=all`;
    await quietAnswer(await forgedForm(studio, { by: cleo, message }, customId, { words: 'x' }));
    const now = studio.discord.message(message.id);
    expect(now && textOf(now)).toBe(shown);
  });
});

/** Another finished picture of Ada's there. */
async function finishedBeside(studio: Studio): Promise<Message> {
  const { people, channels } = studio.discord.world;
  const options = { prompt: 'a hare' };
  const use = { by: people.ada, in: channels.general, name: 'imagine', options };
  const asked = await studio.discord.command(use);
  return completedMessage(studio, asked);
}
