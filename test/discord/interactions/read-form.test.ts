import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IMAGE_OPTIONS } from '../../../src/recipes/image.ts';
import { readForm } from '../../../src/discord/interactions/option-values.ts';

const TABLE = { ...IMAGE_OPTIONS, hires: { kind: 'boolean', default: true } } as const;

it('a form of a request says nothing of what it did not ask for, as one of before a restart may', () => {
  const fields = { prompt: 'a fox', cfg: '5,5', steps: 'many', gone: 'x' };
  const ids = ['image', 'prompt', 'negativePrompt', 'cfg', 'steps', 'gone'];
  expect(readForm(TABLE, { ids, fields })).toEqual({
    ...{ prompt: 'a fox', negativePrompt: '' },
    ...{ steps: 'many', cfg: 5.5 },
  });
  expect(readForm(TABLE, { ids: ['hires'], fields: {} })).toEqual({ hires: false });
});

it('a form takes a number back as it was filled in, also one that an export has with all that binary leaves of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 100, noNaN: true }), (cfg) => {
      expect(readForm(TABLE, { ids: ['cfg'], fields: { cfg: String(cfg) } })).toEqual({ cfg });
    }),
  );
});
