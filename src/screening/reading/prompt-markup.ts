/** In any digits: ComfyUI parses weights with Python's `float`. */
const MINUS = /^\s*[-\u2212]/u;

/** Without a decimal point it may be an age: "(aged:12)". */
const WEIGHT = /:\s{0,3}[-+]?\d{0,4}\.\d{1,8}\s{0,3}(?=\))/g;

/** Removes the weights at the ends of brackets, which do not separate words: "(young:1.3) man". */
export function withoutWeights(prompt: string): string {
  return prompt.replace(WEIGHT, '');
}

/**
 * The words that a negative weight may invert. ComfyUI reads `(words:1.2)` as a weight. `(words:-1.2)`
 * excludes the words, or in a negative prompt requests them. The whole prompt counts once it has one such
 * weight, whatever the weight applies to: ComfyUI pairs unmatched brackets in its own way.
 */
export function invertedWords(prompt: string): string {
  const [, ...afterColons] = prompt.normalize('NFKC').split(':');
  return afterColons.some(isBelowZero) ? prompt : '';
}

/** Whether a bracket with such a weight ends here. */
function isBelowZero(afterColon: string): boolean {
  const bracket = afterColon.search(/[()]/);
  return MINUS.test(afterColon) && afterColon[bracket] === ')';
}

/** Markup tags copied along with a text. Models read none of them. */
const TAGS = /<\/?(?:a|b|br|code|div|em|i|p|s|span|strong|sub|sup|u|wbr)\s*\/?>/gi;

/** HTML's entities for its special characters. */
export const HTML_SIGNS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const NAMED: Readonly<Record<string, string>> = {
  ...HTML_SIGNS,
  nbsp: '',
  shy: '',
  zwnj: '',
  zwj: '',
};

/** Decodes letters written as HTML numbers and removes tags that break up words. */
export function withoutMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text;
  return text
    .replace(TAGS, '')
    .replace(/&#(\d{1,7});/g, (whole, code: string) => characterOf(Number(code)) ?? whole)
    .replace(
      /&#x([\da-f]{1,6});/gi,
      (whole, code: string) => characterOf(parseInt(code, 16)) ?? whole,
    )
    .replace(/&([a-z]{2,4});/g, (whole, name: string) => NAMED[name] ?? whole);
}

function characterOf(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
