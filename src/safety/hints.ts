import type { Effort } from './effort.ts';

/** As much of a word as its forms share: "unbuttoned" and "unbutton", "sensual" and "sensuality". */
const STEM = 4;

/**
 * The hints that count: those in a clause that has another one in it, or in the clause before or
 * after it. Two with a word in common are one, found in two ways.
 *
 * @param clauses the hints of each clause, in their order
 */
export function hintsThatCount(
  clauses: readonly (readonly string[])[],
  effort: Effort,
): readonly string[] {
  return clauses.flatMap((hints, at) => {
    const [first, ...others] = hints;
    if (first === undefined) return [];
    const near = [...others, ...(clauses[at + 1] ?? [])];
    effort.spend(near.length);
    return near.some((other) => !sharesAWord(first, other)) ? [first] : [];
  });
}

function sharesAWord(hint: string, other: string): boolean {
  const [one, another] = [hint, other].map((text) => text.replaceAll(/[\s-]/g, ''));
  if (one?.includes(another ?? '') === true || another?.includes(one ?? '') === true) return true;
  const words = stemsOf(hint);
  return stemsOf(other).some((word) => words.includes(word));
}

/** Where no spaces are set, every two characters are a word. */
function stemsOf(hint: string): readonly string[] {
  return hint.split(/[\s-]+/).flatMap((word) => {
    if (!/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word)) return [word.slice(0, STEM)];
    return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  });
}
