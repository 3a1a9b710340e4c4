/** A text that is shown letter by letter, and easily copied. A fence in it would end it. */
export function codeBlock(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', '``\u200b`')}\n\`\`\``;
}
