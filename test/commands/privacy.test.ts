import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import { portrait } from './portrait.ts';
import { consentsIn } from './photo-of-job.ts';
import type { Studio } from '../support/studio.ts';
import {
  answerShowing,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  settled,
  textOf,
  waitingMessage,
} from './scene.ts';
import { completedMessage, workingMessage } from '../support/job-message.ts';
import { askToReport } from '../support/ask-to-report.ts';
import { readBeside, writeBeside } from '../support/write-beside.ts';

/** What somebody sees who asks what is kept about them. */
async function privacy(studio: Studio, by: Person = studio.discord.world.people.ada) {
  const { general } = studio.discord.world.channels;
  const asked = await studio.discord.command({ by, in: general, name: 'privacy' });
  return answerShowing(studio, asked, 'What I store about you');
}

/** The message as it is after a press of one of its buttons. */
async function press(
  { discord }: Studio,
  message: Message,
  label: string,
  by: Person = discord.world.people.ada,
): Promise<Message> {
  const { id, content } = message;
  await discord.click({ by, message, label });
  return discord.waitFor((now) => now.id === id && now.content !== content);
}

async function eraseAll(studio: Studio, by?: Person): Promise<string> {
  const sure = await press(studio, await privacy(studio, by), 'Erase everything', by);
  return textOf(await press(studio, sure, 'Erase everything now', by));
}

/** Reports go to a channel from now on. */
async function chooseOffice({ discord }: Studio): Promise<Channel> {
  const office = discord.world.addChannel({ name: 'office' });
  await discord.command({
    by: discord.world.people.ben,
    in: discord.world.channels.general,
    name: 'moderation',
    subcommand: 'channel',
    options: { channel: office },
  });
  return office;
}

/** Cleo reports a picture. */
async function report({ discord }: Studio, picture: Message, label: string): Promise<void> {
  const { cleo: by } = discord.world.people;
  const asked = await askToReport(discord, { by, message: picture });
  const { message } = await asked.answered;
  if (!message) throw new Error('there is no question');
  await discord.click({ by, message, label });
  await discord.waitFor(({ id, content }) => id === message.id && content.includes('Thanks.'));
}

async function withFace() {
  return { face: { name: 'me.png', bytes: await portrait() }, face_consent: true };
}

function rows({ databasePath }: Studio, query: string): Promise<unknown[]> {
  return readBeside(databasePath, query);
}

const exported = z.object({
  jobs: z.array(z.object({ params: z.string(), hasInteractionToken: z.boolean() })),
  jobEvents: z.array(z.unknown()),
  consents: z.array(z.object({ wording: z.string() })),
});

