import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handlersFor } from '../../commands/index.ts';
import { definitionsOf } from '../../src/discord/intake/registration.ts';
import { isRecord } from '../../src/engines/record.ts';
import { readPublicEndpoints } from '../../src/workflows/read-workflows.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { en } from '../../src/say/en/en.ts';
import { LANGUAGES, TRANSLATIONS } from '../../src/say/languages.ts';
import { checkCommandRules } from '../../packages/stand-ins/discord/command-rules.ts';
import { FormErrors } from '../../packages/stand-ins/discord/discord-error.ts';
import { LIMITS } from './limits.ts';
import {
  type Sampled,
  sampleCalls,
} from '../../packages/stand-ins/playground/cards/sample-arguments.ts';

const SAY = fileURLToPath(new URL('../../src/say/', import.meta.url));

/** Entries that are rightly the same as in English, by path: names, and words that both languages have. */
const reviewed = (language: string) =>
  z
    .array(z.string())
    .parse(
      JSON.parse(
        readFileSync(fileURLToPath(new URL(`./same/${language}.json`, import.meta.url)), 'utf8'),
      ),
    );

/** Each text or function of a catalogue, by the names that lead to it. */
function leaves(value: unknown, before = ''): readonly (readonly [string, unknown])[] {
  if (!isRecord(value) && !Array.isArray(value)) return [[before, value]];
  return Object.entries(value).flatMap(([name, part]) =>
    leaves(part, before === '' ? name : `${before}.${name}`),
  );
}

let samples: ReadonlyMap<string, Sampled['calls']>;

beforeAll(() => {
  samples = new Map(sampleCalls().map(({ path, calls }) => [path, calls]));
}, 60_000);

/** What an entry says: itself, or what it returns for each of its sample calls. */
function saidBy(path: string, entry: unknown): readonly string[] {
  if (typeof entry !== 'function') return [String(entry)];
  const calls = samples.get(path);
  if (!calls) throw new Error(`${path} is no entry of the English catalogue`);
  return calls.map((call) => [Reflect.apply(entry, undefined, call)].flat().join('\n'));
}

const isEmptyFacts = (facts: unknown) =>
  isRecord(facts) &&
  facts.toString === Object.prototype.toString &&
  Object.keys(facts).length === 0;

const marksIn = (text: string) => [...new Set(text.match(/«\w+»/g))].toSorted();
/** Languages group digits in their own ways, and some only from five digits on. */
const numbersIn = (text: string) =>
  [...new Set(text.replaceAll(/(?<=\d)[.,\s](?=\d{3}(?!\d))/g, '').match(/\d{2,}/g))].toSorted();

const EMPTY: readonly string[] = [];
const english = new Map(leaves(en));

const translations = TRANSLATIONS.map(
  ({ catalogue }) => [catalogue.languageName, catalogue] as const,
);

