import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { drawnFace } from '../../../../packages/stand-ins/demo/drawn-face.ts';
import { buttonsOf } from '../../../../packages/stand-ins/discord/buttons.ts';
import type { PlaygroundEvent } from '../../../../packages/stand-ins/playground/wire.ts';
import { startPlayground } from '../../../../packages/stand-ins/playground/playground.ts';
import { hasPicture, House, openPlayground, QUICK, startHouse } from './house.ts';
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

  it('lets the message become the result when the token ends while the job runs', async () => {
    const page = await openPage(house.url);
    house.runpod.hold();
    onTestFinished(() => {
      house.runpod.release();
    });
    await house.imagine('a late lighthouse');
    const job = await house.runpod.waitFor(
      ({ input, status }) => status === 'IN_PROGRESS' && about(input, 'a late lighthouse'),
    );
    expect(await house.endTokens()).toBe(204);
    const { id } = await house.message(
      ({ embeds, files }) => about(embeds, 'a late lighthouse') && files.length === 0,
    );
    await house.runpod.complete(job.id);
    const result = await house.message((message) => message.id === id && hasPicture(message));
    expect(result.versions.at(-1)?.via).toBe('bot');
    const found = house.discord
      .messages(house.channels.general)
      .filter(({ embeds }) => about(embeds, 'a late lighthouse'));
    expect(found.map((message) => message.id)).toEqual([id]);
    await page.waitFor((event) => event.type === 'request' && event.request.to === 'clock');
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

  it('keeps up with 200 quick actions on two pages at once', async () => {
    const pages = [await openPage(house.url), await openPage(house.url)];
    const { ada, ben, cleo } = house.people;
    const channel = house.channels.plainThread.id;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        index % 4 === 0
          ? house.act(ben, { kind: 'command', channel, name: 'status', options: {} })
          : house.act(index % 2 ? ada : cleo, { kind: 'say', channel, content: `no. ${index}` }),
      ),
    );
    const kinds = new Set(outcomes.map(({ kind }) => kind));
    expect(kinds.has('done')).toBe(true);
    expect([...kinds].filter((kind) => kind !== 'done' && kind !== 'no-answer')).toEqual([]);
    const said = (events: readonly PlaygroundEvent[]) =>
      events.flatMap((event) =>
        event.type === 'message' && event.message.payload.content.startsWith('no. ')
          ? [event.message.payload.content]
          : [],
      );
    for (const { events } of pages) await expect.poll(() => said(events).length).toBe(150);
    const [one = [], other] = pages.map(({ events }) => said(events));
    expect(new Set(one).size).toBe(150);
    expect(one).toEqual(other);
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

  it('serves its page under a strict policy, and keeps it nowhere', async () => {
    const { url, discord } = await startHouse();
    const { headers } = await fetch(url);
    expect(headers.get('cache-control')).toBe('no-store');
    const policy = headers.get('content-security-policy') ?? '';
    const parts = policy.split('; ').map((part) => part.split(' '));
    const { host } = new URL(url);
    expect(Object.fromEntries(parts.map(([name = '', ...sources]) => [name, sources]))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'blob:', 'data:', discord.cdnUrl],
      'connect-src': ["'self'", `ws://${host}`],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
    });
    expect(policy).not.toMatch(/unsafe-|\*/);
  });

  it('lets the next bot finish the job that a killed one was at, in the same message', async () => {
    const house = await startHouse();
    await house.discord.connected();
    const page = await openPage(house.url);
    house.runpod.hold();
    await house.imagine('a survivor');
    await house.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const { id } = await house.message(() => true);
    expect(await house.order('kill')).toBe(204);
    await page.waitFor((event) => event.type === 'bot' && event.bot.state === 'stopped');
    expect(await house.imagine('a picture by nobody')).toEqual({ kind: 'no-answer' });
    house.runpod.release();
    expect(await house.order('start')).toBe(204);
    await house.message((message) => message.id === id && hasPicture(message));
    const everybodys = house.discord.messages(house.channels.general, house.people.cleo);
    expect(everybodys.map((one) => one.id)).toEqual([id]);
    expect(house.runpod.submissions()).toBe(1);
    await page.waitFor(tellsOfEnd('a survivor'));
    const jobs = page.events.flatMap((event) => (event.type === 'jobs' ? event.jobs : []));
    expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
  });

  it('answers whoever acts while its bot starts anew, and loses nothing of what it took', async () => {
    const house = await startHouse();
    await house.discord.connected();
    const restarted = house.order('restart');
    const outcomes = await Promise.all(
      [0, 1].map((index) => house.imagine(`picture ${index} in a hurry`)),
    );
    await restarted;
    for (const [index, { kind }] of outcomes.entries()) {
      expect(['done', 'no-answer']).toContain(kind);
      if (kind === 'no-answer') continue;
      await house.message(({ embeds }) => about(embeds, `picture ${index} in a hurry`));
    }
    await expect.poll(() => house.discord.gateway.identified).toBe(2);
    expect(await house.imagine('one more')).toEqual({ kind: 'done' });
  });
});