describe('/privacy', () => {
  it('says in plain words what is kept', async () => {
    const studio = await openStudio();
    expect(textOf(await privacy(studio))).toContain('No requests.');
    await settled(studio, await imagine(studio));
    const said = textOf(await privacy(studio));
    expect(said).toContain('**1 request** with prompt, settings');
    expect(said).toContain("**1 picture** on the bot's disk");
    expect(said).toContain('**0 pictures** that you sent');
    expect(textOf(await privacy(studio, studio.discord.world.people.cleo))).toContain(
      'No requests.',
    );
  });

  it("leads to the operator's privacy policy where there is one", async () => {
    const PRIVACY_URL = 'https://example.com/policy (2).html';
    expect(textOf(await privacy(await openStudio()))).not.toContain('privacy policy');
    expect(textOf(await privacy(await openStudio({ env: { PRIVACY_URL } })))).toContain(
      '[privacy policy](https://example.com/policy%20%282%29.html)',
    );
  });

  it('gives everything as a file, but for tokens and photos', async () => {
    const studio = await openStudio();
    await settled(studio, await imagine(studio, await withFace()));
    const { discord } = studio;
    await discord.click({
      by: discord.world.people.ada,
      message: await privacy(studio),
      label: 'Export my data',
    });
    const sent = await discord.waitFor(({ files }) => files[0]?.filename === 'darkroom-data.json');
    const text = discord.file(sent, 'darkroom-data.json').toString();
    const records = exported.parse(JSON.parse(text));
    expect(records.jobs[0]?.params).toContain('a lighthouse at dawn');
    expect(records.jobEvents.length).toBeGreaterThan(3);
    expect(records.consents[0]?.wording).toBe('I am this person, or have their permission');
    expect(text).not.toContain((await portrait()).toString('base64').slice(100, 200));
  });

  it('erases a job between two of its parts, with the pictures so far', async () => {
    const studio = await openStudio({
      runpod: { worker: 'worker-comfyui' },
      env: { WORKER: 'worker-comfyui' },
    });
    studio.runpod.hold();
    await imagine(studio, { count: 3 });
    const first = await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    await studio.runpod.complete(first.id);
    await expect.poll(() => studio.runpod.submissions()).toBe(2);
    await eraseAll(studio);
    studio.runpod.release();
    await expect.poll(() => studio.keptPictures()).toEqual([]);
    await expect.poll(() => rows(studio, 'SELECT * FROM jobs WHERE erased_at IS NULL')).toEqual([]);
    const { general } = studio.discord.world.channels;
    expect(studio.discord.messages(general).flatMap(({ files }) => files)).toEqual([]);
  });

  it('asks before it erases, and leaves everything where it is told to', async () => {
    const studio = await openStudio();
    await settled(studio, await imagine(studio));
    const sure = await press(studio, await privacy(studio), 'Erase everything');
    expect(textOf(sure)).toContain("This can't be undone.");
    expect((await press(studio, sure, 'Keep it')).content).toBe('Nothing was erased.');
    expect(textOf(await privacy(studio))).toContain('**1 request**');
  });

  it('answers nobody for somebody else', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada, cleo } = discord.world.people;
    const message = await privacy(studio);
    const customId = buttonsOf(message).find(
      ({ label }) => label === 'Erase everything',
    )?.custom_id;
    const forged = await discord.click({ by: cleo, message, customId: customId ?? '', raw: true });
    expect(await quietAnswer(forged)).toContain('Someone else ran that command.');
    expect(ada.id).not.toBe(cleo.id);
  });
});

