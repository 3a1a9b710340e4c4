/** A line of a listbox, and what picking it means. */
export interface ListItem<T> {
  readonly label: string;
  readonly detail?: string;
  readonly value: T;
}

/** The items whose label has what was typed in it; those that begin with it go first. */
export function matching<T>(items: readonly ListItem<T>[], typed: string): readonly ListItem<T>[] {
  const query = plain(typed);
  if (query === '') return items;
  const found = items.filter(({ label }) => plain(label).includes(query));
  const first = found.filter(({ label }) => plain(label).startsWith(query));
  return [...first, ...found.filter((item) => !first.includes(item))];
}

/** The item that somebody typed in full instead of picking it, by what is read: Discord takes no values. */
export function writtenOut<T>(
  items: readonly ListItem<T>[],
  typed: string,
): ListItem<T> | undefined {
  return items.find(({ label }) => label.toLowerCase() === typed.toLowerCase());
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
