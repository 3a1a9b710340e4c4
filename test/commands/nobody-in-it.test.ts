import { describe, expect, it } from 'vitest';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { picture } from '../sandbox/discord/picture.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';
import { fillIn, panel, turned, use } from './panels.ts';
import { consentsIn } from './photo-of-job.ts';
import { portrait } from './portrait.ts';
import { answerOf, finished, press } from './result-scene.ts';
import { graphSent, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';

const NOBODY = 'Nobody is in it';
const POSTER_NOBODY = 'Yes, and nobody is in it';
const CONSENT = 'Everyone in it is me or has agreed';

const labelsOf = (message: Message) => buttonsOf(message).map(({ label }) => label);

/** Ada sends a picture of a lake in an age-restricted channel, and is asked about it. */
async function asked(studio: Studio, options: Readonly<Record<string, boolean>> = {}) {
  const image = { name: 'lake.png', bytes: await picture(60, 40) };
  const sent = await use(studio, 'image', {
    in: studio.discord.world.channels.restricted,
    options: { image, prompt: 'a lake at dusk', ...options },
  });
  return { sent, question: await answerOf(sent) };
}

/** Ada asks to use a picture of Ben's. */
async function askedOfBen(name: 'Use as start picture' | 'Use as face') {
  const studio = await openStudio();
  const { people, channels } = studio.discord.world;
  const files = [{ name: 'lake.png', bytes: await portrait() }];
  const message = studio.discord.say({ by: people.ben, in: channels.general, content: '', files });
  const menu = { by: people.ada, message, name };
  const card = await answerOf(await studio.discord.messageCommand(menu));
  const opened = await press(studio, card, 'Open the form');
  const sent = await fillIn(studio, opened, { prompt: 'a lake at dusk' });
  return { studio, sent, question: await answerOf(sent), ...people };
}

describe('who sent a picture', () => {
  it('can say that nobody is in it, which is recorded in these words', async () => {
    const studio = await openStudio();
    const { sent, question } = await asked(studio);
    expect(labelsOf(question)).toEqual([CONSENT, NOBODY, 'Cancel']);
    await completedMessage(studio, await press(studio, question, NOBODY));
    const job = await jobOf(studio, sent);
    expect(await consentsIn(studio)).toMatchObject([
      {
        job_id: job.id,
        user_id: studio.discord.world.people.ada.id,
        given_by: 'nobody-button',
        wording_version: 4,
        wording: NOBODY,
      },
    ]);
    expect((await consentsIn(studio))[0]?.picture_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has it made as a picture of a person all the same', async () => {
    const studio = await openStudio({ env: { CHECKPOINT_NAME: 'bold.safetensors' } });
    const { sent, question } = await asked(studio);
    const done = await completedMessage(studio, await press(studio, question, NOBODY));
    const job = await jobOf(studio, sent);
    expect(job.wanted).toMatchObject({ person: true, fromFace: false });
    expect(JSON.stringify(await graphSent(studio))).not.toContain('bold');
    const { cleo } = studio.discord.world.people;
    expect(await quietAnswer(await press(studio, done, 'Vary', cleo))).toContain('from a photo');
  });

  it('cannot have it made privately', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio, { private: true });
    expect(labelsOf(question)).not.toContain(NOBODY);
    expect(await consentsIn(studio)).toEqual([]);
  });

  it('can say so again of what was made from it', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio);
    const done = await completedMessage(studio, await press(studio, question, NOBODY));
    const again = await answerOf(await press(studio, done, 'Vary'));
    expect(labelsOf(again)).toEqual([CONSENT, NOBODY, 'Cancel']);
    await completedMessage(studio, await press(studio, again, NOBODY));
    expect(await consentsIn(studio)).toHaveLength(2);
  });

  it('cannot say so of a face, nor of what was made from one', async () => {
    const studio = await openStudio();
    const face = { name: 'me.png', bytes: await portrait() };
    const sent = await use(studio, 'imagine', { options: { prompt: 'a baker', face } });
    const question = await answerOf(sent);
    expect(labelsOf(question)).not.toContain(NOBODY);
    const { ada: by } = studio.discord.world.people;
    const customId = `v2:nobody:job:${(await jobOf(studio, sent)).id}`;
    const forged = await studio.discord.click({ by, message: question, customId, raw: true });
    await quietAnswer(forged);
    expect((await jobOf(studio, sent)).state).toBe('awaiting_consent');
    expect(await consentsIn(studio)).toEqual([]);

    const { studio: other, picture: done } = await finished({ face, face_consent: true });
    const vary = await answerOf(await press(other, done, 'Vary'));
    expect(labelsOf(vary)).toEqual([CONSENT, 'Cancel']);
  });

  it('sees and withdraws it as what it is', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio);
    await completedMessage(studio, await press(studio, question, NOBODY));
    const opened = await panel(studio, 'privacy');
    const summary = await turned(studio, opened, 'What I store about you');
    expect(textOf(summary)).toContain('**0 consents** to use pictures of people:');
    expect(textOf(summary)).toContain('**1 statement** that nobody is in a picture, stored');
    await press(studio, summary, 'Withdraw my consent');
    await turned(studio, summary, 'Your statement is withdrawn.');
    expect((await consentsIn(studio))[0]?.withdrawn_at).toEqual(expect.any(Number));
  });
});

describe('who posted a picture', () => {
  it('alone can say so of it', async () => {
    const { studio, question, sent, ada, ben } = await askedOfBen('Use as start picture');
    expect(labelsOf(question)).toContain(POSTER_NOBODY);
    const { id } = await jobOf(studio, sent);
    const forge = (action: string) => {
      const customId = `v2:${action}:job:${id}`;
      return studio.discord.click({ by: ada, message: question, customId, raw: true });
    };
    for (const action of ['nobody', 'agree-nobody']) {
      expect(await quietAnswer(await forge(action))).toContain('Only <@');
    }
    expect(await consentsIn(studio)).toEqual([]);
    await press(studio, question, POSTER_NOBODY, ben);
    await completedMessage(studio, sent);
    expect(await consentsIn(studio)).toMatchObject([
      {
        user_id: ben.id,
        given_by: 'nobody-button',
        wording_version: 5,
        wording: POSTER_NOBODY,
      },
    ]);
  });

  it('cannot say so where it is used as a face', async () => {
    const { question } = await askedOfBen('Use as face');
    expect(labelsOf(question)).not.toContain(POSTER_NOBODY);
  });
});
