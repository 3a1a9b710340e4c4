import { describe, expect, it } from 'vitest';
import { invertedWords, withoutWeights } from '../../src/screening/reading/prompt-markup.ts';

describe('invertedWords', () => {
  it.each([
    '(hat:-1)',
    'a man, (a hat:-1.4), rain',
    '(hat: -0.5 )',
    '(hat:-.5)',
    '(hat:-1e1)',
    '(hat:-inf)',
    '((hat):-1)',
    '(hat (:-1)',
    '((hat)( :-1)',
    '(hat:-１)',
    '(hat:－1)',
    '(hat:-١)',
    'a) (hat:-1)',
    '(hat \\\\( :-1)',
  ])('may be all of %s', (prompt) => {
    expect(invertedWords(prompt)).toBe(prompt);
  });

  it.each(['a hat', '(hat:1.2)', '(hat)', '[hat:-1]', '(hat:0.5)', '16:9-ish', '((((', '))))', ''])(
    'is nothing of %s',
    (prompt) => {
      expect(invertedWords(prompt)).toBe('');
    },
  );
});

describe('a prompt without its weights', () => {
  it.each([
    ['(red:1.3) fox', '(red) fox'],
    ['(red: 0.75 ) fox', '(red) fox'],
    ['((red:-.5) fox:+1.25)', '((red) fox)'],
  ])('%s is %s', (prompt, without) => {
    expect(withoutWeights(prompt)).toBe(without);
  });

  it.each([
    '(aged:12)',
    '16:9.5',
    '(at 12:30)',
    '(red 1.3)',
    'red:1.3',
    '[red:1.3]',
    '(red:1.3, fox)',
  ])('%s has none', (prompt) => {
    expect(withoutWeights(prompt)).toBe(prompt);
  });
});
