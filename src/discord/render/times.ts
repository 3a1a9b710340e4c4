import type { Catalogue } from '../../say/say.ts';

/** A time that Discord shows relative to the reader's own, and keeps counting. */
export function stamp(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:R>`;
}

/** A length of time in whole seconds, at least one. */
export function duration(ms: number, words: Pick<Catalogue, 'duration'>): string {
  return words.duration(Math.max(1, Math.round(ms / 1000)));
}
