const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});

/** Milliseconds since the epoch as a time of day, to the tenth of a second; anything else as it is. */
export function clockTime(at: unknown): string {
  return typeof at === 'number' ? TIME.format(at) : String(at);
}
