/** How much of a message's width a picture has: all, half or a third of it; or two thirds, beside small ones. */
export type Tile = 'full' | 'half' | 'third' | 'large' | 'small';

/**
 * How several pictures of a message are laid out, in their order, as Discord's apps do: the rows that are
 * not full stand first, and three are one large beside two small ones.
 */
export function mosaicOf(count: number): readonly Tile[] {
  switch (count) {
    case 0:
      return [];
    case 1:
      return ['full'];
    case 2:
    case 4:
      return Array.from({ length: count }, () => 'half' as const);
    case 3:
      return ['large', 'small', 'small'];
  }
  const first: readonly (readonly Tile[])[] = [[], ['full'], ['half', 'half']];
  const begins = first[count % 3] ?? [];
  return [...begins, ...Array.from({ length: count - begins.length }, () => 'third' as const)];
}
