/** As much of a long text as is looked at. What it says stands near its start. */
const LONGEST_BYTES = 256 * 1024;

/** A text, or the start of a long one, which comes as bytes of UTF-8. Undefined for anything else. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array)) return undefined;
  return new TextDecoder().decode(value.subarray(0, LONGEST_BYTES));
}
