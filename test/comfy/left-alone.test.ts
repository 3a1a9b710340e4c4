import { describe, expect, it } from 'vitest';
import { hasRemovedOption, noteUnchosenOptions } from '../../src/recipes/request-notes.ts';
import type { OptionTable } from '../../src/recipes/option.ts';
import type { Rating } from '../../src/recipes/recipe.ts';

const style = { kind: 'choice', names: ['ink', 'chalk'], default: 'ink' } as const;
const steps = { kind: 'whole', min: 1, max: 50, default: 20 } as const;
const picture = {
  kind: 'picture',
  person: false,
  required: false,
  use: 'image',
  maxSide: 9,
} as const;

const workflow = (options: OptionTable, rating: Rating = 'general') => ({ rating, options });

describe('what was asked of a workflow', () => {
  const params = noteUnchosenOptions(workflow({ style, steps }), { style: 'ink', steps: 30 });

  it('lacks nothing where an option is gone that stood at its default', () => {
    expect(hasRemovedOption(workflow({ steps }), params)).toBe(false);
  });

  it('lacks one that was chosen, whether it is gone or a picture now', () => {
    expect(hasRemovedOption(workflow({ style }), params)).toBe(true);
    expect(hasRemovedOption(workflow({ style, steps: picture }), params)).toBe(true);
  });

  it('is left alone still when it is asked for again, whatever the default is by now', () => {
    const chalk = workflow({ style: { ...style, default: 'chalk' } });
    const again = noteUnchosenOptions(chalk, { style: 'ink' }, params);
    expect(hasRemovedOption(workflow({}), again)).toBe(false);
  });
});

it("what the bot's own recipes took once never ends a job", () => {
  const own = workflow({ steps }, 'by_checkpoint');
  expect(noteUnchosenOptions(own, { steps: 20 })).toEqual({ steps: 20 });
  expect(hasRemovedOption(own, { steps: 20, style: 'ink' })).toBe(false);
});
