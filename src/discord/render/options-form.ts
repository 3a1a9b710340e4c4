import type { APIComponentInLabel, APIModalInteractionResponseCallbackData } from 'discord.js';
import { snakeCase } from '../../comfy/option-names.ts';
import type { OptionTable, ValueOption } from '../../comfy/option.ts';
import { settableOptions, type KeptValues } from '../../comfy/settable.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CustomId } from '../interactions/custom-id.ts';
import { NO, YES } from '../interactions/options-from-form.ts';
import { formOf, labelled, MOST_FIELDS } from './form.ts';
import { menu, optionField } from './option-field.ts';

export interface FormOptions {
  readonly id: CustomId;
  readonly title: string;
  readonly table: OptionTable;
  /** Names inside of the options that are asked for: the first five of them are. */
  readonly names: readonly string[];
  /** What they stand at. */
  readonly values: KeptValues;
}

/** A form for some options. A field that is left empty takes back what was chosen. */
export function optionsForm(
  { id, title, table, names, values }: FormOptions,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const options = settableOptions(table).filter(([name]) => names.includes(name));
  return formOf(
    { id, title },
    options.slice(0, MOST_FIELDS).map(([name, option]) => {
      const said = { label: snakeCase(name), description: takes(option, words) };
      return labelled(said, fieldOf(name, option, values[name], words));
    }),
  );
}

function takes(option: ValueOption, { settings: words }: Catalogue): string {
  switch (option.kind) {
    case 'whole':
    case 'number':
      return words.takes(String(option.min), String(option.max), String(option.default));
    case 'text':
      return words.otherwise(option.default ?? '');
    case 'boolean':
      return words.otherwise(option.default ? words.yes : words.no);
    case 'choice':
      return words.otherwise(option.label?.(option.default) ?? option.default);
  }
}

function fieldOf(
  name: string,
  option: ValueOption,
  value: unknown,
  { settings: words }: Catalogue,
): APIComponentInLabel {
  if (option.kind !== 'boolean') return optionField(name, option, { value, required: false });
  return menu({ custom_id: name, required: false }, [
    { label: words.yes, value: YES, default: value === true },
    { label: words.no, value: NO, default: value === false },
  ]);
}
