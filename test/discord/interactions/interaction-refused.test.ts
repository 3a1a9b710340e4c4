import { ApplicationCommandOptionType, InteractionType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInteraction } from '../../../src/discord/interactions/interaction.ts';
import { base, click, command, menuCommand, without } from './interaction-payloads.ts';

const { String: text } = ApplicationCommandOptionType;

describe('a payload that cannot be answered', () => {
  it.each([
    'id',
    'token',
    'channel.id',
    'channel.type',
    'member',
    'member.user',
    'member.user.id',
    'app_permissions',
    'type',
    'data',
    'data.custom_id',
    'message',
    'message.id',
  ])('is refused without %s', (path) => {
    expect(() => parseInteraction(without(click, path))).toThrow();
  });

  it.each(['data.target_id', 'data.name', 'data.type'])(
    'is refused as a command of a message without %s',
    (path) => {
      expect(() => parseInteraction(without(menuCommand, path))).toThrow();
    },
  );

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'INTERACTION_CREATE'],
    ['a list', []],
    ['a ping', { ...base, type: InteractionType.Ping }],
    ['a kind that is not known', { ...click, type: 99 }],
    ['a number for an id', { ...click, id: 1300 }],
    ['words for an id', { ...click, id: '../../x' }],
    ['an empty token', { ...click, token: '' }],
    ['permissions that are no number', { ...click, app_permissions: 'all' }],
    ['options that are no list', command({ prompt: 'x' })],
    ['an option without a name', command([{ type: text, value: 'x' }])],
    ['a command of a person', { ...base, type: 2, data: { type: 2, name: 'x', target_id: '4' } }],
    ['a command of no known kind', { ...base, type: 2, data: { type: 9, name: 'imagine' } }],
    ['a group without a subcommand', command([{ type: 2, name: 'a', options: [] }])],
    ['a subcommand whose options are no list', command([{ type: 1, name: 'a', options: {} }])],
    ['an option that holds an object', command([{ name: 'a', type: text, value: {} }])],
  ])('is refused: %s', (_, payload) => {
    expect(() => parseInteraction(payload)).toThrow();
  });

  it('is refused with an error, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(2, 3, 4, 5), (garbage, type) => {
        for (const payload of [garbage, { ...base, type, data: garbage }]) {
          try {
            parseInteraction(payload);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
      }),
    );
  });
});
