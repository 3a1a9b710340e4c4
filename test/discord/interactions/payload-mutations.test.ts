import { ApplicationCommandOptionType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseInteraction,
  type Interaction,
} from '../../../src/discord/interactions/interaction.ts';
import { openStudio } from '../../support/open-studio.ts';
import { base, click, command, menuCommand } from './interaction-payloads.ts';

const photo = { id: '700000000000000001', url: 'https://cdn.test/a.png', size: 9 };
const valid = [
  click,
  menuCommand,
  command([
    {
      name: 'block',
      type: ApplicationCommandOptionType.Subcommand,
      options: [{ name: 'person', type: ApplicationCommandOptionType.User, value: '7' }],
    },
  ]),
  command(
    [
      { name: 'prompt', type: ApplicationCommandOptionType.String, value: 'a lighthouse' },
      { name: 'steps', type: ApplicationCommandOptionType.Integer, value: 20 },
      { name: 'face', type: ApplicationCommandOptionType.Attachment, value: photo.id },
    ],
    { attachments: { [photo.id]: photo } },
  ),
  { ...base, type: 5, data: { custom_id: 'v1:edit:k3f9x2', components: [] } },
];

/** Where something stands in a payload. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [...path, key],
    ...placesIn(part, [...path, key]),
  ]);
}

/** A payload with another thing in that place, or nothing. */
function changed(
  value: unknown,
  [key, ...rest]: readonly string[],
  put: readonly unknown[],
): unknown {
  if (key === undefined) return put[0];
  if (typeof value !== 'object' || value === null) return value;
  const parts: [string, unknown][] = Object.entries(value);
  const entries = parts.flatMap(([name, part]): [string, unknown][] => {
    if (name !== key) return [[name, part]];
    return rest.length === 0 && put.length === 0 ? [] : [[name, changed(part, rest, put)]];
  });
  return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
}

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const put = fc.oneof(
  fc.constant([]),
  fc.jsonValue({ maxDepth: 2 }).map((json) => [json]),
  fc
    .constantFrom('__proto__', '-1', '1e9', '٣', 'x'.repeat(100_000), '9'.repeat(5_000))
    .map((text) => [text]),
  fc.constantFrom(10, 1_000).map((depth) => [nested(depth)]),
);
const mutation = fc
  .constantFrom(...valid)
  .chain((payload) =>
    fc
      .array(fc.tuple(fc.constantFrom(...placesIn(payload)), put), { minLength: 1, maxLength: 3 })
      .map((changes) =>
        changes.reduce<unknown>((before, [place, thing]) => changed(before, place, thing), payload),
      ),
  );

function read(payload: unknown): Interaction | undefined {
  try {
    return parseInteraction(payload);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return undefined;
  }
}

describe('a payload that was changed on its way', () => {
  it('is refused, or has all that an interaction has', () => {
    fc.assert(
      fc.property(mutation, (payload) => {
        const interaction = read(payload);
        if (!interaction) return;
        expect(interaction.id).toMatch(/^\d{1,20}$/);
        expect(interaction.channel.id).toMatch(/^\d{1,20}$/);
        expect(interaction.user.id).toMatch(/^\d{1,20}$/);
        expect(interaction.token).not.toBe('');
        expect(typeof interaction.permissions).toBe('bigint');
        if (interaction.kind === 'message-command') {
          expect(interaction.message.id).toMatch(/^\d{1,20}$/);
        }
        if (interaction.kind !== 'command') return;
        for (const option of Object.values(interaction.options)) {
          if (typeof option !== 'object') continue;
          expect(Object.keys(option).sort()).toEqual(['id', 'size', 'url']);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does the bot no harm', async () => {
    const studio = await openStudio();
    for (const payload of fc.sample(mutation, 100)) {
      studio.discord.dispatch('INTERACTION_CREATE', payload);
    }
    const { people, channels } = studio.discord.world;
    const use = { by: people.ada, in: channels.general, name: 'jobs' };
    const { message } = await (await studio.discord.command(use)).answered;
    expect(message?.embeds).toHaveLength(1);
    expect(studio.discord.cdn.requests).toEqual([]);
  });
});
