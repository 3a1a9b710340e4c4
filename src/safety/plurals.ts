const TAKES_ES = /(?:[sxzo]|ch|sh)$/;
const TAKES_IES = /(?:^|[^aeiou])y$/;

/** A word as it may stand in a text, its plural included; any word may take an s. */
export function formsOf(word: string): readonly string[] {
  if (TAKES_IES.test(word)) return [word, `${word}s`, `${word.slice(0, -1)}ies`];
  if (TAKES_ES.test(word)) return [word, `${word}s`, `${word}e`, `${word}es`];
  return [word, `${word}s`];
}

/** Every word that this may be the plural of, whether there is such a word or not. */
export function singularsOf(word: string): readonly string[] {
  const last = word.at(-1);
  if (last !== 's' && last !== 'e') return [];
  const shorter = word.slice(0, -1);
  if (last === 'e') return TAKES_ES.test(shorter) ? [shorter] : [];
  const stem = word.slice(0, -2);
  const singular = `${word.slice(0, -3)}y`;
  return [
    ...(shorter === '' ? [] : [shorter]),
    ...(word.endsWith('es') && TAKES_ES.test(stem) ? [stem] : []),
    ...(word.endsWith('ies') && TAKES_IES.test(singular) ? [singular] : []),
  ];
}
