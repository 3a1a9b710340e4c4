import { isRecord } from '../../../../src/engines/record.ts';
import { LANGUAGES, type Language } from '../../../../src/say/languages.ts';
import { errorScenes, jobScenes, reportScenes, type Drawn } from './job-scenes.ts';
import {
  commandScenes,
  formScenes,
  helpScenes,
  managerScenes,
  ownScenes,
  pictureScenes,
} from './own-scenes.ts';
import { type Sampled, sampleCalls } from './sample-arguments.ts';
import type { CardsView, CardView, Scene, Shown } from './view.ts';

/** A group of scenes, drawn in one language. */
type Draw = (language: Language) => Drawn<Shown>;

const cards =
  (draw: (language: Language) => Drawn<CardView>): Draw =>
  (language) =>
    draw(language).map(([about, card]) => [about, { kind: 'card', card }] as const);

const GROUPS: readonly (readonly [title: string, draw: Draw])[] = [
  ['Jobs', cards(({ catalogue }) => jobScenes(catalogue.language))],
  ['Pictures', cards(({ catalogue }) => pictureScenes(catalogue))],
  ['Help', cards(({ catalogue }) => helpScenes(catalogue))],
  ['Settings, presets and privacy', cards(({ catalogue }) => ownScenes(catalogue))],
  ['Limits and usage', cards(({ catalogue }) => managerScenes(catalogue))],
  ['Reports', cards(({ catalogue }) => reportScenes(catalogue.language))],
  ['Forms', ({ catalogue }) => formScenes(catalogue)],
  ['Commands', ({ locales: [locale = ''] }) => commandScenes(locale)],
  ['Errors', cards(({ catalogue }) => errorScenes(catalogue.language))],
];

/**
 * Every card in some languages, drawn by the bot's own functions, and every sentence of the catalogues with
 * sample facts. Reading the types of these takes a second.
 *
 * @param codes the languages; all if none of them is known.
 */
export function allCards(codes: readonly string[]): CardsView {
  const asked = LANGUAGES.filter(({ catalogue }) => codes.includes(catalogue.language));
  const languages = asked.length > 0 ? asked : LANGUAGES;
  const samples = sampleCalls();
  const groups = [
    ...GROUPS,
    ['Every sentence', (language: Language) => sentences(language, samples)] as const,
  ];
  return {
    languages: languages.map(({ catalogue: { language: code, languageName: name } }) => ({
      code,
      name,
    })),
    groups: groups.map(([title, draw]) => ({ title, scenes: scenesOf(languages, draw) })),
  };
}

function scenesOf(languages: readonly Language[], draw: Draw): readonly Scene[] {
  const drawn = languages.map((language) => [language, draw(language)] as const);
  const [[, first] = [undefined, []]] = drawn;
  return first.map(([about], index) => ({
    about,
    shown: Object.fromEntries(
      drawn.flatMap(([{ catalogue }, all]) => {
        const what = all[index]?.[1];
        return what ? [[catalogue.language, what] as const] : [];
      }),
    ),
  }));
}

/** Every entry of a catalogue with each of its sample facts, by path. */
function sentences({ catalogue }: Language, samples: readonly Sampled[]): Drawn<Shown> {
  const calls = new Map(samples.map((one) => [one.path, one.calls]));
  return entriesOf(catalogue).map(([path, entry]) => {
    const said =
      typeof entry === 'function'
        ? (calls.get(path) ?? []).map((call) => textOf(Reflect.apply(entry, undefined, call)))
        : [textOf(entry)];
    return [
      path,
      { kind: 'lines', lines: [...new Set(said)].filter((line) => line !== '') },
    ] as const;
  });
}

/** Marks are shown as a reader takes them for words. */
function textOf(said: unknown): string {
  return [said]
    .flat()
    .join('\n')
    .replaceAll(/«(\w+)»/g, '‹$1›');
}

/** Texts, lists of lines and functions, by the names that lead to them. */
function entriesOf(value: unknown, before = ''): readonly (readonly [string, unknown])[] {
  if (!isRecord(value)) return [[before, value]];
  return Object.entries(value).flatMap(([name, part]) =>
    entriesOf(part, before === '' ? name : `${before}.${name}`),
  );
}
