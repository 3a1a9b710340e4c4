/** What digits and signs stand for where they are written for letters. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '+': 't',
};

/** A one is an i or an l, and in a word with two of them each may be either; a six may be a b. */
const READERS: readonly { readonly ones: readonly string[]; readonly six: string }[] = [
  { ones: ['i'], six: 'g' },
  { ones: ['l'], six: 'b' },
  { ones: ['i', 'l'], six: 'g' },
  { ones: ['l', 'i'], six: 'b' },
];

/** A letter and a number, as in the name of a road or a telephone. */
const MODEL_NUMBER = /^\p{L}\d+$/u;

/** A text in lower case with letters for the signs in pieces such as `s3x`, in each way to read them. */
export function lettersForSigns(text: string): string[] {
  return READERS.map((reader) =>
    text.replaceAll('()', 'o').replace(/[^\s,]+/g, (piece) => {
      const core = piece.replace(/[^\p{L}\p{N}@$]+$/u, '');
      if (!/\p{L}/u.test(core) || MODEL_NUMBER.test(core)) return piece;
      let ones = -1;
      const spelt = core.replace(/./gu, (sign) => {
        if (sign === '6') return reader.six;
        if (!/[1!|]/.test(sign)) return LETTERS[sign] ?? sign;
        ones += 1;
        return reader.ones[ones % reader.ones.length] ?? sign;
      });
      return vForU(spelt);
    }),
  );
}

/** `nvde`: a v among consonants is no v. */
function vForU(word: string): string {
  return word.replaceAll('vv', 'w').replace(/(?<![aeiouy])v(?![aeiouy])/g, 'u');
}
