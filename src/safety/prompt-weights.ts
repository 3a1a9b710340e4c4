/**
 * The end of a bracket with a weight below zero, in whatever digits: ComfyUI reads it by Python's
 * `float`, and pairs brackets in a way of its own where they do not match.
 */
const BELOW_ZERO = /:\s*[-\u2212][^():]*\)/u;

/**
 * What a weight below zero may turn round: ComfyUI takes `(words:1.2)` as a weight, and
 * `(words:-1.2)` asks the words away, or, in a negative prompt, for them. Which words those are is
 * not looked at: one such weight, and all of the prompt may be meant.
 */
export function turnedRound(prompt: string): string {
  return BELOW_ZERO.test(prompt.normalize('NFKC')) ? prompt : '';
}
