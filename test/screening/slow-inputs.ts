/** A stream of numbers from 0 to 1 that is the same in every run. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What crafted texts are made of: words of the lists, and everything that is read in several ways. */
export const BRICKS = [
  ...[
    'a',
    'h',
    's',
    'x',
    'aa',
    'bb',
    'A',
    'aB',
    'v',
    'vv',
    '1',
    '6',
    '11',
    'a1',
    's3x1!',
    '()',
    '@',
    '$',
  ],
  ...[
    ' ',
    '  ',
    ',',
    ', ',
    '. ',
    '." ',
    ' | ',
    '\n',
    '-',
    '_',
    '*',
    '.',
    ':',
    '(',
    ')',
    ':-',
    '(:-1)',
    '<',
    '<b ',
    '&#',
  ],
  ...[
    'n u d e ',
    'n-u-d-e ',
    'nude',
    'nudes ',
    'remove ',
    'her ',
    "Emma's ",
    ' s',
    'clothes ',
    'remove, ',
    'put face on body ',
    '把她的衣服全',
  ],
  ...[
    'girl, 11, ',
    'naked eye ',
    'derrière ',
    'bras, ',
    'une les bras ',
    'zíbble lingérie ',
    'lingerie',
    'ling erie ',
    'lin ger ie ',
    'photo',
    'nackt',
    '12 year old ',
  ],
  ...[
    '\u0301',
    '\u0316',
    'é',
    'ﷺ',
    'н',
    'гопа ',
    '裸',
    '裸体',
    '한',
    '👧',
    '❤️',
    '𝐧',
    '𓀀',
    '\u200b',
    '&#110;',
    '<b>',
  ],
];

/** A piece, whole, as often as it takes to be so long at least. */
export function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / Math.max(1, piece.length)));
}

/** Another piece: grown, repeated in itself, alternating with others, or nested. */
export function changed(piece: string, random: () => number): string {
  const brick = () => BRICKS[Math.floor(random() * BRICKS.length)] ?? 'a';
  const at = Math.floor(random() * (piece.length + 1));
  const [before, after] = [piece.slice(0, at), piece.slice(at)];
  switch (Math.floor(random() * 7)) {
    case 0:
      return before + brick() + after;
    case 1:
      return before + brick().repeat(1 + Math.floor(random() * 60)) + after;
    case 2:
      return piece + brick() + piece;
    case 3:
      return brick() + piece + brick();
    case 4:
      return before + after.slice(1 + Math.floor(random() * 4));
    case 5:
      return Array.from(piece).join(brick());
    default:
      return brick() + brick() + brick();
  }
}
