import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withOriginalPrompt, withDrawnPrompt } from '../../src/recipes/prompt-alternatives.ts';
import { hasRemovedOption, notesOf, withNotes } from '../../src/recipes/request-notes.ts';
import { text } from '../../src/recipes/text.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { readRequest } from '../../src/recipes/stored-request.ts';

const WRITTEN = 'a {red|blue} door';

describe('a prompt with alternatives', () => {
  it('is kept as it was drawn, and beside it as it was written', () => {
    const drawn = withDrawnPrompt({ prompt: WRITTEN, steps: 20 }, () => 3);
    expect(drawn).toMatchObject({ prompt: 'a blue door', steps: 20 });
    expect(notesOf(drawn)).toEqual({ written: WRITTEN, kept: {} });
    expect(withOriginalPrompt(drawn).prompt).toBe(WRITTEN);
  });

  it('keeps what was noted of it before', () => {
    const noted = withNotes({ prompt: WRITTEN }, { preset: 'mine', kept: { cfg: 'default' } });
    expect(notesOf(withDrawnPrompt(noted, () => 0))).toEqual({
      written: WRITTEN,
      preset: 'mine',
      kept: { cfg: 'default' },
    });
  });

  it('is screened with what might have been drawn', () => {
    const params = withDrawnPrompt(text.request.parse({ prompt: WRITTEN }), () => 0);
    const stored: unknown = JSON.parse(JSON.stringify(params));
    const wanted = readRequest(
      { recipe: 'text', params: stored, paramsVersion: 1, inputs: [] },
      builtInRecipes,
    );
    expect(wanted).toMatchObject({
      prompt: 'a red door',
      words: 'a red door\na red, blue door',
    });
  });

  it('and one without stay as they are', () => {
    const params = { prompt: 'a {red} door' };
    expect(withDrawnPrompt(params, () => 0)).toBe(params);
    expect(withOriginalPrompt(params)).toBe(params);
    expect(withDrawnPrompt({ steps: 2 }, () => 0)).toEqual({ steps: 2 });
  });
});

describe('notes', () => {
  it('are none where a row says nothing of them, or what nobody can read', () => {
    expect(notesOf({ prompt: 'x' })).toEqual({ kept: {} });
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(notesOf({ '#notes': anything }).kept).toEqual(expect.any(Object));
      }),
    );
  });

  it('are nothing that a workflow lacks', () => {
    const params = withNotes({ steps: 1 }, { preset: 'mine', kept: {} });
    const steps = { kind: 'whole', min: 1, max: 2, default: 1 } as const;
    expect(hasRemovedOption({ rating: 'general', options: { steps } }, params)).toBe(false);
  });

  it('leave params alone that there is nothing to say of', () => {
    const params = { steps: 1 };
    expect(withNotes(params, { kept: {} })).toBe(params);
  });
});
