/** One part of what came over a diagnostics channel, which may be anything. */
export function partOf(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
}

/** The same where it is a text. */
export function wordOf(message: unknown, name: string): string | undefined {
  const word = partOf(message, name);
  return typeof word === 'string' ? word : undefined;
}

/** The same where it is a number. */
export function numberOf(message: unknown, name: string): number | undefined {
  const number = partOf(message, name);
  return typeof number === 'number' ? number : undefined;
}
