import type { ChoiceRange } from '../../../discord/rules/choice-rules.ts';

/** An option of a select, as far as choosing goes. */
interface Option {
  readonly label: string;
  readonly value: string;
}

/** Whether picking one puts it in the place of what was chosen before. */
export function isSingle({ most }: ChoiceRange): boolean {
  return most === 1;
}

/** What is chosen once an option is picked: in the order of the options. */
export function picked(
  options: readonly Option[],
  chosen: readonly string[],
  value: string,
  range: ChoiceRange,
): readonly string[] {
  if (chosen.includes(value)) {
    // The only one cannot be taken back where one is needed.
    if (isSingle(range) && range.least > 0) return chosen;
    return chosen.filter((one) => one !== value);
  }
  if (isSingle(range)) return [value];
  if (chosen.length >= range.most) return chosen;
  return options
    .map((option) => option.value)
    .filter((one) => one === value || chosen.includes(one));
}

/** Where a key leads to in the list; `undefined` where it leads nowhere. */
export function movedTo(
  key: string,
  active: number,
  options: readonly Option[],
): number | undefined {
  const last = options.length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, last);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
  }
  if (key.length !== 1) return undefined;
  const begins = ({ label }: Option) => label.toLowerCase().startsWith(key.toLowerCase());
  const later = options.findIndex((option, index) => index > active && begins(option));
  const found = later === -1 ? options.findIndex(begins) : later;
  return found === -1 ? undefined : found;
}

/** What a closed select shows of what is chosen. */
export function chosenLabels(options: readonly Option[], chosen: readonly string[]): string {
  return options
    .filter(({ value }) => chosen.includes(value))
    .map(({ label }) => label)
    .join(', ');
}
