const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});

/** A moment of today, in milliseconds since the epoch, to the tenth of a second; else as it is. */
export function clockTime(at: unknown): string {
  return typeof at === 'number' ? TIME.format(at) : String(at);
}
