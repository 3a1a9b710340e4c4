import { describe, expect, it } from 'vitest';
import { screening } from '../support/screening.ts';
import { CAPTION_AUTHORS, CAPTION_LANGUAGES, captions } from './captions.ts';

/** So many there are of a language at least. */
const FEWEST = { de: 600, es: 600, fr: 600, pt: 600, ja: 300, ru: 300, zh: 300 };

describe.each(CAPTION_LANGUAGES)('ordinary captions and photo prompts in %s', (language) => {
  const lines = CAPTION_AUTHORS.flatMap((author) => captions(author, language));
  const refused = (face: boolean) =>
    lines.flatMap((line) => {
      const refusal = screening.refusalOf({ ...line, face, ageRestricted: false });
      return refusal ? [`${refusal.code} ${refusal.term}: ${line.prompt}`] : [];
    });

  const [withFace, without] = [refused(true), refused(false)];

  it('are many, and hardly any is refused', () => {
    expect(lines.length).toBeGreaterThanOrEqual(FEWEST[language]);
    expect(withFace.length / lines.length, withFace.join('\n')).toBeLessThanOrEqual(0.003);
    expect(without.length / lines.length, without.join('\n')).toBeLessThanOrEqual(0.001);
  });

  it('accuse nobody of asking for minors', () => {
    const accused = [...withFace, ...without];
    expect(accused.filter((line) => line.startsWith('prompt_minor'))).toEqual([]);
  });
});
