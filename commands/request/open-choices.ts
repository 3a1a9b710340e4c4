import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { AutocompleteInteraction } from '../../src/discord/interactions/interaction.ts';
import { BotError } from '../../src/errors/errors.ts';
import type { ModelFiles } from '../../src/jobs/model-files.ts';
import { LONGEST_CHOICE, MOST_CHOICES } from '../../src/recipes/command-definition.ts';
import { snakeCase, valueOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';

/** To know the files of the workers. */
export interface FilesNeeds {
  readonly modelFiles: Pick<ModelFiles, 'of'>;
}

/** An option that takes any file from one of the worker's ComfyUI folders. */
interface OpenChoice {
  readonly name: string;
  readonly folder: string;
  /** The files that its workflow names. */
  readonly own: readonly string[];
}

export function openChoices({ options }: Recipe): readonly OpenChoice[] {
  return valueOptions(options).flatMap(([name, option]) =>
    option.kind === 'choice' && option.anyOf !== undefined
      ? [{ name, folder: option.anyOf, own: [option.default, ...option.names] }]
      : [],
  );
}

/** The worker's files whose names contain the typed text, up to Discord's limit. */
export function filesLike(
  { name, value }: AutocompleteInteraction['focused'],
  recipe: Recipe,
  { modelFiles }: FilesNeeds,
): readonly APIApplicationCommandOptionChoice[] {
  const choice = openChoices(recipe).find((one) => snakeCase(one.name) === name);
  if (!choice) return [];
  const typed = value.toLowerCase();
  const files = modelFiles.of(recipe, choice.folder) ?? [];
  return files
    .filter((file) => file.length <= LONGEST_CHOICE && file.toLowerCase().includes(typed))
    .slice(0, MOST_CHOICES)
    .map((file) => ({ name: file, value: file }));
}

/**
 * Autocomplete does not restrict input: accepts only files on the worker and those that the
 * workflow names.
 *
 * @throws BotError for any other.
 */
export function requireFiles(recipe: Recipe, params: Params, { modelFiles }: FilesNeeds): void {
  for (const choice of openChoices(recipe)) {
    const problem = fileProblem(recipe, choice, params[choice.name], { modelFiles });
    if (!problem) continue;
    throw new BotError('bad_option', { facts: { option: snakeCase(choice.name), problem } });
  }
}

/** Whether an option's value, if it is a file, is on the worker. */
export function isFileThere(
  recipe: Recipe,
  [option, value]: readonly [string, unknown],
  services: FilesNeeds,
): boolean {
  const choice = openChoices(recipe).find(({ name }) => name === option);
  return !choice || fileProblem(recipe, choice, value, services) === undefined;
}

function fileProblem(
  recipe: Recipe,
  { folder, own }: OpenChoice,
  file: unknown,
  { modelFiles }: FilesNeeds,
): 'no_such_file' | 'files_unknown' | undefined {
  if (typeof file !== 'string' || own.includes(file)) return undefined;
  const files = modelFiles.of(recipe, folder);
  if (files?.includes(file) === true) return undefined;
  return files ? 'no_such_file' : 'files_unknown';
}
