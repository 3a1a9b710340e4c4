import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/discord/intake/handlers.ts';
import { quietAnswer } from '../../commands/scene.ts';
import { definition, openDispatch } from '../intake/dispatch-bench.ts';
import { base } from './interaction-payloads.ts';

const greet: Command<object> = {
  definition: definition('greet'),
  execute: () => Promise.resolve({ kind: 'quiet', message: { text: ['hello'] } }),
};

describe('an interaction that cannot be read', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hello'],
    ['an empty object', {}],
    ['a type that is unknown', { type: 99, id: '1', token: 'x', application_id: '1' }],
    ['a command without data', { type: 2, id: '1', token: 'x', application_id: '1' }],
    [
      'a command from nobody',
      {
        type: 2,
        id: '1',
        token: 'x',
        application_id: '1',
        app_permissions: '0',
        channel: { id: '1', type: 0 },
        data: { name: 'greet' },
      },
    ],
    ['the command of a person', { ...base, type: 2, data: { type: 2, name: 'greet' } }],
    ['an id that is none', { type: 2, id: 'abc', token: 'x', application_id: '1' }],
    ['deep rubbish', { type: 3, data: { custom_id: { toString: 1 } }, message: [] }],
  ])('because it is %s is logged, and the bot goes on', async (_, payload) => {
    const bench = await openDispatch(
      { commands: [greet], messageCommands: [], buttons: [], selects: [], modals: [] },
      {},
    );
    const { people, channels } = bench.discord.world;
    await bench.discord.connected();
    bench.discord.dispatch('INTERACTION_CREATE', payload);
    await expect.poll(() => bench.logged.join('')).toContain('cannot be read');
    expect(
      await quietAnswer(
        await bench.discord.command({ by: people.ada, in: channels.general, name: 'greet' }),
      ),
    ).toBe('hello');
  });
});
