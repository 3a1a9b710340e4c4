import { ERRORS, type ErrorEntry, type ErrorSort } from './error-table.ts';

export { ERRORS, type ErrorSort } from './error-table.ts';

/** A key of {@link ERRORS}: stable, stored on job rows, listed in docs/errors.md. */
export type ErrorCode = keyof typeof ERRORS;

/** What fills the `{name}` places of an error's sentence. Never a secret, path or prompt. */
export type ErrorFacts = Readonly<Record<string, string>>;

/** The two sentences for people: what happened, and what to do next. */
export function explain(
  code: ErrorCode,
  facts: ErrorFacts = {},
): { readonly what: string; readonly next: string } {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? 'something');
  const entry: ErrorEntry = ERRORS[code];
  return { what: fill(entry.what), next: fill(entry.next) };
}

/**
 * The one error of this project that a person is told about. `message` is the sentence for
 * people; what only an operator needs is in `cause`.
 */
export class BotError extends Error {
  override readonly name = 'BotError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, options: { facts?: ErrorFacts; cause?: unknown } = {}) {
    const { what, next } = explain(code, options.facts);
    super(`${what} ${next}`, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.facts = options.facts ?? {};
  }

  get sort(): ErrorSort {
    return ERRORS[this.code].sort;
  }
}

/** Closes a switch over a union: compiles only while every case is handled. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${String(value)}`);
}
