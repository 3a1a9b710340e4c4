import type { Facts } from './facts.ts';

/** A sentence, or how it is made of an error's facts. */
export type Sentence = string | ((facts: Facts) => string);

/** What people are told about an error, each in one sentence. */
export interface ErrorWords {
  /** What happened. */
  readonly what: Sentence;
  /** What to do next. */
  readonly next: Sentence;
}

/** A sentence with its facts in place. */
export function spoken(sentence: Sentence, facts: Facts): string {
  return typeof sentence === 'string' ? sentence : sentence(facts);
}
