import { own } from '../engines/record.ts';
import { COMMON_OPTIONS, CONSENT_OPTION } from '../recipes/command-definition.ts';
import {
  type ByLanguage,
  camelCase,
  type Option,
  type OptionWords,
  snakeCase,
} from '../recipes/option.ts';
import { optionName } from '../recipes/option-words.ts';
import { LANGUAGES } from '../say/languages.ts';
import { say } from '../say/say.ts';
import { nameProblem } from './discord-rules.ts';
import type { Manifest } from './manifest.ts';
import type { Reading, WorkflowInput } from './reading.ts';

type Localizations = Manifest['localizations'];

/** Adds a manifest's words in other languages to its options, and reports those that fit nothing. */
export function withLocalizations(
  inputs: readonly WorkflowInput[],
  { localizations, next }: Pick<Manifest, 'localizations' | 'next'>,
  reading: Reading,
): readonly WorkflowInput[] {
  const localized = inputs.map((input) => ({
    ...input,
    option: withWords(input, localizations),
  }));
  for (const [language, words] of Object.entries(localizations)) {
    const report = (place: string, says: string) => {
      reading.localization(`localizations["${language}"].${place}`, says);
    };
    checkOptions(localized, { language, options: words.options ?? {} }, report);
    const steps = new Set(next.map(({ workflow }) => workflow));
    for (const workflow of Object.keys(words.next ?? {})) {
      if (!steps.has(workflow)) report('next', `names ${workflow}, which no step leads to`);
    }
  }
  return localized;
}

/** The labels of a step in other languages. */
export function stepLabels(localizations: Localizations, workflow: string): ByLanguage<string> {
  const labels = Object.entries(localizations).flatMap(([language, { next }]) => {
    const label = own(next, workflow);
    return label === undefined ? [] : [[language, label] as const];
  });
  return Object.fromEntries(labels);
}

function withWords({ name, option }: WorkflowInput, localizations: Localizations): Option {
  const words = Object.entries(localizations).flatMap(([language, { options }]) => {
    const given = own(options, snakeCase(name));
    return given ? [[language, { ...given, choices: byValue(option, given) }] as const] : [];
  });
  return words.length === 0 ? option : { ...option, localizations: Object.fromEntries(words) };
}

/** Labels by the values of choices: the manifest has them by what members read. */
function byValue(option: Option, { choices }: OptionWords): OptionWords['choices'] {
  if (!choices || option.kind !== 'choice') return undefined;
  return Object.fromEntries(
    option.names.flatMap((value) => {
      const label = own(choices, option.label?.(value) ?? value) ?? own(choices, value);
      return label === undefined ? [] : [[value, label] as const];
    }),
  );
}

function checkOptions(
  inputs: readonly WorkflowInput[],
  { language, options }: { readonly language: string; readonly options: ByLanguage<OptionWords> },
  report: (place: string, says: string) => void,
): void {
  const catalogue =
    LANGUAGES.find((one) => one.catalogue.language === language)?.catalogue ?? say();
  const names = [
    ...inputs.map(({ name, option }) => optionName(name, option, catalogue)),
    ...[CONSENT_OPTION, ...COMMON_OPTIONS]
      .filter((common) => !inputs.some(({ name }) => name === common))
      .map((common) => optionName(common, {}, catalogue)),
  ];
  for (const [name, words] of Object.entries(options)) {
    const place = `options["${name}"]`;
    const option = inputs.find((one) => one.name === camelCase(name))?.option;
    if (!option) {
      report(
        place,
        `is no option of this workflow: it has ${inputs.map((one) => snakeCase(one.name)).join(', ')}`,
      );
      continue;
    }
    const problem = words.name === undefined ? undefined : nameProblem(words.name);
    if (problem !== undefined) report(place, problem);
    else if (names.filter((one) => one === words.name).length > 1) {
      report(place, `has the name ${words.name ?? ''}, which another option has: choose another`);
    }
    const labels = Object.keys(words.choices ?? {});
    const known = option.kind === 'choice' ? option.names : [];
    const label = option.kind === 'choice' ? option.label : undefined;
    const odd = labels.find((one) => !known.some((value) => [value, label?.(value)].includes(one)));
    if (odd !== undefined) report(place, `names the choice ${odd}, which it does not have`);
    const given = Object.values(words.choices ?? {});
    const twice = given.find((one, at) => given.indexOf(one) !== at);
    if (twice !== undefined)
      report(place, `gives two choices the label ${twice}: give each its own`);
  }
}
