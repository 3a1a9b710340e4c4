import type { Catalogue } from '../../say/say.ts';

/** How much stands in a frame, in characters: Discord takes 4096, and this leaves room for a last line. */
export const LONGEST_FRAME = 4_000;

/** As many lines as fit into a frame, and how many there are besides. */
export function withinFrame(
  lines: readonly string[],
  { more }: Pick<Catalogue, 'more'>,
): readonly string[] {
  let length = 0;
  const most = lines.findIndex((line) => (length += line.length + 1) > LONGEST_FRAME);
  return most === -1 ? lines : [...lines.slice(0, most), more(lines.length - most)];
}
