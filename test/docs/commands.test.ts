import { ApplicationCommandOptionType as Type, type APIApplicationCommandOption } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { camelCase } from '../../src/comfy/option-names.ts';
import { valueOptions, type OptionTable } from '../../src/comfy/option.ts';
import { FACE_OPTIONS } from '../../src/comfy/recipes/face.ts';
import { builtInRecipes } from '../../src/comfy/recipes/index.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const PAGE = 'docs/commands.md';
const { commands, messageCommands } = handlersFor({ faces: true });

/** As a person would say the largest seed. */
const inWords = (value: number | undefined) =>
  value === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(value);

/** What an option takes, in the words of the page. */
function limitsOf(option: APIApplicationCommandOption): string {
  if ('choices' in option) {
    return option.choices.map(({ value }) => value).join(', ');
  }
  if (option.type === Type.String) {
    const from = option.min_length === undefined ? 'up to' : `${option.min_length} to`;
    return `${from} ${String(option.max_length)} characters${option.required ? ', required' : ''}`;
  }
  if (option.type === Type.Integer || option.type === Type.Number) {
    const { min_value: min, max_value: max } = option;
    return `${min === -1 ? '-1 (random)' : inWords(min)} to ${inWords(max)}`;
  }
  if (option.type === Type.Boolean) return 'yes or no';
  if (option.type === Type.Attachment) {
    return `one JPEG, PNG or WebP of up to 10 MiB${option.required ? ', required' : ''}`;
  }
  throw new Error(`the page has no words for ${option.name}`);
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
      // What is said besides follows a semicolon.
      const said = rows.map(([name = '', limits = '']) => [codeIn(name)[0], limits.split(';')[0]]);
      expect(said).toEqual((options ?? []).map((option) => [option.name, limitsOf(option)]));
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
  it('names every command', () => {
    const page = readText(PAGE);
    for (const { definition } of commands) expect(page).toContain(`/${definition.name}`);
    for (const { definition } of messageCommands) expect(page).toContain(`*${definition.name}*`);
  });
});
