import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { own } from '../engines/record.ts';
import { TRANSLATIONS } from '../say/languages.ts';
import { type Catalogue, say } from '../say/say.ts';

/** What is translated in a command's definition: the command itself, an option or a choice. */
interface Localizable {
  readonly name: string;
  name_localizations?: Localizations;
  readonly description?: string | undefined;
  description_localizations?: Localizations;
  readonly type?: number | undefined;
  readonly options?: readonly Localizable[] | undefined;
  readonly choices?: readonly Localizable[] | undefined;
}

/** By Discord locale. */
type Localizations = Readonly<Record<string, string | null | undefined>> | null | undefined;

/** Subcommands and their groups, whose names are part of the command's, and stay English. */
const BRANCHES: ReadonlySet<number | undefined> = new Set([1, 2]);

/**
 * A command's definition with its words in every language. `define` returns it in one, with the same options in
 * the same order. Names of options come from the catalogue's `optionNames`, unless the option brings its own.
 */
export function inEveryLanguage(
  define: (words: Catalogue) => RESTPostAPIChatInputApplicationCommandsJSONBody,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const definition = structuredClone(define(say()));
  for (const { catalogue, locales } of TRANSLATIONS) {
    const translated = define(catalogue);
    for (const locale of locales) describe(definition, translated, { catalogue, locale });
  }
  return definition;
}

interface Into {
  readonly catalogue: Catalogue;
  readonly locale: string;
}

/** Adds the words of one language to a command or subcommand. */
function describe(node: Localizable, translated: Localizable, into: Into): void {
  const { locale } = into;
  if (translated.description !== undefined && translated.description !== node.description) {
    node.description_localizations = {
      ...node.description_localizations,
      [locale]: translated.description,
    };
  }
  const options = node.options ?? [];
  const names = namesIn(options, into);
  options.forEach((option, index) => {
    const other = translated.options?.[index];
    if (other) describe(option, other, into);
    const name = names[index];
    if (name !== undefined) rename(option, name, locale);
    option.choices?.forEach((choice, at) => {
      rename(choice, other?.choices?.[at]?.name ?? choice.name, locale);
    });
  });
}

/** Takes out a translation that is the English name anyway. */
function rename(node: Localizable, name: string, locale: string): void {
  const { [locale]: before, ...others } = { ...node.name_localizations };
  const names = { ...others, ...(name !== node.name && { [locale]: name }) };
  if (before === undefined && name === node.name) return;
  node.name_localizations = names;
}

/**
 * The options' names in a language. Discord refuses two that are the same in one command: then the translated
 * one stays English.
 */
function namesIn(
  options: readonly Localizable[],
  { catalogue: { optionNames }, locale }: Into,
): readonly string[] {
  const names = options.map(({ type, name, name_localizations: own_ }) =>
    BRANCHES.has(type) ? name : (own(own_ ?? {}, locale) ?? own<string>(optionNames, name) ?? name),
  );
  for (;;) {
    const twice = names.findIndex(
      (name, at) => name !== options[at]?.name && names.indexOf(name) !== names.lastIndexOf(name),
    );
    const english = options[twice]?.name;
    if (english === undefined) return names;
    names[twice] = english;
  }
}
