/** A text, or a number; `undefined`: nothing is known. */
export type Cell = string | number | undefined;

/** With it, spreadsheet programs read UTF-8. */
const BYTE_ORDER_MARK = '\u{FEFF}';

/**
 * How a cell begins that a spreadsheet program takes for a formula, the full-width signs included. See OWASP's
 * page on CSV injection. A line break in a cell can begin another one in some programs.
 */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠]|[\t\r\n]/u;

/**
 * A table as CSV (RFC 4180). Texts come from members, so none is left as a formula. Spreadsheet programs of many languages
 * end a cell at a semicolon, whatever quotes are around it: a comma takes its place.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const said = cell.replaceAll(';', ',');
  const text = FORMULA.test(said) ? `'${said.replaceAll(/[\t\r\n]+/g, ' ')}` : said;
  return /[",\r\n']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
