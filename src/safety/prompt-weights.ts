/** What ComfyUI reads as a weight below zero at the end of a bracket. */
const BELOW_ZERO = /:\s*-[\d._]*(?:e[+-]?\d+|inf(?:inity)?)?\s*$/i;

/**
 * The parts of a prompt that a weight below zero turns round: ComfyUI takes `(words:1.2)` as a
 * weight, and `(words:-1.2)` asks the words away, or, in a negative prompt, for them. What brackets
 * inside it say is not looked at, so it may give more than is turned round, and never less.
 */
export function turnedRound(prompt: string): string {
  const parts: string[] = [];
  const open: number[] = [];
  for (const { 0: character, index } of prompt.matchAll(/\\.|[()]/gs)) {
    if (character === '(') open.push(index + 1);
    if (character !== ')') continue;
    const inside = prompt.slice(open.pop() ?? 0, index);
    if (BELOW_ZERO.test(inside)) parts.push(inside.replace(BELOW_ZERO, ''));
  }
  return parts.join('\n');
}
