import { own } from '../engines/record.ts';
import type { Catalogue } from '../say/say.ts';
import {
  type ChoiceOption,
  type Option,
  type OptionTable,
  pictureOptions,
  snakeCase,
} from './option.ts';
import type { Recipe } from './recipe.ts';
import type { Step } from './picture-steps.ts';

/** An option's name as members of that language see and type it. `name`: the internal one. */
export function optionName(
  name: string,
  { localizations = {} }: Pick<Option, 'localizations'>,
  { language, optionNames }: Pick<Catalogue, 'language' | 'optionNames'>,
): string {
  const typed = snakeCase(name);
  return own(localizations, language)?.name ?? own<string>(optionNames, typed) ?? typed;
}

/** The descriptions for options by Discord name, where a recipe has none of its own. */
function usualDescriptions(
  table: OptionTable,
  { options, optionsWithPicture }: Pick<Catalogue, 'options' | 'optionsWithPicture'>,
): Readonly<Record<string, string>> {
  const worksOnOne = pictureOptions(table).some(([, { use }]) => use === 'image');
  return worksOnOne ? { ...options, ...optionsWithPicture } : options;
}

/** What an option of the table does. Empty if nothing says so. */
export function optionDescription(
  name: string,
  table: OptionTable,
  words: Pick<Catalogue, 'language' | 'options' | 'optionsWithPicture'>,
): string {
  const option = own<Option>(table, name);
  const localized = own(option?.localizations ?? {}, words.language)?.description;
  return (
    localized ?? option?.description ?? own(usualDescriptions(table, words), snakeCase(name)) ?? ''
  );
}

/** What members see in place of a choice's name. */
export function choiceLabel(
  { label, localizations = {} }: Pick<ChoiceOption, 'label' | 'localizations'>,
  name: string,
  { language }: Pick<Catalogue, 'language'>,
): string {
  const localized = own(own(localizations, language)?.choices ?? {}, name);
  return localized ?? label?.(name) ?? name;
}

/** A recipe's title, if it has one. */
export function titleOf(
  { title, localizations = {} }: Pick<Recipe, 'title' | 'localizations'>,
  { language }: Pick<Catalogue, 'language'>,
): string | undefined {
  return own(localizations, language)?.title ?? title;
}

/** What a recipe's command does: by the catalogue, or by the recipe itself. */
export function recipeDescription(
  {
    command = '',
    description = command,
    localizations = {},
  }: Pick<Recipe, 'command' | 'description' | 'localizations'>,
  { language, commands }: Pick<Catalogue, 'language' | 'commands'>,
): string {
  return own(localizations, language)?.description ?? own<string>(commands, command) ?? description;
}

/** The label of a workflow's own step, if it has one. */
export function stepLabel(
  { label, labels = {} }: Pick<Step, 'label' | 'labels'>,
  { language }: Pick<Catalogue, 'language'>,
): string | undefined {
  return own(labels, language) ?? label;
}