describe('an erasure', () => {
  it('takes prompts, pictures, consents and names, here and in Discord', async () => {
    const studio = await openStudio();
    const { ada } = studio.discord.world.people;
    const interaction = await imagine(studio, await withFace());
    const picture = await completedMessage(studio, interaction);
    const said = await eraseAll(studio);
    expect(said).toContain('Erased: 1 request');
    expect(said).toContain('1 message deleted.');
    const { channels } = studio.discord.world;
    const left = studio.discord.messages(channels.restricted).map(({ id }) => id);
    expect(left).not.toContain(picture.id);
    expect(await studio.keptPictures()).toEqual([]);
    expect(await consentsIn(studio)).toEqual([]);
    const [job] = await rows(studio, 'SELECT * FROM jobs');
    expect(JSON.stringify(job)).not.toContain(ada.id);
    expect(JSON.stringify(job)).not.toContain('lighthouse');
    expect(job).toMatchObject({ state: 'completed', message_id: null });
    expect(textOf(await privacy(studio))).toContain('No requests.');
  });

  it('cancels what is under way, at RunPod too', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const { interaction } = await waitingMessage(studio);
    await workingMessage(studio, interaction);
    await eraseAll(studio);
    await expect.poll(() => studio.runpod.jobs[0]?.status).toBe('CANCELLED');
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toEqual([]);
  });

  it('says which messages the bot may not delete', async () => {
    const studio = await openStudio();
    const { world } = studio.discord;
    const interaction = await imagine(studio);
    const picture = await completedMessage(studio, interaction);
    world.setBotAccess(world.channels.restricted, 'none');
    const said = await eraseAll(studio);
    expect(said).toContain("I'm no longer allowed to delete 1 message. Ask a moderator there:");
    expect(said).toContain(picture.id);
  });

  it.skipIf(inject('postgres'))('says what it did where a file cannot be removed', async () => {
    const studio = await openStudio();
    await settled(studio, await imagine(studio));
    const folder = `${studio.databasePath}.files`;
    for (const file of readdirSync(folder)) {
      rmSync(join(folder, file));
      mkdirSync(join(folder, file));
    }
    expect(await eraseAll(studio)).toContain('1 message deleted.');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('goes on with messages after a restart', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio);
    const picture = await completedMessage(studio, interaction);
    studio.discord.rest.fault({
      method: 'DELETE',
      path: /./,
      times: Infinity,
      answer: { status: 503 },
    });
    const sure = await press(studio, await privacy(studio), 'Erase everything');
    await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: sure,
      label: 'Erase everything now',
    });
    await expect
      .poll(() => rows(studio, 'SELECT * FROM jobs WHERE erased_at IS NOT NULL'))
      .toHaveLength(1);
    await studio.stopBot();
    studio.discord.rest.clearFaults();
    await studio.startBot();
    const { channels } = studio.discord.world;
    await expect
      .poll(() => studio.discord.messages(channels.restricted).map(({ id }) => id))
      .not.toContain(picture.id);
  });

  it('leaves what limits are counted from, and no way round them', async () => {
    const studio = await openStudio({ env: { MAX_HOURLY_PER_PERSON: '1' } });
    await settled(studio, await imagine(studio));
    await eraseAll(studio);
    expect(await quietAnswer(await imagine(studio))).toContain('You can make 1 picture an hour');
  });

  it('waits where a report is open, and comes with the decision', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada, ben } = discord.world.people;
    const office = await chooseOffice(studio);
    const interaction = await imagine(studio);
    const picture = await completedMessage(studio, interaction);
    await report(studio, picture, 'It shows me');
    const told = await discord.waitFor(
      (message) => message.channel_id === office.id && textOf(message).includes('shows them'),
    );
    const said = await eraseAll(studio);
    expect(said).toContain('1 request with an open report');
    expect((await jobOf(studio, interaction)).wanted.prompt).toBe('a lighthouse at dawn');
    await discord.click({ by: ben, message: told, label: 'Show again' });
    await expect
      .poll(() => discord.messages(discord.world.channels.restricted).map(({ id }) => id))
      .not.toContain(picture.id);
    expect(await rows(studio, "SELECT * FROM jobs WHERE params LIKE '%lighthouse%'")).toEqual([]);
    expect(JSON.stringify(await rows(studio, 'SELECT * FROM moderation_events'))).not.toContain(
      ada.id,
    );
  });

  it('takes words and names out of what moderators see of a report that is decided', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada, ben, cleo } = discord.world.people;
    const office = await chooseOffice(studio);
    const picture = await completedMessage(studio, await imagine(studio));
    await report(studio, picture, 'Hateful');
    const showing = (text: string) =>
      discord.waitFor((now) => now.channel_id === office.id && textOf(now).includes(text));
    await discord.click({ by: ben, message: await showing('is hateful'), label: 'Keep' });
    await showing('**Kept** by');
    await eraseAll(studio);
    const erased = textOf(await showing('The picture is no longer stored.'));
    expect(erased).not.toContain('lighthouse');
    expect(erased).not.toContain(ada.id);
    expect(erased).toContain(cleo.id);
    await eraseAll(studio, cleo);
    expect(textOf(await showing('A member reported'))).not.toContain(cleo.id);
  });

  it('may come again after a picture was reported again', async () => {
    const studio = await openStudio();
    const { cleo } = studio.discord.world.people;
    const picture = await completedMessage(studio, await imagine(studio));
    await report(studio, picture, 'Hateful');
    await eraseAll(studio, cleo);
    await report(studio, picture, 'Hateful');
    expect(await eraseAll(studio, cleo)).toContain('You had no requests to erase');
    expect(await rows(studio, 'SELECT * FROM reports')).toHaveLength(2);
    expect(await rows(studio, `SELECT * FROM reports WHERE reporter_id = '${cleo.id}'`)).toEqual(
      [],
    );
  });
});

