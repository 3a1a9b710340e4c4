import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { imagine } from '../../commands/imagine.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import {
  CONSENT_OPTION,
  PRESET_OPTION,
  recipeDefinition,
} from '../../src/recipes/command-definition.ts';
import { en } from '../../src/say/en/en.ts';
import { say } from '../../src/say/say.ts';
import { unusedEntries } from './unused-entries.ts';

const withCommand = [...builtInRecipes.values()].filter(({ command }) => command !== undefined);

const root = fileURLToPath(new URL('../..', import.meta.url));
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
};

const shipped = ['src', 'commands'].flatMap((top) =>
  readdirSync(`${root}/${top}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${root}${top}/${file}`),
);

describe('an entry of the catalogue', () => {
  it('is used by what ships', () => {
    const program = ts.createProgram(shipped, OPTIONS);
    const catalogue = `${root}src/say/en/en.ts`;
    const unused = unusedEntries(program, catalogue, (file) => file.includes('/src/say/'));
    // These are found by what an error holds, and by an option's name, as the next tests say.
    const byName =
      /^(errors|problems|states|options|optionsWithPicture|optionNames|publicEndpoints|status\.counts)\./;
    const commands = new Set(withCommand.map(({ command }) => `commands.${command ?? ''}`));
    expect(unused.filter((path) => !byName.test(path) && !commands.has(path))).toEqual([]);
  });

  it('of options is there for each that a picture can be made by, and for no other', () => {
    const definitions = [
      imagine({ faces: true }).definition,
      ...withCommand.map((recipe) => recipeDefinition(recipe, say())),
    ];
    const names = new Set(
      definitions.flatMap(({ options = [] }) => options.map(({ name }) => name)),
    );
    // Those two have the words of consent, and presets have their own.
    const described = [...Object.keys(en.options), CONSENT_OPTION, 'face_consent', PRESET_OPTION];
    expect(described.toSorted()).toEqual([...names].toSorted());
    expect(Object.keys(en.optionsWithPicture).filter((name) => !names.has(name))).toEqual([]);
  });

  it('of errors, of their facts and of what is wrong with an option is named by something', () => {
    const sources = shipped
      .filter((file) => !/\/src\/(say|errors)\//.test(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const codes = [
      ...Object.keys(en.errors),
      ...Object.keys(en.problems),
      ...Object.keys(en.states),
    ];
    // A key of a table needs no quotes.
    const isNamed = (code: string) => new RegExp(`'${code}'|^\\s+${code}: `, 'm').test(sources);
    expect(codes.filter((code) => !isNamed(code))).toEqual([]);
    expect(isNamed('no_such_code')).toBe(false);
  });
});
