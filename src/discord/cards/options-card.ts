import type { APIComponentInLabel, APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Preset } from '../../privacy/sql/presets.ts';
import { LONGEST_CHOICE, LONGEST_PRESET_NAME } from '../../recipes/command-definition.ts';
import { type OptionTable, type ValueOption } from '../../recipes/option.ts';
import { choiceLabel, optionName } from '../../recipes/option-words.ts';
import { type KeptValues, problemWith, settableOptions } from '../../recipes/settings.ts';
import type { Catalogue } from '../../say/say.ts';
import type { CustomId } from '../interactions/custom-id.ts';
import { NO, YES } from '../interactions/option-values.ts';
import type { Card, CardButton } from './card.ts';
import { formOf, labelled, menu, MOST_FIELDS, optionField } from './form.ts';
import { cut, plainWords, withinFrame } from './text.ts';

/** How much of a text is shown, in characters. */
const TEXT_LENGTH = 80;

export interface OptionsCard {
  readonly title: string;
  /** What the values are for. */
  readonly about: string;
  readonly table: OptionTable;
  readonly values: KeptValues;
  /** The menu of options to change. */
  readonly pick: CustomId;
  readonly buttons: readonly CardButton[];
}

/** A member's stored option values, with a menu of the options. */
export function optionsCard(
  { title, about, table, values, pick, buttons }: OptionsCard,
  words: Catalogue,
): Card {
  const options = settableOptions(table);
  const lines = optionLines(table, values, words);
  const choices = options.map(([name, option]) => {
    const description = shown(option, values[name], words);
    return {
      label: optionName(name, option, words),
      value: name,
      ...(description !== '' && { description }),
    };
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

/** A line for each option with a value. */
function optionLines(table: OptionTable, values: KeptValues, words: Catalogue): readonly string[] {
  return settableOptions(table).flatMap(([name, option]) => {
    const value = values[name];
    if (value === undefined) return [];
    const text = plainWords(valueText(option, value, words), TEXT_LENGTH);
    const fits = !problemWith(table, name, value);
    const written = text === '' ? '—' : text;
    const said = fits ? written : words.settings.noLongerFits(written);
    return [words.settings.option(`\`${optionName(name, option, words)}\``, said)];
  });
}

/** A value in readable form. */
function valueText(option: ValueOption, value: unknown, words: Catalogue): string {
  const { settings } = words;
  if (typeof value === 'boolean') return value ? settings.yes : settings.no;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  return option.kind === 'choice' && option.names.includes(value)
    ? choiceLabel(option, value, words)
    : value;
}

function shown(option: ValueOption, value: unknown, words: Catalogue): string {
  return cut(valueText(option, value, words).replace(/\s+/g, ' ').trim(), LONGEST_CHOICE);
}

export interface FormOptions {
  readonly id: CustomId;
  readonly title: string;
  readonly table: OptionTable;
  /** Internal names of the options to ask for; the first five are used. */
  readonly names: readonly string[];
  /** Their current values. */
  readonly values: KeptValues;
}

/** A form for some options. Clearing a field removes its value. */
export function optionsForm(
  { id, title, table, names, values }: FormOptions,
  words: Catalogue,
): APIModalInteractionResponseCallbackData {
  const options = settableOptions(table).filter(([name]) => names.includes(name));
  return formOf(
    { id, title },
    options.slice(0, MOST_FIELDS).map(([name, option]) => {
      const said = { label: optionName(name, option, words), description: takes(option, words) };
      return labelled(said, fieldOf(name, option, values[name], words));
    }),
  );
}

function takes(option: ValueOption, catalogue: Catalogue): string {
  const { settings: words } = catalogue;
  switch (option.kind) {
    case 'whole':
    case 'number':
      return words.takes(String(option.min), String(option.max), String(option.default));
    case 'text':
      return words.otherwise(option.default ?? '');
    case 'boolean':
      return words.otherwise(option.default ? words.yes : words.no);
    case 'choice':
      return words.otherwise(choiceLabel(option, option.default, catalogue));
  }
}

function fieldOf(
  name: string,
  option: ValueOption,
  value: unknown,
  catalogue: Catalogue,
): APIComponentInLabel {
  const { settings: words } = catalogue;
  if (option.kind !== 'boolean') {
    return optionField(name, option, { value, required: false }, catalogue);
  }
  return menu({ custom_id: name, required: false }, [
    { label: words.yes, value: YES, default: value === true },
    { label: words.no, value: NO, default: value === false },
  ]);
}

/** How much of a preset's prompt and of its options is shown. */
const WORDS_LENGTH = 60;
const OPTIONS_LENGTH = 120;

/** Presets, one a line, the member's before the server's: as many as fit in a message. */
export function presetLines(
  presets: readonly Preset[],
  /** By recipe name. */
  commands: ReadonlyMap<string, string>,
  catalogue: Pick<Catalogue, 'language' | 'optionNames' | 'presets' | 'more'>,
): readonly string[] {
  const { presets: words } = catalogue;
  const lineOf = ({ name, before, after, options, recipe }: Preset) => {
    const around = [before, words.prompt, after].filter((part) => part !== '').join(' ');
    const parts = [
      `**${plainWords(name, LONGEST_PRESET_NAME)}**`,
      ...(before + after === '' ? [] : [plainWords(around, WORDS_LENGTH)]),
      ...(Object.keys(options).length === 0 ? [] : [optionsText(options, catalogue)]),
      ...(recipe === undefined ? [] : [boundTo(commands.get(recipe), words)]),
    ];
    return `• ${parts.join(' · ')}`;
  };
  const ofKind = (kind: Preset['owner']['kind'], title: string) => {
    const lines = presets.filter(({ owner }) => owner.kind === kind).map(lineOf);
    return lines.length === 0 ? [] : [`__${title}__`, ...lines];
  };
  const lines = [...ofKind('person', words.own), ...ofKind('server', words.ofServer)];
  return lines.length === 0 ? [words.none] : withinFrame(lines, catalogue);
}

/** Long texts come last. */
function optionsText(
  { negativePrompt, ...others }: Preset['options'],
  words: Pick<Catalogue, 'language' | 'optionNames' | 'presets'>,
): string {
  const all = { ...others, ...(negativePrompt !== undefined && { negativePrompt }) };
  const parts = Object.entries(all).map(
    ([name, value]) =>
      `${optionName(name, {}, words)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return plainWords(words.presets.options(parts), OPTIONS_LENGTH);
}

function boundTo(command: string | undefined, words: Catalogue['presets']): string {
  return command === undefined ? words.forWorkflowGone : words.onlyFor(`\`/${command}\``);
}
