import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { drawnFace } from '../../../../packages/stand-ins/demo/drawn-face.ts';
import { buttonsOf } from '../../../../packages/stand-ins/discord/buttons.ts';
import type { PlaygroundEvent } from '../../../../packages/stand-ins/playground/wire.ts';
import { startPlayground } from '../../../../packages/stand-ins/playground/playground.ts';
import { hasPicture, House, openPlayground, QUICK } from './house.ts';
import { openPage } from './open-page.ts';
import { phaseShown } from '../../../support/job-message.ts';

const CONSENT = 'I am this person, or have their permission';

/** Whether a page was told that the job with this prompt is completed. */
const tellsOfEnd = (prompt: string) => (event: PlaygroundEvent) =>
  event.type === 'jobs' &&
  event.jobs.some(({ row }) => row.state === 'completed' && about(row.params, prompt));

/** Whether it has to do with that prompt. */
function about(thing: unknown, prompt: string): boolean {
  return JSON.stringify(thing).includes(prompt);
}

describe('a playground with its bot', () => {
  let house: House;
  beforeAll(async () => {
    house = new House(await openPlayground());
    await house.discord.connected();
  });
  afterAll(() => house.playground.close());

  it('tells the page everything: who and what is there, and which commands', async () => {
    const page = await openPage(house.url);
    const commands = await page.waitFor(
      (event) =>
        (event.type === 'commands' && event.commands.length > 0) ||
        (event.type === 'all' && event.state.commands.length > 0),
    );
    expect(JSON.stringify(commands)).toContain('"imagine"');
    expect(page.events[0]).toMatchObject({
      type: 'all',
      state: {
        server: 'The Studio',
        botId: house.discord.botId,
        people: [
          { name: 'Ada', moderator: false },
          { name: 'Ben', moderator: true },
          { name: 'Cleo', moderator: false },
        ],
        channels: [
          { name: 'general', ageRestricted: false },
          { name: 'restricted', ageRestricted: true },
          { name: 'sketches', parentId: house.channels.restricted.id, ageRestricted: true },
          { name: 'holiday', parentId: house.channels.general.id, ageRestricted: false },
          { name: 'moderators', ageRestricted: false, moderatorsOnly: true },
          ...Object.values(house.people).map(({ id }) => ({ recipientId: id })),
          { name: 'a group', isGroup: true, isGuest: true },
          { name: 'away', isGuest: true },
        ],
        bot: { state: 'connected' },
        switches: { gpu: 'ready', discord: 'fast' },
      },
    });
  });

  it('makes a picture for a command, and shows the page the whole way', async () => {
    const page = await openPage(house.url);
    expect(await house.imagine('a heron')).toEqual({ kind: 'done' });
    const { id } = await house.message(hasPicture);
    const shown = await page.waitFor(
      (event) =>
        event.type === 'message' &&
        event.message.payload.id === id &&
        phaseShown(event.message.payload) === 'completed',
    );
    expect(shown).toMatchObject({ message: { command: 'imagine' } });
    const ended = await page.waitFor(tellsOfEnd('a heron'));
    const [job] = ended.type === 'jobs' ? ended.jobs : [];
    expect(about(job?.input, 'a heron')).toBe(true);
    expect(job?.events.at(-1)).toMatchObject({ to_state: 'completed' });
    const way = page.events.flatMap((event) => (event.type === 'request' ? [event.request] : []));
    expect(way).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ to: 'gateway', path: '/imagine' }),
        expect.objectContaining({ to: 'discord', method: 'POST', status: 200 }),
        expect.objectContaining({ to: 'runpod', method: 'POST', status: 202 }),
      ]),
    );
  });

  it('uses a face, of which nothing but words reaches the page', async () => {
    const page = await openPage(house.url);
    const face = await drawnFace();
    expect(await house.imagine('a good likeness', new File([face], 'me.png'))).toEqual({
      kind: 'done',
    });
    const question = await house.message((message) =>
      buttonsOf(message).some(({ label }) => label === CONSENT),
    );
    const button = buttonsOf(question).find(({ label }) => label === CONSENT);
    const customId = button?.custom_id ?? '';
    const action = { kind: 'button', message: question.id, customId } as const;
    expect(await house.act(house.people.ada, action)).toEqual({ kind: 'done' });
    await page.waitFor(tellsOfEnd('a good likeness'));
    const told = JSON.stringify(page.events);
    expect(/… \(\d+ characters\)/.test(told)).toBe(true);
    const sent = JSON.stringify(house.runpod.jobs.at(-1)?.input);
    const photo = /[A-Za-z0-9+/]{1000,}/.exec(sent)?.[0] ?? '';
    expect(photo).not.toBe('');
    expect(told.includes(photo.slice(100, 200))).toBe(false);
    const way = page.events.filter(({ type }) => type === 'request');
    expect(way).toContainEqual(
      expect.objectContaining({
        type: 'request',
        request: expect.objectContaining({ to: 'cdn', method: 'GET', status: 200 }) as unknown,
      }),
    );
  });

  it('tells nobody a token or a key', async () => {
    const page = await openPage(house.url);
    await house.imagine('a second heron');
    await house.message(
      (message) => hasPicture(message) && about(message.embeds, 'a second heron'),
    );
    await page.waitFor(tellsOfEnd('a second heron'));
    const told = JSON.stringify(page.events);
    const { discord, runpod } = house;
    const secrets = [discord.token, runpod.apiKey];
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    // How every interaction's token begins, for longer than any of them is shown.
    const token = Buffer.from('interaction:').toString('base64url');
    expect(told.includes(token)).toBe(false);
    const paths = [...told.matchAll(/"path":"([^"]*)"/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => path.startsWith('/api/v10/')).length).toBeGreaterThan(1);
    expect(paths.filter((path) => /[\w.~%-]{40,}/.test(path))).toEqual([]);
  });
});

describe('a playground', () => {
  it('opens with a conversation: what members say, and finished pictures that they requested', async () => {
    const playground = await startPlayground({
      pace: QUICK,
      answerWithinMs: 30_000,
      opening: true,
    });
    onTestFinished(() => playground.close());
    const { channels, people } = playground.discord.world;
    const ends = (id: string) =>
      playground.discord.waitFor(
        ({ interaction_metadata: metadata, embeds, files }) =>
          metadata?.user.id === id && files.length > 0 && phaseShown({ embeds }) === 'completed',
      );
    await ends(people.ben.id);
    await ends(people.cleo.id);
    const said = playground.discord
      .messages(channels.general)
      .filter(({ author }) => author.id !== playground.discord.botId);
    expect(said.map(({ author }) => author.id)).toEqual([people.ben.id, people.cleo.id]);
    const page = await openPage(playground.url);
    expect(page.events[0]).toMatchObject({ type: 'all', state: { switches: { gpu: 'ready' } } });
  });
});
