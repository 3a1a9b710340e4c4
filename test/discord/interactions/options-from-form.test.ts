import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UPSCALE_OPTIONS } from '../../../src/recipes/upscale.ts';
import { TEXT_OPTIONS } from '../../../src/recipes/text.ts';
import { problemWith } from '../../../src/recipes/settings.ts';
import {
  type FieldValue,
  optionsFromForm,
} from '../../../src/discord/interactions/option-values.ts';
import { BotError } from '../../../src/errors/errors.ts';

const TABLE = {
  ...TEXT_OPTIONS,
  hires: { kind: 'boolean', default: false },
} as const;

const read = (fields: Readonly<Record<string, FieldValue>>, ids = Object.keys(fields)) =>
  optionsFromForm(TABLE, { ids, fields });

describe('a form of options', () => {
  it('gives each as its recipe takes it', () => {
    expect(
      read({
        ...{ steps: ' 25 ', cfg: '5,5', sampler: ['dpmpp_2m'], hires: ['no'] },
        negativePrompt: '1,5',
      }),
    ).toEqual({ steps: 25, cfg: 5.5, sampler: 'dpmpp_2m', hires: false, negativePrompt: '1,5' });
  });

  it('takes back what is left empty, and leaves alone what it did not ask for', () => {
    expect(read({ sampler: [], cfg: ' ' }, ['steps', 'sampler', 'cfg'])).toEqual({
      steps: undefined,
      sampler: undefined,
      cfg: undefined,
    });
  });

  it('has no prompt, seed or picture, and nothing else that its recipe has no option for', () => {
    const fields = { prompt: 'x', seed: '1', image: 'x', constructor: 'x' };
    expect(optionsFromForm(UPSCALE_OPTIONS, { ids: Object.keys(fields), fields })).toEqual({});
  });

  it.each([
    [{ steps: '5' }, 'steps', 'whole_number'],
    [{ steps: '20.5' }, 'steps', 'whole_number'],
    [{ steps: '0x20' }, 'steps', 'whole_number'],
    [{ cfg: 'much' }, 'cfg', 'number'],
    [{ sampler: ['other'] }, 'sampler', 'choice'],
    [{ hires: ['perhaps'] }, 'hires', 'yes_or_no'],
    [{ negativePrompt: 'x'.repeat(1501) }, 'negative_prompt', 'length'],
  ])('says of %o what is wrong with it', (fields, option, problem) => {
    expect(() => read(fields)).toThrow(
      expect.objectContaining({
        code: 'bad_option',
        facts: expect.objectContaining({ option, problem }) as unknown,
      }) as Error,
    );
  });

  it('gives nothing that its recipe does not take, whatever is sent', () => {
    const field = fc.oneof(fc.string(), fc.array(fc.string()), fc.boolean());
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(TABLE), '__proto__'), field);
    fc.assert(
      fc.property(fields, (sent) => {
        let values;
        try {
          values = read(sent);
        } catch (error) {
          expect(error).toBeInstanceOf(BotError);
          return;
        }
        for (const [name, value] of Object.entries(values)) {
          if (value !== undefined) expect(problemWith(TABLE, name, value)).toBeUndefined();
        }
      }),
    );
  });
});
