const LINE_BREAK = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
/** What ends a clause within a line. */
const CLAUSE_ENDS = /[,;，、。；.!?|]/;
/** A word that goes on in the next line: with a hyphen, or letter by letter. */
const BROKEN_WORD = /\p{L}[-\u00ad\u2010\u2011]$|(?<!\S)\S\s+\S$/u;
const WORD = /[\p{L}\p{N}]/u;
/** Letters of scripts that set no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/gu;

/**
 * A text with a comma where a line ends, since a clause ends there too: people write lists line by line.
 * A single word at the end of a line is no clause by itself, nor is the half of a word: what is
 * written a word a line, or broken in two, is read on ("remove", "her", "hat").
 */
export function withLinesAsClauses(text: string): string {
  if (!LINE_BREAK.test(text)) return text;
  const lines = text.split(LINE_BREAK).filter((line) => line.trim() !== '');
  return lines
    .map((line, at) => (at < lines.length - 1 && isClause(line.trimEnd()) ? `${line},` : line))
    .join('\n');
}

function isClause(line: string): boolean {
  const clause = line.split(CLAUSE_ENDS).at(-1) ?? '';
  if (BROKEN_WORD.test(clause)) return false;
  const words = clause.split(/\s+/).filter((word) => WORD.test(word));
  return words.length > 1 || (clause.match(UNSPACED) ?? []).length > 1;
}
