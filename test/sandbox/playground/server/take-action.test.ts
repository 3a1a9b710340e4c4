import { InteractionType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../packages/stand-ins/playground/wire.ts';
import { button, modalWith, startActing } from './acting.ts';

const DONE = { type: 4, data: { content: 'done' } };
const NOWHERE = '1';

describe('a button', () => {
  it('reaches the bot when it is pressed', async () => {
    const { act, answers, people, posted, seen, told } = await startActing();
    const message = await posted({ content: 'x', components: button('more') });
    answers.push({ type: 7, data: { content: 'y' } });
    const action: Action = { kind: 'button', message: message.id, customId: 'more' };
    expect(await act(people.ben, action)).toEqual({ kind: 'done' });
    expect(seen[1]).toMatchObject({
      type: InteractionType.MessageComponent,
      message: { id: message.id },
      data: { custom_id: 'more' },
      member: { user: { id: people.ben.id } },
    });
    expect(told[1]).toEqual({ id: seen[1]?.id, about: 'more', command: undefined });
  });
});

describe("a message's command", () => {
  it('reaches the bot with the message', async () => {
    const { act, answers, people, posted, seen } = await startActing();
    const message = await posted({ content: 'keep this' });
    answers.push(DONE);
    const action: Action = { kind: 'message-command', message: message.id, name: 'Keep' };
    expect(await act(people.ben, action)).toEqual({ kind: 'done' });
    expect(seen[1]).toMatchObject({
      type: InteractionType.ApplicationCommand,
      data: {
        name: 'Keep',
        target_id: message.id,
        resolved: { messages: { [message.id]: { content: 'keep this' } } },
      },
    });
  });
});

describe('a modal', () => {
  it('opens for a command, and reaches the bot when it is submitted', async () => {
    const { act, answers, draw, people, seen } = await startActing();
    const opened = await draw(modalWith('why'));
    expect(opened).toMatchObject({ kind: 'modal', modal: { custom_id: 'form', title: 'Tell me' } });
    answers.push(DONE);
    const interaction = opened.kind === 'modal' ? opened.interaction : '';
    const action: Action = { kind: 'modal', interaction, fields: { why: 'so' } };
    expect(await act(people.ada, action)).toEqual({ kind: 'done' });
    expect(seen[1]).toMatchObject({
      type: InteractionType.ModalSubmit,
      data: {
        custom_id: 'form',
        components: [{ components: [{ custom_id: 'why', value: 'so' }] }],
      },
    });
  });

  it('is refused to anybody else, and stays open for its own person', async () => {
    const { act, answers, draw, people } = await startActing();
    const opened = await draw(modalWith('why'));
    const interaction = opened.kind === 'modal' ? opened.interaction : '';
    const action: Action = { kind: 'modal', interaction, fields: { why: 'so' } };
    const problem = 'Ben has no modal open from that interaction.';
    expect(await act(people.ben, action)).toEqual({ kind: 'refused', problem });
    answers.push(DONE);
    expect(await act(people.ada, action)).toEqual({ kind: 'done' });
  });
});

describe('a message that somebody writes', () => {
  it('stands in the channel, bot or no bot', async () => {
    const { act, client, channels, people, sandbox, told } = await startActing();
    await client.destroy();
    const action: Action = { kind: 'say', channel: channels.general.id, content: 'hello' };
    expect(await act(people.cleo, action)).toEqual({ kind: 'done' });
    expect(sandbox.messages(channels.general)).toMatchObject([
      { content: 'hello', author: { id: people.cleo.id } },
    ]);
    expect(told).toEqual([]);
  });
});

describe('an action of any sort', () => {
  it('is done or refused by a sentence, and breaks nothing', async () => {
    const { act, answers, posted, people, channels } = await startActing();
    const { id: message } = await posted({ content: 'x', components: button('more') });
    answers.push(...Array.from({ length: 200 }, () => DONE));
    const word = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'draw',
        'plan',
        'Keep',
        'title',
        'prompt',
        'days',
      ),
    );
    const id = fc.constantFrom(NOWHERE, message, ...Object.values(channels).map((one) => one.id));
    const value = fc.oneof(
      word,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.record({ user: fc.constantFrom(NOWHERE, people.ben.id) }),
      fc.record({ channel: id }),
      fc.record({ file: fc.constantFrom('upload', 'none') }),
    );
    const options = fc.dictionary(word, value, { maxKeys: 3 });
    const action: fc.Arbitrary<Action> = fc.oneof(
      fc.record({ kind: fc.constant('command'), channel: id, name: word, options }),
      fc.record({ kind: fc.constant('say'), channel: id, content: word }),
      fc.record({ kind: fc.constant('button'), message: id, customId: word }),
      fc.record({ kind: fc.constant('message-command'), message: id, name: word }),
      fc.record({
        kind: fc.constant('modal'),
        interaction: id,
        fields: fc.dictionary(word, fc.string()),
      }),
    );
    const files = new Map([['upload', new File(['12345'], '../map.png')]]);
    await fc.assert(
      fc.asyncProperty(action, async (what) => {
        const outcome = await act(people.ada, what, files);
        if (outcome.kind === 'refused') expect(outcome.problem).toMatch(/^[A-Z/].*\.$/su);
        else expect(outcome).toEqual({ kind: 'done' });
      }),
    );
  });
});
