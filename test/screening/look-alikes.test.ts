import { describe, expect, it } from 'vitest';
import { withLatinLetters } from '../../src/screening/reading/look-alikes.ts';
import { screening } from '../support/screening.ts';

const refused = (prompt: string) =>
  screening.refusalOf({ prompt, negativePrompt: '', face: false, ageRestricted: false });

describe('kana', () => {
  it.each(['サバンナを歩くハイエナ', 'ハイエナジーな色の背景', '少年とハイエナ'])(
    'is not read as Latin letters in %s',
    (prompt) => {
      expect(refused(prompt)).toBeUndefined();
    },
  );

  it('stands for Latin letters beside some', () => {
    expect(withLatinLetters('tイt')).toBe('ttt');
    expect(withLatinLetters('ハイエナ')).toBe('ハイエナ');
  });
});

describe('German umlauts', () => {
  it.each(['Junge, stöhnend', 'Junge, stoehnend', 'ein Kind stöhnt', 'ein Kind stoehnt'])(
    'may be written as two letters, as in %s',
    (prompt) => {
      expect(refused(prompt)?.code).toBe('prompt_minor');
    },
  );
});
