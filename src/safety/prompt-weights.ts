/** In whatever digits: ComfyUI reads weights by Python's `float`. */
const MINUS = /^\s*[-\u2212]/u;

/** Without a point it may be somebody's age as well: "(aged:12)". */
const WEIGHT = /:\s{0,3}[-+]?\d{0,4}\.\d{1,8}\s{0,3}(?=\))/g;

/** A prompt without the weights at the ends of its brackets, which separate no words: "(young:1.3) man". */
export function withoutWeights(prompt: string): string {
  return prompt.replace(WEIGHT, '');
}

/**
 * What a weight below zero may reverse: ComfyUI takes `(words:1.2)` as a weight, and
 * `(words:-1.2)` asks the words away, or, in a negative prompt, for them. Which words those are
 * is not looked at: with one such weight, all of the prompt may be meant. Nor is how brackets pair,
 * since ComfyUI has its own way where they do not match.
 */
export function turnedRound(prompt: string): string {
  const [, ...afterColons] = prompt.normalize('NFKC').split(':');
  return afterColons.some(isBelowZero) ? prompt : '';
}

/** Whether a bracket with such a weight ends here. */
function isBelowZero(afterColon: string): boolean {
  const bracket = afterColon.search(/[()]/);
  return MINUS.test(afterColon) && afterColon[bracket] === ')';
}
