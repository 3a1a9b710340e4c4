/** A table of a Markdown page. */
export interface MarkdownTable {
  /** The heading that it stands under, and how many tables stand there before it. */
  readonly heading: string;
  readonly place: number;
  readonly columns: readonly string[];
  /** Each row's cells, trimmed, as many as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** The lines of a page outside its blocks of code, in which a `#` is no heading and a `|` no table. */
export function proseLines(page: string): string[] {
  let fenced = false;
  return page.split('\n').map((line) => {
    const fence = /^\s*(```|~~~)/.test(line);
    if (fence) fenced = !fenced;
    return fence || fenced ? '' : line;
  });
}

/** The text of a heading line; `undefined` for any other line. */
export const headingIn = (line: string): string | undefined =>
  /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Every table of a page, in order. */
export function tablesIn(page: string): MarkdownTable[] {
  const lines = proseLines(page);
  const tables: MarkdownTable[] = [];
  let heading = '';
  for (const [at, line] of lines.entries()) {
    heading = headingIn(line) ?? heading;
    if (!/^\|[\s:|-]*-[\s:|-]*\|$/.test(line)) continue;
    const below = lines.slice(at + 1);
    const end = below.findIndex((one) => !one.startsWith('|'));
    tables.push({
      heading,
      place: tables.filter((one) => one.heading === heading).length,
      columns: cellsOf(lines[at - 1] ?? ''),
      rows: below.slice(0, end === -1 ? undefined : end).map(cellsOf),
    });
  }
  return tables;
}

/** What stands in backquotes in a cell, in order. */
export const codeIn = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The numbers in a text, in order, as they stand there. */
export const numbersIn = (text: string): string[] =>
  [...text.matchAll(/2\^53 - 1|(?<![\w.])-?\d[\d,]*(?:\.\d+)?/g)].map(([number]) =>
    number.replace(/,$/, ''),
  );
