import { ApplicationCommandOptionType, MessageFlags } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imagine } from '../../commands/imagine.ts';
import { parseInteraction } from '../../src/discord/interactions/interaction.ts';
import { text } from '../../src/recipes/text.ts';
import { checkCommandForm } from '../../packages/stand-ins/discord/command-form.ts';
import { findJob, openStudio, quietAnswer } from '../commands/scene.ts';
import { forgedCommand } from './forged.ts';

const definitions = imagine({ faces: true }).definition.options ?? [];
const names = definitions.map(({ name }) => name);
const TYPES = Object.values(ApplicationCommandOptionType).filter(
  (type) => typeof type === 'number',
);

const oddName = fc.constantFrom('__proto__', 'constructor', 'seed ', 'negativePrompt', 'style');
const near = fc.constantFrom(-2, -1, 0, 0.5, 1, 2, 8, 14, 15, 15.5, 20, 50, 51, 1e300, 2 ** 53);
const words = fc.constantFrom(
  'euler',
  'karras',
  '1:1',
  '16:9',
  '',
  ' ',
  'a lighthouse',
  '__proto__',
);
const value = fc.oneof(
  near,
  words,
  fc.boolean(),
  fc.string({ unit: 'binary', maxLength: 2_000 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const option = fc.record(
  {
    name: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...names) }, oddName, fc.string()),
    type: fc.oneof(fc.constantFrom(...TYPES), fc.integer()),
    value,
  },
  { requiredKeys: ['name', 'type'] },
);
const prompt = { name: 'prompt', type: ApplicationCommandOptionType.String, value: 'a lighthouse' };
const options = fc.oneof(
  { weight: 9, arbitrary: fc.array(option, { maxLength: 4 }).map((some) => [prompt, ...some]) },
  fc.array(option, { maxLength: 6 }),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('options that never went through the form', () => {
  it('make a job of what the form allows, or a quiet answer, and nothing else', async () => {
    const studio = await openStudio();
    // What is accepted waits, and costs nothing.
    studio.runpod.http.fault({ path: /run$/, times: Infinity, answer: { status: 429 } });
    const seen = { refused: 0, taken: 0, unread: 0 };
    await fc.assert(
      fc.asyncProperty(options, async (raw) => {
        const unread: unknown[] = [];
        const sent = await forgedCommand(studio, (payload) => {
          const forged = {
            ...payload,
            data: { id: '5', type: 1, name: 'imagine', options: raw },
          };
          try {
            parseInteraction(forged);
          } catch (error) {
            unread.push(error);
          }
          return forged;
        });
        if (unread.length > 0) {
          seen.unread += 1;
          return;
        }
        const { message } = await sent.answered;
        const job = await findJob(studio, sent.id);
        const quiet = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
        expect(JSON.stringify(message)).not.toContain('Something went wrong');
        if (!job) {
          seen.refused += 1;
          expect(quiet).toBe(true);
          return;
        }
        seen.taken += 1;
        expect(text.request.safeParse(job.wanted.params).success).toBe(true);
        const {
          prompt: asked,
          steps,
          cfg,
          denoise,
          sampler,
          scheduler,
        } = text.request.parse(job.wanted.params);
        expect(() => {
          checkCommandForm(definitions, {
            prompt: asked,
            steps,
            cfg,
            denoise,
            sampler,
            scheduler,
          });
        }).not.toThrow();
        expect(job.wanted.person).toBe(false);
      }),
      { numRuns: 100 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
    expect(studio.discord.cdn.requests).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', '1', ''])(
    'make no photo of the id %j, which names no file',
    async (id) => {
      const studio = await openStudio({ runpod: { workers: 0 } });
      const face = { name: 'face', type: ApplicationCommandOptionType.Attachment, value: id };
      for (const resolved of [undefined, { attachments: {} }]) {
        const sent = await forgedCommand(studio, (payload) => ({
          ...payload,
          data: { id: '5', type: 1, name: 'imagine', options: [prompt, face], resolved },
        }));
        expect(JSON.stringify((await sent.answered).message)).toContain('must be a file');
        expect(await findJob(studio, sent.id)).toBeUndefined();
      }
    },
  );

  it.each([
    ['too long', 'x'.repeat(3_000)],
    ['a ping', '`@everyone` <@1>'],
    ['a heading', '\n# big'],
  ])('are refused quietly, and their name is not quoted where it is %s', async (_, name) => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const odd = { name, type: ApplicationCommandOptionType.String, value: 'x' };
    const sent = await forgedCommand(studio, (payload) => ({
      ...payload,
      data: { id: '5', type: 1, name: 'imagine', options: [prompt, odd] },
    }));
    const [told, ...filledIn] = (await quietAnswer(sent)).split('\n');
    expect(told).toBe(
      '`something` is not an option of this command. Change it and run the command again.',
    );
    expect(filledIn).toEqual(['Your input:', '```', '/imagine prompt:a lighthouse', '```']);
  });
});
