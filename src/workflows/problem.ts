/** One problem of a workflow's folder. */
export interface Problem {
  /** `manifest.json` or `graph.json`. Missing for the folder itself. */
  readonly file?: string;
  /** The position in `manifest.json`: `title`, `nodes[2] (steps).min`. */
  readonly place?: string;
  /** A node's id, with its class if known. */
  readonly node?: string;
  readonly input?: string;
  /** A sentence without a capital and a full stop: the problem and how to fix it. */
  readonly says: string;
  /** `rating`: it is missing or does not fit, and only the operator knows it. `size`: the command is too large for Discord. */
  readonly about?: 'rating' | 'size';
}

/** Formats a problem as one line: `graph.json, node 6 (KSampler), input seed: is missing …`. */
export function problemLine({ file, place, node, input, says }: Problem): string {
  const where = [
    file,
    place,
    node === undefined ? undefined : `node ${node}`,
    input === undefined ? undefined : `input ${input}`,
  ].filter((part) => part !== undefined);
  const line = oneLine(where.length === 0 ? says : `${where.join(', ')}: ${says}`);
  return shortened(line, LONGEST_LINE);
}

/** Of more problems, the rest is counted. */
const MOST_PROBLEMS = 50;

/** A line for each problem. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  const rest = problems.length - MOST_PROBLEMS;
  const lines = problems.slice(0, MOST_PROBLEMS).map(problemLine);
  return rest > 0 ? [...lines, `and ${rest} more`] : lines;
}

/** The names in a file may be of any length. */
const LONGEST_LINE = 2_000;

/** A line of a report, spaces kept, without the control characters and line breaks of names in a file. */
export function plainLine(line: string): string {
  return shortened(line.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' '), LONGEST_LINE);
}

/** A text from a file on one line: it is untrusted, and may hold control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{C}]+/gu, ' ').trim();
}

/** The notes that apply: the others are left out. */
export function notesOf(
  ...all: readonly (string | readonly string[] | false | undefined)[]
): readonly string[] {
  return all.flat().filter((note) => typeof note === 'string');
}

/** A note that ends with these names, if there are any. */
export function noteOn(says: string, names: readonly string[]): string | false {
  return names.length > 0 && `${says}: ${names.join(', ')}.`;
}

/** A text cut after this many characters. */
export function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** How many values of a list are named. */
const SHOWN = 8;

/** Lists the values that an input accepts, only the first of many. */
export function listed(values: readonly unknown[]): string {
  const some = values.slice(0, SHOWN).map(String).join(', ');
  const more = values.length - SHOWN;
  return more > 0 ? `${some} and ${more} more` : some;
}
