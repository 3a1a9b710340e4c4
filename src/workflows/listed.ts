/** As many of a list's values as are named. */
const SHOWN = 8;

/** The values that an input takes, the first of them where there are many. */
export function listed(values: readonly unknown[]): string {
  const some = values.slice(0, SHOWN).map(String).join(', ');
  const more = values.length - SHOWN;
  return more > 0 ? `${some} and ${more} more` : some;
}
