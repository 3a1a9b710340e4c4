import { LONGEST_MESSAGE } from '../../../discord/rules/text-rules.ts';

/** Why Discord would not send this message, if it would not. */
export function messageProblem({ length }: string): string | undefined {
  if (length <= LONGEST_MESSAGE) return undefined;
  return `A message has at most ${LONGEST_MESSAGE} characters; this has ${length}.`;
}
