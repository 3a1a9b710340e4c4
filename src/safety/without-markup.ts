/** Tags that people copy along with a text; a model reads none of them. */
const TAGS = /<\/?(?:a|b|br|code|div|em|i|p|s|span|strong|sub|sup|u|wbr)\s*\/?>/gi;

/** HTML's names for the signs that it gives a meaning of its own. */
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

/** A text as meant by somebody who writes letters as HTML numbers, or breaks words up with tags. */
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
