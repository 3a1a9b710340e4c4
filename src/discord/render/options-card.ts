import { snakeCase } from '../../comfy/option-names.ts';
import type { OptionTable, ValueOption } from '../../comfy/option.ts';
import { problemWith, settableOptions, type KeptValues } from '../../comfy/settable.ts';
import type { Catalogue } from '../../say/say.ts';
import { LONGEST_CHOICE } from '../interactions/choice-bounds.ts';
import type { CustomId } from '../interactions/custom-id.ts';
import type { Card, CardButton } from './card.ts';
import { MOST_FIELDS } from './form.ts';
import { cut, plainWords } from './prompt-text.ts';

/** As much of a text as is shown, in characters. */
const TEXT_LENGTH = 80;

export interface OptionsCard {
  readonly title: string;
  /** What the values are for. */
  readonly about: string;
  readonly table: OptionTable;
  readonly values: KeptValues;
  /** The menu by which some are chosen. */
  readonly pick: CustomId;
  readonly buttons: readonly CardButton[];
}

/** Values that somebody keeps for options, with a menu of the options. */
export function optionsCard(
  { title, about, table, values, pick, buttons }: OptionsCard,
  words: Catalogue,
): Card {
  const options = settableOptions(table);
  const lines = optionLines(table, values, words).map((line) => words.settings.option(...line));
  const choices = options.map(([name, option]) => {
    const description = shown(option, values[name], words);
    return { label: snakeCase(name), value: name, ...(description !== '' && { description }) };
  });
  return {
    title,
    lines: [about, ...(lines.length === 0 ? [words.settings.none] : lines)],
    selects:
      choices.length === 0
        ? []
        : [
            {
              id: pick,
              placeholder: words.settings.chooseOptions,
              options: choices,
              least: 1,
              most: Math.min(MOST_FIELDS, choices.length),
            },
          ],
    buttons: buttons.length === 0 ? [] : [buttons],
  };
}

/** Each option that has a value, as code, with the value. */
function optionLines(
  table: OptionTable,
  values: KeptValues,
  words: Catalogue,
): readonly (readonly [name: string, value: string])[] {
  return settableOptions(table).flatMap(([name, option]) => {
    const value = values[name];
    if (value === undefined) return [];
    const text = plainWords(valueText(option, value, words), TEXT_LENGTH);
    const fits = !problemWith(table, name, value);
    const written = text === '' ? '—' : text;
    return [[`\`${snakeCase(name)}\``, fits ? written : words.settings.noLongerFits(written)]];
  });
}

/** A value as people read it. */
function valueText(option: ValueOption, value: unknown, { settings }: Catalogue): string {
  if (typeof value === 'boolean') return value ? settings.yes : settings.no;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return option.kind === 'choice' && option.names.includes(value)
    ? (option.label?.(value) ?? value)
    : value;
}

function shown(option: ValueOption, value: unknown, words: Catalogue): string {
  return cut(valueText(option, value, words).replace(/\s+/g, ' ').trim(), LONGEST_CHOICE);
}
