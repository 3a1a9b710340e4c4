import { once } from 'node:events';
import { ApplicationCommandOptionType, InteractionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Action } from '../../../../packages/stand-ins/playground/wire.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { startActing } from './acting.ts';

const DONE = { type: 4, data: { content: 'done' } };
const NOWHERE = '1';

const WithFiles = z.object({
  data: z.object({
    resolved: z.object({ attachments: z.record(z.string(), z.looseObject({ url: z.string() })) }),
  }),
});

describe('a command', () => {
  it('reaches the bot with every sort of value, as Discord sends it', async () => {
    const { act, answers, seen, people, channels } = await startActing();
    answers.push(DONE);
    const options = {
      title: 'the trip',
      days: 3,
      share: 0.5,
      secret: false,
      sketch: { file: 'upload' },
      with: { user: people.ben.id },
      where: { channel: channels.thread.id },
    };
    const action: Action = { kind: 'command', channel: channels.general.id, name: 'plan', options };
    const files = new Map([['upload', new File(['12345'], 'map.png')]]);
    expect(await act(people.ada, action, files)).toEqual({ kind: 'done' });
    const type = ApplicationCommandOptionType;
    const id = expect.stringMatching(/^\d+$/) as unknown;
    expect(seen).toEqual([
      expect.objectContaining({
        type: InteractionType.ApplicationCommand,
        channel_id: channels.general.id,
        member: expect.objectContaining({
          user: expect.objectContaining({ id: people.ada.id }) as unknown,
        }) as unknown,
        data: expect.objectContaining({
          name: 'plan',
          options: [
            { type: type.String, name: 'title', value: 'the trip' },
            { type: type.Integer, name: 'days', value: 3 },
            { type: type.Number, name: 'share', value: 0.5 },
            { type: type.Boolean, name: 'secret', value: false },
            { type: type.Attachment, name: 'sketch', value: id },
            { type: type.User, name: 'with', value: people.ben.id },
            { type: type.Channel, name: 'where', value: channels.thread.id },
          ],
        }) as unknown,
      }),
    ]);
  });

  it('brings its file, which the bot can fetch', async () => {
    const { act, answers, seen, people, channels } = await startActing();
    answers.push(DONE);
    const action: Action = {
      kind: 'command',
      channel: channels.general.id,
      name: 'plan',
      options: { sketch: { file: 'upload' } },
    };
    await act(people.ada, action, new Map([['upload', new File(['12345'], 'map.png')]]));
    const [file] = Object.values(WithFiles.parse(seen[0]).data.resolved.attachments);
    expect(file).toMatchObject({ filename: 'map.png', size: 5, content_type: 'image/png' });
    const response = await fetch(file?.url ?? '');
    expect(await response.text()).toBe('12345');
  });

  it('is told with its name once it has gone out', async () => {
    const { draw, seen, told } = await startActing();
    await draw(DONE);
    expect(told).toEqual([{ id: seen[0]?.id, about: '/draw', command: 'draw' }]);
  });

  it('is refused where its form does not take a value, by a sentence', async () => {
    const { draw, seen, told } = await startActing();
    expect(await draw(undefined, { steps: 51 })).toEqual({
      kind: 'refused',
      problem: 'The form refuses steps: it takes 15 to 50, not 51.',
    });
    expect([seen, told]).toEqual([[], []]);
  });

  it.each<[string, Partial<Extract<Action, { kind: 'command' }>>, string]>([
    ['a channel that is gone', { channel: NOWHERE }, 'That channel is not there any more.'],
    [
      'a person who is gone',
      { options: { with: { user: NOWHERE } } },
      'That person is not there any more.',
    ],
    [
      'a channel as a value that is gone',
      { options: { where: { channel: NOWHERE } } },
      'That channel is not there any more.',
    ],
    [
      'a file that did not come along',
      { options: { sketch: { file: 'none' } } },
      'That file is not there any more.',
    ],
    ['a name that no command has', { name: 'paint' }, 'There is no command paint.'],
    [
      'an option that it does not have',
      { options: { colour: 'red' } },
      'The form has no option colour.',
    ],
    [
      'an option named like a part of every object',
      { options: { constructor: 'red' } },
      'The form has no option constructor.',
    ],
    [
      'a value of another sort',
      { options: { title: 3 } },
      'The form refuses title: it takes text.',
    ],
    [
      'a subcommand that it does not have',
      { subcommand: 'all of it' },
      '/plan has no subcommand all of it.',
    ],
  ])('is refused with %s', async (_, parts, problem) => {
    const { act, people, channels } = await startActing();
    const action = {
      kind: 'command' as const,
      channel: channels.general.id,
      name: 'plan',
      options: {},
      ...parts,
    };
    expect(await act(people.ada, action)).toEqual({ kind: 'refused', problem });
  });

  it('is refused where nobody of that id is there', async () => {
    const { act, channels } = await startActing();
    const action: Action = { kind: 'say', channel: channels.general.id, content: 'hello' };
    const problem = 'That person is not there any more.';
    expect(await act({ id: NOWHERE }, action)).toEqual({ kind: 'refused', problem });
  });

  it('has no answer where no bot is connected', async () => {
    const { client, draw, sandbox } = await startActing();
    await client.destroy();
    await expect.poll(() => sandbox.gateway.connections).toBe(0);
    expect(await draw(undefined)).toEqual({ kind: 'no-answer' });
  });

  it('has no answer where the bot goes while its file is read', async () => {
    const { act, client, people, channels, sandbox } = await startActing();
    const read = new AbortController();
    const file = new File(['12345'], 'map.png');
    file.bytes = async () => {
      await once(read.signal, 'abort');
      return new Uint8Array(5);
    };
    const channel = channels.general.id;
    const options = { sketch: { file: 'upload' } };
    const action: Action = { kind: 'command', channel, name: 'plan', options };
    const outcome = act(people.ada, action, new Map([['upload', file]]));
    await client.destroy();
    await expect.poll(() => sandbox.gateway.connections).toBe(0);
    read.abort();
    expect(await outcome).toEqual({ kind: 'no-answer' });
  });

  it('has no answer where the bot gives none within 3 s', async () => {
    const clock = new ManualClock();
    const { draw, seen } = await startActing(clock);
    const outcome = draw(undefined);
    await expect.poll(() => seen.length).toBe(1);
    await clock.advance(3_000);
    expect(await outcome).toEqual({ kind: 'no-answer' });
  });

  it('has its answer where the bot gives it just in time', async () => {
    const clock = new ManualClock();
    const { answer, draw, sandbox, seen } = await startActing(clock);
    const outcome = draw(undefined);
    await expect.poll(() => seen.length).toBe(1);
    await clock.advance(2_999);
    const [interaction] = seen;
    if (!interaction) throw new Error('nothing has come');
    const { id, token } = interaction;
    // Only these two are needed to answer it.
    await answer({ id, token } as Parameters<typeof answer>[0], DONE);
    expect(await outcome).toEqual({ kind: 'done' });
    expect(sandbox.messages(sandbox.world.channels.general)).toHaveLength(1);
  });
});

describe('an option being typed', () => {
  it('gets the choices of the bot', async () => {
    const { act, answers, people, channels } = await startActing();
    const choices = [{ name: 'Oil', value: 'oil' }];
    answers.push({ type: 8, data: { choices } });
    const channel = channels.general.id;
    const options = { style: 'oi' };
    const action: Action = {
      kind: 'autocomplete',
      channel,
      name: 'draw',
      focused: 'style',
      options,
    };
    expect(await act(people.ada, action)).toEqual({ kind: 'choices', choices });
  });

  it('is refused where it does not complete itself', async () => {
    const { act, people, channels } = await startActing();
    const channel = channels.general.id;
    const action: Action = {
      kind: 'autocomplete',
      channel,
      name: 'draw',
      focused: 'prompt',
      options: {},
    };
    const problem = '/draw does not complete prompt.';
    expect(await act(people.ada, action)).toEqual({ kind: 'refused', problem });
  });
});