describe.each(translations)('%s', (_, catalogue) => {
  const entries = leaves(catalogue);

  it('has the entries that English has, lists of any length', () => {
    const withoutIndex = (path: string) => path.replace(/\.\d+$/, '');
    const paths = (all: readonly (readonly [string, unknown])[]) =>
      [...new Set(all.map(([path]) => withoutIndex(path)))].toSorted();
    expect(paths(entries)).toEqual(paths([...english]));
  });

  it('says nothing as English does, but for the words on its list', () => {
    const same = entries.filter(([path, entry]) => {
      const original = english.get(path);
      return original !== undefined && saidBy(path, entry).join() === saidBy(path, original).join();
    });
    const listed = reviewed(catalogue.language);
    expect(same.map(([path]) => path).toSorted()).toEqual(listed.toSorted());
  });

  it('says all that English does: no name, number or link is lost', () => {
    const lost = entries.flatMap(([path, entry]) => {
      const original = english.get(path);
      if (typeof entry !== 'function' || original === undefined) return EMPTY;
      const said = saidBy(path, entry);
      return saidBy(path, original).flatMap((text, at) => {
        const own = said[at] ?? '';
        const isAlike =
          marksIn(own).join() === marksIn(text).join() &&
          (at > 0 || numbersIn(own).join() === numbersIn(text).join());
        return isAlike ? EMPTY : [`${path}: ${text} | ${own}`];
      });
    });
    expect(lost).toEqual([]);
  });

  it('names commands, options and links as English does', () => {
    const codes = (text = '') => [...new Set(text.match(/`\/[a-z]+(?: [a-z]+)?`/g))].toSorted();
    const odd = entries.flatMap(([path, entry]) => {
      const original = english.get(path);
      if (original === undefined) return EMPTY;
      // Without its facts, a sentence names nothing.
      const isWhole = (_: string, at: number) => !isEmptyFacts(samples.get(path)?.[at]?.[0]);
      const [own, text] = [entry, original].map((one) =>
        saidBy(path, one).filter(isWhole).join('\n'),
      );
      return codes(own).join() === codes(text).join() ? EMPTY : [`${path}: ${own ?? ''}`];
    });
    expect(odd).toEqual([]);
  });

  it('says something everywhere, and nothing that only code would', () => {
    const isOdd = (text = '') => /undefined|NaN|\[object|^\s|[^\S\n]{2}/.test(text);
    const odd = entries.filter(([path, entry]) => {
      const original = english.get(path);
      const said = original === undefined ? EMPTY : saidBy(path, original);
      return saidBy(path, entry).some((text, at) => isOdd(text) && !isOdd(said[at]));
    });
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  it('has the forms of a word that its numbers need, and no others', () => {
    const rules = new Intl.PluralRules(catalogue.language);
    const needed = new Set(Array.from({ length: 10_001 }, (_, n) => rules.select(n)));
    const folder = `${SAY}${catalogue.language}`;
    const wrong = readdirSync(folder).flatMap((file) =>
      formsIn(readFileSync(`${folder}/${file}`, 'utf8'))
        .filter((forms) => forms.toSorted().join() !== [...needed].toSorted().join())
        .map((forms) => `${file}: ${forms.join(', ')}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** The categories of each literal that looks like the forms of a word. */
function formsIn(source: string): readonly string[][] {
  const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'];
  const found: string[][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const names = node.properties.map((one) => one.name?.getText() ?? '');
      if (names.length > 0 && names.every((name) => CATEGORIES.includes(name))) found.push(names);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.ESNext, true));
  return found;
}

describe.each(LANGUAGES.map(({ catalogue }) => [catalogue.languageName, catalogue] as const))(
  'what Discord shows of %s',
  (_, catalogue) => {
    it.each(LIMITS)('fits: $what', ({ paths, most }) => {
      const long = leaves(catalogue).flatMap(([path, entry]) =>
        paths.test(path)
          ? saidBy(path, entry)
              .map((text) => text.replaceAll(/«\w+»/g, '1').replaceAll(/\d{4}/g, '9'))
              .filter((text) => widthOf(text) > most)
              .map((text) => `${path}: ${text}`)
          : EMPTY,
      );
      expect(long).toEqual([]);
    });

    it.each(LIMITS)('has something with that limit: $what', ({ paths }) => {
      expect(leaves(catalogue).some(([path]) => paths.test(path))).toBe(true);
    });
  },
);

/** Letters as wide as two count as two. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (width, letter) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        letter,
      )
        ? 2
        : 1),
    0,
  );
}

describe('the commands', () => {
  const definitions = definitionsOf(handlersFor({ faces: true }));

  it('are taken by Discord with the words of all languages', () => {
    const errors = new FormErrors();
    definitions.forEach((definition, index) => {
      checkCommandRules({ ...definition, name: definition.name } as never, [index], errors);
    });
    expect(() => {
      errors.throwIfAny();
    }).not.toThrow();
  });

  it('have options by the names that are translated, and these alone', () => {
    expect([...new Set(definitions.flatMap(optionNamesIn))].toSorted()).toEqual(
      Object.keys(en.optionNames).toSorted(),
    );
  });

  it.each(TRANSLATIONS)(
    'have no two options of one name in $catalogue.languageName',
    ({ catalogue, locales: [locale = ''] }) => {
      const odd = definitions.flatMap((definition) =>
        optionsIn(definition).flatMap(({ name, name_localizations: names }) => {
          const wanted = Object.entries(catalogue.optionNames).find(([key]) => key === name)?.[1];
          return (names?.[locale] ?? name) === wanted ? EMPTY : [`${definition.name} ${name}`];
        }),
      );
      expect(odd).toEqual([]);
    },
  );

  it("are described by the catalogue where RunPod's public endpoints are offered", () => {
    const { recipes, broken } = readPublicEndpoints({
      readTable: readCoreNodes,
      commands: [],
      builtIn: [],
    });
    expect(broken).toEqual([]);
    const described = recipes.map(({ command, description }) => [command, description]);
    expect(Object.fromEntries(described)).toEqual(en.publicEndpoints);
    for (const { catalogue } of TRANSLATIONS) {
      for (const { command = '', localizations } of recipes) {
        const wanted = Object.entries(catalogue.publicEndpoints).find(([key]) => key === command);
        expect(localizations?.[catalogue.language]?.description).toBe(wanted?.[1]);
      }
    }
  });
});

interface WithOptions {
  readonly name: string;
  readonly type?: number | undefined;
  readonly name_localizations?: Readonly<Record<string, unknown>> | null;
}

const shape: z.ZodType<WithOptions & { readonly options: readonly WithOptions[] }> = z.looseObject({
  name: z.string(),
  type: z.number().optional(),
  name_localizations: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((one) => one ?? null),
  options: z.array(z.lazy(() => shape)).default([]),
});

/** The options of a command and of its subcommands. */
function optionsIn(definition: unknown): readonly WithOptions[] {
  return shape.parse(definition).options.flatMap((option) => {
    const isBranch = option.type === 1 || option.type === 2;
    return isBranch ? optionsIn(option) : [option];
  });
}

function optionNamesIn(definition: unknown): readonly string[] {
  return optionsIn(definition).map(({ name }) => name);
}
