/**
 * A line of a list, which may be thousands of texts: one of the first, a space, one of the second,
 * and so on. Most lists are short lines that mean much, such as "{without} {garment}", and nobody
 * needs all their texts at once.
 */
export interface ListLine {
  readonly slots: readonly (readonly string[])[];
}

/** A line that stands for this text only. */
export function lineOf(text: string): ListLine {
  return { slots: [[text]] };
}

/** Every text that a line stands for, the last slot's changing first. */
export function textsOf({ slots }: ListLine): readonly string[] {
  const [first = [], ...further] = slots;
  let texts = first;
  for (const slot of further) {
    const longer: string[] = [];
    for (const text of texts) for (const next of slot) longer.push(`${text} ${next}`);
    texts = longer;
  }
  return texts;
}

/** The text at one place of {@link textsOf}. */
export function textAt({ slots }: ListLine, place: number): string {
  const words: string[] = [];
  let left = place;
  for (const slot of slots.toReversed()) {
    words.push(slot[left % slot.length] ?? '');
    left = Math.floor(left / slot.length);
  }
  return words.reverse().join(' ');
}

/** How many texts a line stands for. */
export function countOf({ slots }: ListLine): number {
  return slots.reduce((count, { length }) => count * length, 1);
}
