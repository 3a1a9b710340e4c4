/** Shorter words are too near to others. */
const SHORTEST_TO_SWAP = 6;
const SHORTEST_TO_DROP = 8;

/**
 * How a word of a to z is written by mistake, and to be read all the same: two neighbouring letters
 * swapped, or, in a longer word, one letter left out. The first letter stays.
 */
export function misspellingsOf(word: string): readonly string[] {
  const places = Array.from({ length: word.length - 1 }, (_, index) => index + 1);
  const swapped = places
    .slice(0, -1)
    .map((at) => `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`);
  const dropped = places.map((at) => word.slice(0, at) + word.slice(at + 1));
  const wrong = [
    ...(word.length >= SHORTEST_TO_SWAP ? swapped : []),
    ...(word.length >= SHORTEST_TO_DROP ? dropped.slice(0, -1) : []),
  ];
  return wrong.filter((one) => one !== word);
}
