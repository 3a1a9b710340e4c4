import { describe, expect, it } from 'vitest';
import { graphSent, imagine, openStudio, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { GROWN_UP } from '../support/safety-terms.ts';

const PROMPTS = [
  '@everyone look, @here too',
  '<@1> <@&2> <#3> </imagine:4> <t:0:R>',
  '"quotes" \'single\' `ticks` ```fences``` \\back\\slashes\\',
  '{"7": {"inputs": {"text": "%s"}}} ${prompt} {{prompt}} $1',
  'one\ntwo\r\nthree\ttabbed',
  '**bold** _italic_ ~~struck~~ ||spoiler|| # heading\n> quote\n- list\n1. item',
  '[a link](https://example.invalid) https://example.invalid',
  'naïve 日本語 🦊 👩‍👩‍👧 e\u0301',
  '\u202Ereversed\u202C \u200Ezero\u200B width\u2066',
  "'; DROP TABLE jobs; --",
  '\u0000\u0001\u001F',
  '\uD83D alone',
  ' leading and trailing ',
];

describe('a prompt', () => {
  it.each(PROMPTS)('arrives unchanged: %j', async (prompt) => {
    const studio = await openStudio();
    await imagine(studio, { prompt, negative_prompt: prompt });
    const graph = await graphSent(studio);
    expect(graph).toHaveProperty(['7', 'inputs', 'text'], prompt);
    expect(graph).toHaveProperty(['8', 'inputs', 'text'], `${prompt}, ${GROWN_UP}`);
  });

  it('pings nobody, from the first answer to the picture', async () => {
    const studio = await openStudio();
    const { ben } = studio.discord.world.people;
    const prompt = `@everyone @here <@${ben.id}> <@&${ben.id}>`;
    const interaction = await imagine(studio, { prompt });
    const { versions } = await completedMessage(studio, interaction);
    for (const { payload } of versions) {
      expect([payload.mention_everyone, payload.mentions]).toEqual([false, []]);
      expect(textOf(payload)).not.toMatch(/(?<!\\)@(?!\d)|<@&/);
    }
  });

  it('is shown as it was written, markdown and all', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, { prompt: 'a **bold** _fox_ ||here||' });
    const { message } = await interaction.answered;
    expect(message && textOf(message)).toContain('> a \\*\\*bold\\*\\* \\_fox\\_ \\|\\|here\\|\\|');
  });

  it('of 1500 characters is whole in the message and at the worker', async () => {
    const studio = await openStudio();
    const prompt = '*'.repeat(1500);
    const interaction = await imagine(studio, { prompt });
    const message = await completedMessage(studio, interaction);
    expect(await graphSent(studio)).toHaveProperty(['7', 'inputs', 'text'], prompt);
    expect(textOf(message)).toContain(`> ${'\\*'.repeat(1500)}`);
  });
});
