import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { on, type Reply } from '../../../src/discord/intake/handlers.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { ORIGINAL } from '../../../src/discord/rest/messages.ts';
import { deferrals as WORDS } from '../../../src/say/en/progress.ts';
import type { Fault } from '../../../packages/stand-ins/loopback.ts';
import { MovableClock } from '../../support/movable-clock.ts';
import { refusal } from '../rest/refusal.ts';
import { definition, openDispatch } from './dispatch-bench.ts';

const SAID: Reply = { kind: 'quiet', message: { text: ['said'] } };
const CARD = {
  text: ['a card'],
  buttons: [[{ id: { action: 'act', report: 'r1' }, label: 'Act', kind: 'secondary' as const }]],
};
const MINUTE = 60_000;

/** The callback takes effect, as the other process's does, and this one hears that it came second. */
const BEATEN: Partial<Fault> = { when: 'after', answer: refusal(400, 40_060) };
/** It takes effect, and the answer is lost: a second one would be one too many. */
const LOST: Partial<Fault> = { when: 'after', answer: 'reset' };
/** The same, where discord.js itself sends it again. */
const UNANSWERED: Partial<Fault> = { when: 'after', answer: { status: 502, body: '' } };

/** A bot that defers everything, and counts what it carries out. */
async function open() {
  const clock = new MovableClock();
  let made = 0;
  const act = () => {
    made += 1;
    return Promise.resolve(SAID);
  };
  const bench = await openDispatch(
    {
      commands: [
        { definition: definition('loud'), execute: act, isPublic: () => Promise.resolve(true) },
        { definition: definition('quiet'), execute: act },
        {
          definition: definition('card'),
          execute: () => Promise.resolve({ kind: 'quiet', message: CARD }),
        },
      ],
      messageCommands: [],
      buttons: [on('report', 'act', act)],
      selects: [],
      modals: [],
    },
    {},
    { waitsMs: 0, answerClock: clock },
  );
  const { discord, deferrals } = bench;
  const { people, channels } = discord.world;
  const send = (name: string) =>
    discord.command({ by: people.ada, in: channels.general, name, raw: true });
  const press = async () => {
    await send('card');
    const card = await discord.waitFor(({ content }) => content === 'a card');
    return () => discord.click({ by: people.ada, message: card, label: 'Act' });
  };
  const seen = () =>
    discord
      .messages(channels.general)
      .filter(({ content }) => content !== 'a card')
      .map(({ content, flags }) => {
        if ((flags & MessageFlags.Loading) !== 0) return 'thinking';
        return (flags & MessageFlags.Ephemeral) === 0 ? content : `(${content})`;
      });
  /** Until nothing is owed any more. */
  const settled = () =>
    expect
      .poll(async () => {
        await deferrals.remove([]);
        return deferrals.left();
      })
      .toEqual([]);
  /** Until the bot has found out that it cannot tell. */
  const inDoubt = () => expect.poll(() => bench.logged.join('')).toContain('"sent":"unknown"');
  const fail = (fault: Partial<Fault>) => {
    discord.rest.fault({ path: /callback/, ...fault });
  };
  return { ...bench, clock, send, press, seen, settled, inDoubt, fail, made: () => made };
}

describe('an interaction that another process with the same token deferred first', () => {
  it.each(['loud', 'quiet'])('(/%s) is left to that process', async (name) => {
    const { send, seen, settled, fail, made, clock, logged } = await open();
    fail(BEATEN);
    await (
      await send(name)
    ).answered;
    await settled();
    clock.advance(MINUTE);
    await send('card');
    await settled();
    expect([made(), seen()]).toEqual([0, ['thinking']]);
    expect(logged.join('')).toContain('"sent":"elsewhere"');
  });

  it('(a press) is left to that process', async () => {
    const { press, seen, settled, fail, made } = await open();
    const click = await press();
    await settled();
    fail(BEATEN);
    await (
      await click()
    ).answered;
    await settled();
    expect([made(), seen()]).toEqual([0, []]);
  });
});

describe('an interaction of which the bot cannot tell who deferred it', () => {
  it.each([
    ['loud', LOST],
    ['quiet', LOST],
    ['loud', UNANSWERED],
  ])('(/%s) is not carried out, and ends in words where no one answers', async (name, fault) => {
    const { send, seen, settled, inDoubt, fail, made, clock, deferrals } = await open();
    fail(fault);
    await send(name);
    await inDoubt();
    expect(seen()).toEqual(['thinking']);
    expect(await deferrals.left()).toHaveLength(1);
    clock.advance(MINUTE);
    await expect.poll(seen).toEqual([`(${WORDS.unsure})`]);
    await settled();
    expect(made()).toBe(0);
  });

  it.each([
    ['answers it', 'quiet', ['(theirs)']],
    ['has answered it and taken that away', 'loud', []],
  ])('is left alone where another process %s', async (_, name, shown) => {
    const { send, seen, settled, inDoubt, fail, made, clock, messages } = await open();
    fail(LOST);
    const { token } = await send(name);
    await inDoubt();
    if (shown.length === 0) await messages.endThinking(token);
    else await messages.editByToken(token, ORIGINAL, { body: messageBody({ content: 'theirs' }) });
    clock.advance(MINUTE);
    await settled();
    expect([made(), seen()]).toEqual([0, shown]);
  });

  it('(a press) asks for another one', async () => {
    const { press, seen, settled, inDoubt, fail, made, clock } = await open();
    const click = await press();
    await settled();
    fail(LOST);
    await click();
    await inDoubt();
    clock.advance(MINUTE);
    await expect.poll(seen).toEqual([`(${WORDS.unsurePress})`]);
    await settled();
    expect(made()).toBe(0);
  });
});

describe('a deferral that never reached Discord', () => {
  it.each<[string, Partial<Fault>]>([
    ['as it was refused', { answer: { status: 400, body: '{}' } }],
    [
      'as all tries failed before they took effect',
      { answer: { status: 502, body: '' }, times: 4 },
    ],
    ['as the connection broke twice', { answer: 'reset', times: 2 }],
  ])('%s leaves the answer to come directly', async (_, fault) => {
    const { send, seen, settled, fail, made } = await open();
    fail(fault);
    await send('quiet');
    await expect.poll(seen).toEqual(['(said)']);
    await settled();
    expect(made()).toBe(1);
  });
});
