import { ApplicationCommandOptionType, InteractionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Action } from '../../../../packages/stand-ins/playground/wire.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { startActing } from './acting.ts';

const DONE = { type: 4, data: { content: 'done' } };

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

  it('has no answer where no bot is connected', async () => {
    const { client, draw, sandbox } = await startActing();
    await client.destroy();
    await expect.poll(() => sandbox.gateway.connections).toBe(0);
    expect(await draw(undefined)).toEqual({ kind: 'no-answer' });
  });

  it('has no answer where the bot gives none within 3 s', async () => {
    const clock = new ManualClock();
    const { draw, seen } = await startActing(clock);
    const outcome = draw(undefined);
    await expect.poll(() => seen.length).toBe(1);
    await clock.advance(3_000);
    expect(await outcome).toEqual({ kind: 'no-answer' });
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
});
