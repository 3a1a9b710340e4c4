const START = '```\n';
const END = '\n```';

/** A text that is shown letter by letter, and easily copied. A fence in it would end it. */
export function codeBlock(text: string): string {
  return `${START}${text.replaceAll('```', '``\u200b`')}${END}`;
}

/** The text of the first such block in a message. */
export function inCodeBlock(text: string): string | undefined {
  const start = text.indexOf(START);
  const end = text.indexOf(END, start + START.length);
  if (start === -1 || end === -1) return undefined;
  return text.slice(start + START.length, end).replaceAll('``\u200b`', '```');
}
