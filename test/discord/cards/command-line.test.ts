import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionTable } from '../../../src/recipes/option.ts';
import { TEXT_OPTIONS } from '../../../src/recipes/text.ts';
import { codeBlock, inCodeBlock } from '../../../src/discord/cards/text.ts';
import { commandLine, readCommandLine } from '../../../src/discord/cards/typed-command.ts';
import { say } from '../../../src/say/say.ts';

const recipe = { person: false, options: TEXT_OPTIONS };
const words = fc
  .array(fc.constantFrom('a', 'fox', '```', '🦊', '-', 'prompt', 'x:y', '8'), { minLength: 1 })
  .map((all) => all.join(' '));
const settings = fc.record(
  {
    prompt: words,
    negativePrompt: words,
    aspectRatio: fc.constantFrom('16:9', '3:4'),
    steps: fc.integer({ min: 21, max: 50 }),
    cfg: fc.constantFrom(1.5, 7, 12.25),
    sampler: fc.constant('dpmpp_2m'),
    seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  },
  { requiredKeys: [] },
);

describe('a command line in a block', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(settings, (params) => {
        const block = codeBlock(
          commandLine({ command: 'imagine', recipe }, params, { words: say() }),
        );
        const line = inCodeBlock(`said\n${block}\nafter`);
        expect(readCommandLine(line ?? '', recipe)).toEqual(params);
      }),
    );
  });

  it('names choices as Discord’s box does, and is read back by these or by their values', () => {
    const options = {
      size: {
        kind: 'choice',
        names: ['0.5', '1'],
        default: '1',
        label: (name: string) => (name === '1' ? 'Four times' : 'Twice as large'),
      },
      lora: { kind: 'choice', names: ['a.pt'], default: 'a.pt', label: () => 'A', anyOf: 'loras' },
    } as const satisfies OptionTable;
    const params = { size: '0.5', lora: 'a.pt' };
    const line = commandLine({ command: 'larger', recipe: { person: false, options } }, params, {
      words: say(),
    });
    expect(line).toBe('/larger size:Twice as large lora:a.pt');
    expect(readCommandLine(line, { options })).toEqual(params);
    expect(readCommandLine('/larger size:0.5 lora:a.pt', { options })).toEqual(params);
  });

  it('leaves out what is not taken, and what is no option', () => {
    const line = '/imagine prompt:a fox size:9 steps:900 cfg:7';
    expect(readCommandLine(line, recipe)).toEqual({ prompt: 'a fox size:9 steps:900', cfg: 7 });
  });

  it('is read from any line without a failure', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        readCommandLine(line, recipe);
      }),
    );
  });

  it('is none where there is no block', () => {
    expect(inCodeBlock('said')).toBeUndefined();
  });
});
