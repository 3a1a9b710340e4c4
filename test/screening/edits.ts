import { readFileSync } from 'node:fs';

/** Every language that there are lists for. */
export const EDIT_LANGUAGES = ['de', 'en', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'] as const;
export type EditLanguage = (typeof EDIT_LANGUAGES)[number];

/** What may be asked of a picture of somebody, and what may not, each request in a line. */
export interface Edits {
  readonly refused: readonly string[];
  readonly harmless: readonly string[];
}

const FOLDER = new URL('edits/', import.meta.url);

/** What edits are asked in a language: `known` while the lists were written, or held out, and written before them. */
export function edits(language: EditLanguage, part: 'known' | 'held out'): Edits {
  const text = readFileSync(new URL(`${language}.txt`, FOLDER), 'utf8');
  const under = (name: string) => {
    const heading = part === 'known' ? `# ${name}\n` : `# ${name}, held out\n`;
    const [, section = ''] = `\n${text}`.split(`\n${heading}`);
    const [lines = ''] = section.split('\n#');
    return lines.split('\n').filter((line) => line !== '');
  };
  return { refused: under('refused'), harmless: under('harmless') };
}
