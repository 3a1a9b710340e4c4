import { isWithin } from './range.ts';

/** Something that people choose from: a select, or a group of boxes. */
export interface Choosable {
  readonly options: readonly { readonly value: string; readonly default?: boolean }[];
  readonly min_values?: number | null | undefined;
  readonly max_values?: number | null | undefined;
}

/** How many options have to be chosen. */
export interface ChoiceRange {
  readonly least: number;
  readonly most: number;
}

/** What is wrong with what was chosen. */
export type ChoiceFault =
  | { readonly kind: 'no-option' | 'twice'; readonly value: string }
  | { readonly kind: 'count'; readonly range: ChoiceRange };

/** One where a select says nothing (Discord's component reference, String Select). */
export function choiceRange({ min_values: least, max_values: most }: Choosable): ChoiceRange {
  return { least: least ?? 1, most: most ?? 1 };
}

/** What is chosen before anybody chooses. */
export function chosenAtFirst({ options }: Choosable): string[] {
  return options.filter((option) => option.default === true).map(({ value }) => value);
}

/** What is wrong with a choice, if anything is. */
export function choiceFault(
  choosable: Choosable,
  values: readonly string[],
  range: ChoiceRange = choiceRange(choosable),
): ChoiceFault | undefined {
  const known = new Set(choosable.options.map(({ value }) => value));
  const seen = new Set<string>();
  for (const value of values) {
    if (!known.has(value)) return { kind: 'no-option', value };
    if (seen.has(value)) return { kind: 'twice', value };
    seen.add(value);
  }
  return isWithin(values.length, range) ? undefined : { kind: 'count', range };
}
