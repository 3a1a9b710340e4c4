/** What the fonts of src/images/draw-chart.ts have letters for, besides digits, spaces and punctuation. */
const DRAWABLE =
  /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{N}\p{P}\u3005\u30fc\u{20}+=^~|<>$¥€£°]$/u;

/** A name as a chart can draw it, or `undefined` if too little of it would be left. */
export function drawable(name: string): string | undefined {
  const letters = Array.from(name.normalize('NFKC'));
  const left = letters.filter((letter) => DRAWABLE.test(letter));
  const words = left.filter((letter) => /[\p{L}\p{N}]/u.test(letter)).length;
  const lost = letters.filter((letter) => /\p{L}/u.test(letter) && !DRAWABLE.test(letter)).length;
  return words > lost ? left.join('').replaceAll(/\s+/gu, ' ').trim() : undefined;
}
