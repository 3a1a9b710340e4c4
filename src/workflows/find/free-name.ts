import { nameProblem } from '../option-name.ts';
import type { Role } from './role.ts';

const LONGEST = 32;

/** A name that Discord takes and that no other entry has, after what its author called it, or its input. */
export function freeName(wanted: string, input: string, others: readonly Role[]): string {
  const taken = new Set(others.map(({ entry }) => entry.name ?? entry.type));
  const base = [wanted, input].map(plainName).find((one) => one !== '') ?? 'value';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base.slice(0, LONGEST - 4)}_${number}`;
    if (!taken.has(name) && nameProblem(name) === undefined) return name;
  }
}

/** `Light strength (0–1)` is `light_strength_0_1`. */
export function plainName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .slice(0, LONGEST);
}
