import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formAction } from '../../../../packages/stand-ins/playground/page/composer/form-action.ts';
import { offeredCommands } from '../../../../packages/stand-ins/playground/page/composer/offered-command.ts';
import { typedCommand } from '../../../../packages/stand-ins/playground/page/composer/typed-command.ts';
import { camelCase, type OptionTable } from '../../../../src/recipes/option.ts';
import { defineRecipe } from '../../../../src/recipes/recipe.ts';
import { optionDefinitions } from '../../../../src/recipes/command-definition.ts';
import { commandLine } from '../../../../src/discord/cards/typed-command.ts';
import type { Params } from '../../../../src/recipes/recipe.ts';
import { say } from '../../../../src/say/say.ts';
import { ADA, AROUND, GENERAL, registered } from './sample-command.ts';

/** One option of each kind, among them such as a workflow of the operator's own may have. */
const OPTIONS = {
  clip: { kind: 'number', min: -2, max: 2, default: 1 },
  paperKind: { kind: 'text', min: 0, max: 500, default: '' },
  prompt: { kind: 'text', min: 1, max: 1500 },
  size: {
    kind: 'choice',
    names: ['0.5', '1:1', 'x'],
    default: 'x',
    label: (name: string) => ({ '0.5': 'Twice as large', '1:1': '1:1 (1024×1024)' })[name] ?? name,
  },
  fit: { kind: 'boolean', default: true },
  seed: { kind: 'whole', min: -1, max: Number.MAX_SAFE_INTEGER, default: -1 },
} as const satisfies OptionTable;

const recipe = defineRecipe({
  name: 'x',
  options: OPTIONS,
  models: [],
  work: () => 1,
  graph: () => ({}),
});
const offered = offeredCommands(
  [registered('draw', optionDefinitions(recipe.options, say()))],
  ADA,
  GENERAL,
);

const words = fc
  .array(
    fc.constantFrom(
      'a',
      '"fox"',
      "it's",
      '🦊',
      'x:y',
      '(ink:1.2)',
      'Steps: 20',
      ',',
      '{',
      '`',
      '/draw',
      'É',
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((all) => all.join(' '));
const params = fc.record({
  clip: fc.double({ min: 1e-4, max: 2, noNaN: true }),
  paperKind: fc.oneof(fc.constant(''), words),
  prompt: words,
  size: fc.constantFrom(...OPTIONS.size.names),
  fit: fc.boolean(),
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
});

const lineOf = (asked: Params) => commandLine({ command: 'draw', recipe }, asked, { words: say() });

/** What a line asks for that is pasted and sent. */
function pasted(line: string): unknown {
  const form = typedCommand(line, offered);
  const reading = form && formAction(form, GENERAL, AROUND);
  if (reading?.kind !== 'action' || reading.action.kind !== 'command') {
    throw new Error('it cannot be sent');
  }
  const filled = Object.entries(reading.action.options);
  const values = Object.fromEntries(filled.map(([name, value]) => [camelCase(name), value]));
  return recipe.request.parse(values);
}

describe('a line of Details that is pasted', () => {
  it('asks for the same', () => {
    fc.assert(
      fc.property(params, (asked) => {
        expect(pasted(lineOf(asked))).toEqual(asked);
      }),
    );
  });

  it('takes no words for options that only have their names', () => {
    const asked = { clip: 1, paperKind: 'prompt: x', size: 'x', fit: true, seed: 7 };
    const prompt = 'seed: 5, Seed: 6 (seed:1.2) fit:no';
    expect(pasted(lineOf({ ...asked, prompt }))).toEqual({
      ...asked,
      paperKind: 'prompt : x',
      prompt: 'seed : 5, Seed: 6 (seed:1.2) fit :no',
    });
  });
});
