import type { Facts } from '../say/facts.ts';
import type { FactsOf } from './error-facts.ts';
import { ERRORS, type ErrorSort } from './error-table.ts';

/** A key of {@link ERRORS}: stable, stored on job rows, listed in docs/errors.md. */
export type ErrorCode = keyof typeof ERRORS;

/** What an error knows, by name: values and codes, which the catalogue puts into words. */
export type ErrorFacts = Facts;

interface Options<F> {
  readonly facts: F;
  readonly cause?: unknown;
}

type WithFacts = {
  readonly [C in keyof FactsOf]: readonly [code: C, options: Options<FactsOf[C]>];
}[keyof FactsOf];

type WithoutFacts = readonly [
  code: Exclude<ErrorCode, keyof FactsOf>,
  options?: { readonly cause?: unknown },
];

/**
 * The one error of this project that a person is told about, in the words that `explain` finds for its
 * code and facts. `message` is for logs; what only an operator needs is in `cause`.
 */
export class BotError extends Error {
  override readonly name = 'BotError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(...[code, options = {}]: WithFacts | WithoutFacts) {
    const facts: ErrorFacts = 'facts' in options ? { ...options.facts } : {};
    super(logged(code, facts), 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.facts = facts;
  }

  get sort(): ErrorSort {
    return ERRORS[this.code];
  }
}

/** `already_over {"state":"completed"}` */
function logged(code: ErrorCode, facts: ErrorFacts): string {
  return Object.keys(facts).length === 0 ? code : `${code} ${JSON.stringify(facts)}`;
}

/** Closes a switch over a union: compiles only while every case is handled. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${String(value)}`);
}
