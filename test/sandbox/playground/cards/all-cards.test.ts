import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../../src/engines/record.ts';
import { LANGUAGES } from '../../../../src/say/languages.ts';
import { allCards } from '../../../../packages/stand-ins/playground/cards/all-cards.ts';

/** Discord's limits, by the field in which a text stands, and by what holds the field. */
const MOST: Readonly<Record<string, number>> = {
  content: 2_000,
  title: 256,
  description: 4_096,
  name: 256,
  value: 1_024,
  text: 2_048,
  placeholder: 150,
  'button label': 80,
  'option label': 100,
  'option description': 100,
  'form title': 45,
  'field label': 45,
  'field description': 100,
  alt: 1_024,
};

interface Found {
  readonly field: string;
  readonly text: string;
}

/** Every text of a card or form, by its field. */
function textsIn(value: unknown, holder: string): readonly Found[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, holder));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (typeof part !== 'string') return textsIn(part, holderOf(key, part, holder));
    const field = [`${holder} ${key}`, key].find((one) => one in MOST);
    return field === undefined ? [] : [{ field, text: part }];
  });
}

function holderOf(key: string, part: unknown, holder: string): string {
  if (key === 'options') return 'option';
  if (key === 'form') return 'form';
  if (key === 'components')
    return holder.startsWith('form') || holder === 'field' ? 'field' : 'button';
  return isRecord(part) && key === 'component' ? 'field' : holder;
}

describe('every card', () => {
  const { languages, groups } = allCards([]);
  const scenes = groups.flatMap(({ title, scenes: all }) =>
    all.map((scene) => ({ ...scene, about: `${title}: ${scene.about}` })),
  );

  it('is there in every language', () => {
    expect(languages.map(({ code }) => code)).toEqual(
      LANGUAGES.map(({ catalogue }) => catalogue.language),
    );
    const codes = languages.map(({ code }) => code).toSorted();
    const odd = scenes.filter(({ shown }) => Object.keys(shown).toSorted().join() !== codes.join());
    expect(odd.map(({ about }) => about)).toEqual([]);
    expect(scenes.length).toBeGreaterThan(1_000);
  });

  it('fits into what Discord takes, and is cut nowhere', () => {
    const wrong = scenes.flatMap(({ about, shown }) =>
      Object.entries(shown).flatMap(([language, what]) => {
        if (what.kind === 'lines') return [];
        const holder = what.kind === 'form' ? 'form' : 'card';
        const original = textsIn(shown.en, holder).filter(({ text }) => text.endsWith('…')).length;
        const texts = textsIn(what, holder);
        const long = texts.filter(({ field, text }) => text.length > (MOST[field] ?? Infinity));
        const isCut = texts.filter(({ text }) => text.endsWith('…')).length > original;
        return [
          ...long.map(({ field, text }) => `${about} (${language}), ${field}: ${text}`),
          ...(isCut ? [`${about} (${language}) is cut`] : []),
        ];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is shown in those languages that are asked for', () => {
    expect(allCards(['de']).languages).toEqual([{ code: 'de', name: 'Deutsch' }]);
    expect(allCards(['tlh']).languages).toEqual(languages);
  });
});
