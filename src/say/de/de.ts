import { en } from '../en/en.ts';
import type { Catalogue } from '../say.ts';
export const de: Catalogue = { ...en, language: 'de', languageName: 'Deutsch' };
