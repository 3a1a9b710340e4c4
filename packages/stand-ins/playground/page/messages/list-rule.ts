import { SimpleMarkdown, type rules } from 'discord-markdown-parser';

type Rule = (typeof rules)[string];

const BULLET = /^( *)(?:[-*]|(\d{1,9})\.) +(?=\S)/;
/** A line with a bullet, and the lines after it that are indented or have one too. */
const DOTS = /^ *[-*] +\S[^\n]*(?:\n(?: *[-*] +| {2,})\S[^\n]*)*\n?/;
const NUMBERS = /^ *\d{1,9}\. +\S[^\n]*(?:\n(?: *\d{1,9}\. +| {2,})\S[^\n]*)*\n?/;
/** A line indented by this much more belongs to the item before it. */
const INDENT = 2;

/** Lists, which Discord's markdown has and discord-markdown-parser lacks. */
export const listRule: Rule = {
  order: SimpleMarkdown.defaultRules.list.order,
  match: (source, { prevCapture }, before) =>
    (prevCapture ?? null) === null || before.endsWith('\n')
      ? (DOTS.exec(source) ?? NUMBERS.exec(source))
      : null,
  parse: (capture, parse, state) => {
    const lines = (capture[0] ?? '').replace(/\n$/, '').split('\n');
    const [, space = '', first] = BULLET.exec(lines[0] ?? '') ?? [];
    const items = itemsOf(lines, space.length);
    return {
      ...(first !== undefined && { start: Number(first) }),
      items: items.map((item) => parse(item, { ...state, prevCapture: null })),
    };
  },
};

function itemsOf(lines: readonly string[], indent: number): string[] {
  const items: string[] = [];
  for (const line of lines) {
    const bullet = BULLET.exec(line);
    const last = items.length - 1;
    if (last === -1 || (bullet && (bullet[1] ?? '').length < indent + INDENT)) {
      items.push(line.replace(BULLET, ''));
    } else {
      items[last] = `${items[last] ?? ''}\n${line.slice(indent + INDENT)}`;
    }
  }
  return items;
}
