import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn, lacksPrompt, type PresetParts } from '../../src/recipes/presets.ts';
import { UPSCALE_OPTIONS } from '../../src/recipes/upscale.ts';
import { TEXT_OPTIONS } from '../../src/recipes/text.ts';
import { fittingValues } from '../../src/recipes/settings.ts';

const preset = (parts: Partial<PresetParts> = {}): PresetParts => ({
  ...{ name: 'mine', before: '', after: '', options: {} },
  ...parts,
});

const filled = (parts: Partial<Parameters<typeof filledIn>[1]>) =>
  filledIn(TEXT_OPTIONS, { typed: { prompt: 'a door' }, defaults: {}, ...parts });

describe('what a request is made of', () => {
  it('is what was typed, then what the preset says, then what the person likes', () => {
    const { values, notes } = filled({
      typed: { prompt: 'a door', steps: 20 },
      preset: preset({ options: { steps: 30, cfg: 5 } }),
      defaults: { steps: 40, cfg: 6, sampler: 'dpmpp_2m' },
    });
    expect(values).toEqual({ prompt: 'a door', steps: 20, cfg: 5, sampler: 'dpmpp_2m' });
    expect(notes).toEqual({ preset: 'mine', kept: { cfg: 'preset', sampler: 'default' } });
  });

  it('has nothing of a preset that is no option of its recipe, nor a prompt or a seed', () => {
    const options = { factor: '2', seed: 5, prompt: 'x', constructor: 1 };
    const { values } = filled({ preset: preset({ options }) });
    expect(values).toEqual({ prompt: 'a door' });
  });

  it.each([
    ['', '', 'a door'],
    ['a photo of', '', 'a photo of, a door'],
    ['a photo of ', '', 'a photo of a door'],
    ['old,', '', 'old, a door'],
    ['', 'in ink', 'a door, in ink'],
    ['', '. In ink', 'a door . In ink'],
    ['one', 'two', 'one, a door, two'],
  ])('has the words %j and %j around the prompt: %j', (before, after, prompt) => {
    const { values, notes } = filled({ preset: preset({ before, after }) });
    expect(values.prompt).toBe(prompt);
    expect(notes.kept.prompt).toBe(prompt === 'a door' ? undefined : 'preset');
  });

  it('has them alone where a prompt may be left out and is', () => {
    const parts = { typed: {}, defaults: {}, preset: preset({ before: 'sharp', after: 'clean' }) };
    expect(filledIn(UPSCALE_OPTIONS, parts).values).toEqual({ prompt: 'sharp, clean' });
  });

  it('lacks a prompt for words where its recipe has none', () => {
    expect(lacksPrompt({ steps: TEXT_OPTIONS.steps }, preset({ before: 'old' }))).toBe(true);
    expect(lacksPrompt({ steps: TEXT_OPTIONS.steps }, preset())).toBe(false);
    expect(lacksPrompt(TEXT_OPTIONS, preset({ before: 'old' }))).toBe(false);
  });
});

describe('what somebody kept', () => {
  it('is used as far as there are such options today, which take it', () => {
    const kept = { steps: 500, cfg: 5, sampler: 'gone', factor: '2', seed: 1, negativePrompt: '' };
    expect(fittingValues(TEXT_OPTIONS, kept)).toEqual({ cfg: 5, negativePrompt: '' });
  });

  it('never makes a request that is refused for it', () => {
    const kept = fc.record(
      {
        steps: fc.oneof(fc.integer(), fc.string()),
        cfg: fc.double(),
        sampler: fc.oneof(fc.string(), fc.constantFrom('euler', 'dpmpp_2m')),
        negativePrompt: fc.oneof(fc.string({ maxLength: 2000 }), fc.boolean()),
        __proto__: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(kept, (values) => {
        const { prompt, ...fitting } = { prompt: 'x', ...fittingValues(TEXT_OPTIONS, values) };
        expect(fittingValues(TEXT_OPTIONS, fitting)).toEqual(fitting);
        expect(prompt).toBe('x');
      }),
    );
  });
});
