import { de } from './de/de.ts';
import { en } from './en/en.ts';
import { esES } from './es-ES/es-ES.ts';
import { fr } from './fr/fr.ts';
import { ja } from './ja/ja.ts';
import { ptBR } from './pt-BR/pt-BR.ts';
import type { Catalogue } from './say.ts';

/** A language with the Discord locales that it serves. */
export interface Language {
  readonly catalogue: Catalogue;
  /** Discord's codes, as `name_localizations` take them. */
  readonly locales: readonly string[];
}

/** Every language besides English. A new one is its folder, its import and its line here. */
export const TRANSLATIONS: readonly Language[] = [
  { catalogue: de, locales: ['de'] },
  { catalogue: fr, locales: ['fr'] },
  { catalogue: esES, locales: ['es-ES', 'es-419'] },
  { catalogue: ptBR, locales: ['pt-BR'] },
  { catalogue: ja, locales: ['ja'] },
];

/** Every language, English first: the default, which Discord shows in all other locales too. */
export const LANGUAGES: readonly Language[] = [
  { catalogue: en, locales: ['en-US', 'en-GB'] },
  ...TRANSLATIONS,
];
