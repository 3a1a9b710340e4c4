const words = (term: string, each: (word: string) => string, gap = ' '): string =>
  term.split(' ').map(each).join(gap);

const letters = (term: string, mark: string, gap = ' '): string =>
  words(term, (word) => [...word].join(mark), gap);

const swap = (term: string, table: Readonly<Record<string, string>>): string =>
  [...term].map((letter) => table[letter] ?? letter).join('');

const shift = (term: string, first: number): string =>
  term.replace(/[a-z]/g, (letter) => String.fromCodePoint(first + letter.charCodeAt(0) - 97));

const inner = (word: string, mark: string): string => {
  const all = [...word];
  const middle = Math.ceil(all.length / 2);
  return all.length < 2 ? word : all.slice(0, middle).join('') + mark + all.slice(middle).join('');
};

const CYRILLIC = { a: 'а', c: 'с', e: 'е', i: 'і', j: 'ј', o: 'о', p: 'р', s: 'ѕ', x: 'х', y: 'у' };
const GREEK = { a: 'α', i: 'ι', k: 'κ', n: 'η', o: 'ο', p: 'ρ', t: 'τ', u: 'υ', v: 'ν', x: 'χ' };
const LEET = { a: '4', e: '3', i: '1', o: '0' };
const SYMBOLS = { a: '@', e: '3', i: '!', o: '0', s: '$' };
const ACCENTS = {
  a: '\u0301',
  e: '\u0308',
  i: '\u0301',
  n: '\u0303',
  o: '\u0302',
  u: '\u0308',
  y: '\u0301',
};
const ACCENTED = { a: 'á', c: 'ç', e: 'ë', i: 'ï', n: 'ñ', o: 'ô', u: 'ü', y: 'ý' };
const SMALL_CAPITALS = [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ'];

/** What people do to a term so that a filter does not see it, by name. */
export const TRICKS: Readonly<Record<string, (term: string) => string>> = {
  /** Cyrillic letters that look like Latin ones. */
  'look-alike': (term) => swap(term, CYRILLIC),
  /** Greek letters that look like Latin ones. */
  'look-alike-greek': (term) => swap(term, GREEK),
  /** A blank between all letters, a wider one between words. */
  spacing: (term) => letters(term, ' ', '   '),
  /** One blank in the middle of each longer word. */
  split: (term) => words(term, (word) => (word.length > 3 ? inner(word, ' ') : word)),
  /** Each word of a term (or each half of a single word) on a line of its own. */
  newline: (term) => (term.includes(' ') ? term.replaceAll(' ', '\n') : inner(term, '\n')),
  /** A full stop between all letters. */
  dots: (term) => letters(term, '.'),
  /** A middle dot between all letters. */
  'middle-dots': (term) => letters(term, '·'),
  /** A hyphen between all letters. */
  hyphen: (term) => letters(term.replaceAll('-', ' '), '-'),
  /** A low line between all letters. */
  underscore: (term) => letters(term, '_'),
  /** A star between all letters. */
  stars: (term) => letters(term, '*'),
  /** A slash between all letters. */
  slashes: (term) => letters(term, '/'),
  /** Digits for vowels. */
  leetspeak: (term) => swap(term, LEET),
  /** Signs and digits for letters. */
  'leetspeak-symbols': (term) => swap(term, SYMBOLS),
  /** A zero-width space between all letters. */
  'zero-width': (term) => letters(term, '\u200b'),
  /** A zero-width joiner in the middle of each word. */
  'zero-width-joiner': (term) => words(term, (word) => inner(word, '\u200d')),
  /** A word joiner in the middle of each word. */
  'word-joiner': (term) => words(term, (word) => inner(word, '\u2060')),
  /** A soft hyphen in the middle of each word. */
  'soft-hyphen': (term) => words(term, (word) => inner(word, '\u00ad')),
  /** A left-to-right mark in the middle of each word. */
  'direction-mark': (term) => words(term, (word) => inner(word, '\u200e')),
  /** Capital and small letters in turn. */
  case: (term) => [...term].map((letter, at) => (at % 2 ? letter.toUpperCase() : letter)).join(''),
  /** Capital letters only. */
  upper: (term) => term.toUpperCase(),
  /** The first vowel of each word three times. */
  repeat: (term) => words(term, (word) => word.replace(/[aeiouy]/, '$&$&$&')),
  /** The last letter of the term four times. */
  'repeat-last': (term) => term.replace(/.$/u, '$&$&$&$&'),
  /** Each letter twice. */
  doubled: (term) => words(term, (word) => word.replace(/[a-z]/g, '$&$&')),
  /** Combining marks on letters. */
  accents: (term) => term.replace(/[aeinouy]/g, (letter) => letter + swap(letter, ACCENTS)),
  /** Letters that have their accent built in. */
  accented: (term) => swap(term, ACCENTED),
  /** A line struck through all letters. */
  struck: (term) => term.replace(/\p{L}/gu, '$&\u0336'),
  /** Full-width letters. */
  fullwidth: (term) => shift(term, 0xff41),
  /** Mathematical bold letters. */
  'math-bold': (term) => shift(term, 0x1d41a),
  /** Mathematical sans-serif letters. */
  'math-sans': (term) => shift(term, 0x1d5ba),
  /** Mathematical monospace letters. */
  'math-mono': (term) => shift(term, 0x1d68a),
  /** Letters in circles. */
  circled: (term) => shift(term, 0x24d0),
  /** Small capitals from the phonetic alphabet. */
  'small-capitals': (term) =>
    term.replace(/[a-z]/g, (letter) => SMALL_CAPITALS[letter.charCodeAt(0) - 97] ?? letter),
  /** The English plural. */
  plural: (term) =>
    /[^aeiou]y$/.test(term)
      ? term.replace(/y$/, 'ies')
      : term + (/(?:s|x|sh|ch)$/.test(term) ? 'es' : 's'),
  /** The plural that slang writes with a z. */
  'plural-z': (term) => `${term.replace(/s$/, '')}z`,
  /** The words of a term with low lines, as in tags. */
  snake: (term) => term.replace(/[ -]/g, '_'),
  /** The words of a term run together. */
  joined: (term) => term.replace(/[ -]/g, ''),
  /** The words of a term with hyphens. */
  kebab: (term) => term.replaceAll(' ', '-'),
  /** As a hash tag. */
  hashtag: (term) => `#${term.replace(/[ -]/g, '')}`,
  /** In quotation marks. */
  quoted: (term) => `"${term}"`,
  /** No-break spaces between the words. */
  'hard-space': (term) => term.replaceAll(' ', '\u00a0'),
};