it('an erasure that waited for a report which nobody decided takes file and message along', async () => {
  const studio = await openStudio();
  const { discord } = studio;
  const { cleo } = discord.world.people;
  const interaction = await imagine(studio);
  const picture = await completedMessage(studio, interaction);
  const { message: question } = await (
    await askToReport(discord, { by: cleo, message: picture })
  ).answered;
  if (!question) throw new Error('there is no question');
  await discord.click({ by: cleo, message: question, label: 'It shows me' });
  await discord.waitFor(({ id, content }) => id === question.id && content.includes('Thanks'));
  expect(await eraseAll(studio)).toContain('with an open report');
  await studio.stopBot();
  await writeBeside(studio.databasePath, 'UPDATE reports SET reported_at = 1000');
  await studio.startBot();
  await expect
    .poll(() => discord.messages(discord.world.channels.restricted).map(({ id }) => id))
    .not.toContain(picture.id);
  await expect.poll(() => studio.keptPictures()).toEqual([]);
});

it('an erasure takes a message along whose answer was lost', async () => {
  const studio = await openStudio();
  const { discord } = studio;
  studio.runpod.hold();
  const sure = await press(studio, await privacy(studio), 'Erase everything');
  let answer: (value?: unknown) => void = () => undefined;
  const until = new Promise((resolve) => (answer = resolve));
  discord.rest.fault({ method: 'POST', path: /callback/, until, when: 'after', answer: 'reset' });
  const callbacks = () => discord.rest.requests.filter(({ path }) => path.includes('/callback'));
  const asked = callbacks().length;
  const { channels, people } = discord.world;
  // What everybody sees: a newcomer may be told more, for themselves.
  const standing = () => discord.messages(channels.restricted, people.cleo).length;
  const before = standing();
  void imagine(studio);
  await expect.poll(() => rows(studio, 'SELECT id FROM jobs')).toHaveLength(1);
  await expect.poll(() => callbacks().length).toBe(asked + 1);
  const erased = press(studio, sure, 'Erase everything now');
  await expect.poll(() => rows(studio, 'SELECT * FROM jobs WHERE erased_at IS NULL')).toEqual([]);
  answer();
  await erased;
  await expect.poll(standing).toBe(before);
});

it('withdrawing consents ends what is made with a photo, and nothing else', async () => {
  const studio = await openStudio();
  studio.runpod.hold();
  const words = await imagine(studio);
  const face = await imagine(studio, await withFace());
  await workingMessage(studio, face);
  const said = await press(studio, await privacy(studio), 'Withdraw my consent');
  expect(said.content).toContain('Your consent is withdrawn.');
  expect((await settled(studio, face)).state).toBe('cancelled');
  expect((await jobOf(studio, words)).finishedAt).toBeUndefined();
  expect((await consentsIn(studio))[0]?.withdrawn_at).toEqual(expect.any(Number));
});

it('a picture of somebody who has taken back their consent is offered for nothing new', async () => {
  const studio = await openStudio();
  const picture = await completedMessage(studio, await imagine(studio, await withFace()));
  const offered = async () => {
    const { discord } = studio;
    const by = discord.world.people.ada;
    const more = await discord.click({ by, message: picture, label: 'More', raw: true });
    const { message } = await more.answered;
    return JSON.stringify(message?.components);
  };
  expect(await offered()).toContain('"Use as start"');
  await press(studio, await privacy(studio), 'Withdraw my consent');
  const left = await offered();
  expect(left).toContain('"Details"');
  for (const label of ['Vary', 'Upscale', 'Use as start']) {
    expect(left).not.toContain(`"${label}"`);
  }
});
