/** A character that stands for a letter. */
const LETTER = String.raw`[\p{L}\p{N}@$]`;

/** Single characters with the same between any two of them. */
const EVEN_RUN = new RegExp(
  String.raw`(?<!${LETTER})${LETTER}([^\p{L}\p{N}@$]+)${LETTER}(?:\1${LETTER}(?!${LETTER}))+`,
  'gu',
);
/** Single characters with anything between them. */
const UNEVEN_RUN = new RegExp(
  String.raw`(?<!${LETTER})${LETTER}(?:[^\p{L}\p{N}@$]+${LETTER}(?!${LETTER})){2,}`,
  'gu',
);
/** Signs between two letters, without a space. */
const SIGNS_WITHIN = /(?<=\p{L})[^\p{L}\p{N}\s]+(?=\p{L})/gu;

/** `n-u-d-e`, `nu_de` and `n u d e` as one word. */
export function lettersTogether(text: string): string {
  return text
    .replace(EVEN_RUN, (run) => `${together(run)} `)
    .replace(SIGNS_WITHIN, '')
    .replace(UNEVEN_RUN, together);
}

/** A run as a word; without its first letter too, where that may be a word by itself. */
function together(run: string): string {
  const word = run.replace(/[^\p{L}\p{N}@$]+/gu, '');
  return /^[ai]/.test(word) ? `${word} ${word.slice(1)}` : word;
}
