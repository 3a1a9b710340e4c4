import { ApplicationCommandOptionType as Type, type APIApplicationCommandOption } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { camelCase, type OptionTable, valueOptions } from '../../src/recipes/option.ts';
import { FACE_OPTIONS } from '../../src/recipes/face.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { codeIn, numbersIn } from './markdown.ts';
import { STYLE_NAMES, STYLES } from '../../commands/imagine.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/commands.md';
const { commands, messageCommands } = handlersFor({ faces: true });

/** As a person would say the largest seed. */
const inWords = (value: number) => (value === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(value));

/** The choices or the limits of an option, in order. */
function limitsOf(option: APIApplicationCommandOption): string[] {
  if ('choices' in option) return option.choices.map(({ value }) => String(value));
  if (option.type === Type.String) return boundsOf(option.min_length, option.max_length);
  if (option.type === Type.Integer || option.type === Type.Number) {
    return boundsOf(option.min_value, option.max_value);
  }
  // In MiB.
  if (option.type === Type.Attachment) return ['10'];
  return [];
}

const boundsOf = (...bounds: readonly (number | undefined)[]): string[] =>
  bounds.flatMap((bound) => (bound === undefined ? [] : [inWords(bound)]));

/** The same as a cell says it. */
function limitsIn(cell: string, option: APIApplicationCommandOption | undefined): string[] {
  return option && 'choices' in option ? cell.split(', ') : numbersIn(cell);
}

const recipes = [...builtInRecipes.values()].flatMap(({ command, options }) =>
  command === undefined ? [] : [[command, options] as const],
);

describe.each<readonly [string, OptionTable]>([['imagine', FACE_OPTIONS], ...recipes])(
  'docs/commands.md on /%s',
  (command, table) => {
    const { rows } = tableUnder(`/${command}`, PAGE);

    it('has every option with its limits, in order', () => {
      const { options } =
        commands.find(({ definition }) => definition.name === command)?.definition ?? {};
      const said = rows.map(([name = '', limits = ''], at) => {
        // What is said besides follows a semicolon.
        const [cell = ''] = limits.split(';');
        return [codeIn(name)[0], limitsIn(cell, options?.[at]), cell.includes('required')];
      });
      expect(said).toEqual(
        (options ?? []).map((option) => [
          option.name,
          limitsOf(option),
          'required' in option && option.required,
        ]),
      );
    });

    it('has the default of every option that has one', () => {
      const defaults = new Map(
        valueOptions(table).map(([name, one]) => [name, String(one.default ?? '')]),
      );
      const said = rows.flatMap(([name = '', , value = '']) => {
        const inside = camelCase(codeIn(name)[0] ?? '');
        return defaults.has(inside) ? [[inside, codeIn(value)[0] ?? value]] : [];
      });
      expect(said.toSorted()).toEqual([...defaults].toSorted());
    });
  },
);

describe('docs/commands.md', () => {
  it('has what every style sets', () => {
    const table = readText(PAGE).split('| `style` | steps | cfg |')[1] ?? '';
    const rows = table
      .split('\n')
      .slice(2, 2 + STYLE_NAMES.length)
      .map((row) =>
        row
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      );
    expect(rows).toEqual(
      STYLE_NAMES.map((name) => {
        const { steps, cfg, sampler, scheduler } = STYLES[name];
        return [name, String(steps), String(cfg), sampler, scheduler];
      }),
    );
  });

  it('names every command', () => {
    const page = readText(PAGE);
    for (const { definition } of commands) expect(page).toContain(`/${definition.name}`);
    for (const { definition } of messageCommands) expect(page).toContain(`*${definition.name}*`);
  });
});
