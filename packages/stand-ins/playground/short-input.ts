const LONGEST_TEXT = 1_600;
const KEPT_OF_LONG = 24;

/** A job's input in readable form: a photo in it becomes the start of its text and its length. */
export function shortInput(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_TEXT) return value;
    return `${value.slice(0, KEPT_OF_LONG)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(shortInput);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortInput(part)]));
}
