import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { screening } from '../support/screening.ts';

/** Whose tables are held. */
const LANGUAGES = ['de', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'];
const FOLDER = new URL('benign/', import.meta.url);

/** The captions and prompts of a language, of whoever wrote them. */
function linesOf(language: string): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(`-${language}.txt`))
    .flatMap((name) => readFileSync(new URL(name, FOLDER), 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function refusedOf(lines: readonly string[], face: boolean): readonly string[] {
  return lines.flatMap((line) => {
    const [prompt = '', negativePrompt = ''] = line.split('\t');
    const refusal = screening.refusalOf({ prompt, negativePrompt, face, ageRestricted: false });
    return refusal ? [`${refusal.code} ${refusal.term}: ${line}`] : [];
  });
}

describe.each(LANGUAGES)('ordinary captions and photo prompts in %s', (language) => {
  const lines = linesOf(language);
  const withFace = refusedOf(lines, true);
  const without = refusedOf(lines, false);

  it('are many, and hardly any is refused', () => {
    expect(lines.length).toBeGreaterThanOrEqual(100);
    expect(withFace.length / lines.length, withFace.join('\n')).toBeLessThanOrEqual(0.003);
    expect(without.length / lines.length, without.join('\n')).toBeLessThanOrEqual(0.001);
  });

  it('accuse nobody of asking for minors', () => {
    const accused = [...withFace, ...without].filter((line) => line.startsWith('prompt_minor'));
    expect(accused).toEqual([]);
  });
});
