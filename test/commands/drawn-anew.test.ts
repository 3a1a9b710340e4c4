import { describe, expect, it } from 'vitest';
import { askedAgain, askedAnew, askedChanged } from '../../commands/request/params.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { text } from '../../src/recipes/text.ts';
import { withDrawnPrompt } from '../../src/recipes/prompt-alternatives.ts';
import { notesOf, withNotes } from '../../src/recipes/request-notes.ts';
import { readRequest } from '../../src/recipes/stored-request.ts';

const WRITTEN = 'a {red|blue|green} door';

/** What was asked for, with the first alternative drawn. */
function wanted(prompt: string) {
  const params = withDrawnPrompt(text.request.parse({ prompt }), () => 0);
  const asked = readRequest(
    { recipe: 'text', params, paramsVersion: 1, inputs: [] },
    builtInRecipes,
  );
  if (!asked) throw new Error('that cannot be read');
  return asked;
}

/** The same as a job of somebody's. */
const jobOf = (prompt: string) => ({ wanted: wanted(prompt), userId: '1' });

const drawing = (seed: number) => ({
  recipes: builtInRecipes,
  modelFiles: { of: () => undefined },
  drawSeed: () => seed,
});

describe('a prompt with alternatives', () => {
  it('is drawn anew where the same is asked for with another seed', () => {
    const { params } = askedAnew(jobOf(WRITTEN), '2', drawing(2));
    expect(params.prompt).toBe('a green door');
    expect(notesOf(params).written).toBe(WRITTEN);
  });

  it('stays as it was drawn where it is tried again', () => {
    const { params } = askedAgain(wanted(WRITTEN), drawing(2));
    expect(params.prompt).toBe('a red door');
    expect(notesOf(params).written).toBe(WRITTEN);
  });

  it('is written otherwise where it is changed', () => {
    const changes = { prompt: 'a {wide|narrow} gate' };
    const { params } = askedChanged(jobOf(WRITTEN), { changes, by: '1' }, drawing(1));
    expect(params.prompt).toBe('a narrow gate');
    expect(notesOf(params).written).toBe(changes.prompt);
  });

  it('came from a preset of its person, which is nothing to somebody else', () => {
    const { wanted: asked, userId } = jobOf(WRITTEN);
    const params = withNotes(asked.params, { preset: 'mine', kept: { steps: 'default' } });
    const job = { wanted: { ...asked, params }, userId };
    const noted = (by: string) => notesOf(askedAnew(job, by, drawing(2)).params);
    expect(noted('1')).toMatchObject({ preset: 'mine', kept: { steps: 'default' } });
    expect(noted('2')).toMatchObject({ kept: {} });
    expect(noted('2').preset).toBeUndefined();
  });

  it('is refused where nothing of it is drawn', () => {
    const nothing = expect.objectContaining({ code: 'bad_option' }) as Error;
    expect(() => askedAnew(jobOf('{a door|}'), '1', drawing(1))).toThrow(nothing);
  });
});
