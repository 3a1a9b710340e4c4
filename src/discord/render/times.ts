/** A time that Discord shows relative to the reader's own, and keeps counting. */
export function stamp(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:R>`;
}

/** `48 s`, `3 min 5 s` */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
