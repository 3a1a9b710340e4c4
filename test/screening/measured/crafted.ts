import { numbersFrom, repeated } from '../slow-inputs.ts';

const LENGTH = 1_490;
/** Turns a prompt round, so that it is read as the other one too. */
const TURNED_ROUND = '(x:-1) ';

const cut = (text: string) => text.slice(0, LENGTH);
const again = (piece: string) => cut(TURNED_ROUND + repeated(piece, LENGTH));

/** Words of these signs, up to so many in each. */
function jumble(signs: string, longest: number, seed: number): string {
  const random = numbersFrom(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  let text = TURNED_ROUND;
  while (text.length < LENGTH) {
    for (let left = 1 + upTo(longest); left > 0; left -= 1) text += signs[upTo(signs.length)] ?? '';
    text += ' ';
  }
  return cut(text);
}
const jumbles = (signs: string, longest: number) =>
  Array.from({ length: 20 }, (_, seed) => jumble(signs, longest, seed));

/** Texts that are made to take long, each of all the characters that a prompt may have. */
export const CRAFTED: Readonly<Record<string, readonly string[]>> = {
  'one letter': ['a', 'aab', 'ab'].map((piece) => cut(repeated(piece, LENGTH))),
  'single letters': [again('a b '), again('n-u-d-e. '), again('n u-d e, ')],
  'signs for letters': [again('s3x1!v6 '), again('a1 s b6 s aaa s ! ')],
  'a jumble of letters and signs': jumbles('aabbiinnuuddee1166!|3v@$-', 5),
  'a jumble in both cases': jumbles('aA1bB6!eE-', 3),
  'terms again and again': [again('nude '), again('lin ger ie '), again('nakednude ')],
  'fillers and owners': [again("remove all of her old friend's c1othes "), again('ab s ac s ')],
  commas: [again('remove, all of her, '), again('girl, s s, '), again(',,')],
  'other letters': [again('нudе ра3 '), again('안녕하세요 a1 '), again('裸a裸1'), again('𓀀𓀁1 ')],
  pictures: [again('👧n👧u👧d👧e '), again('n❤️u❤️d❤️e ')],
  marks: [again('a\u0301\u0316'), cut(`a${repeated('\u0301\u0316', LENGTH)}`)],
  'one sign for many': [cut(repeated('ﷺ ', LENGTH))],
  markup: [again('<'), again(`<b${' '.repeat(200)}`), again('&#110;'), again(':-')],
  signs: [again('*'), again(`${'!'.repeat(300)}a`)],
};
