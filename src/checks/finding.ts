/** One thing that was looked at, and how it stands. */
export interface Finding {
  /** `wrong`: it has to be mended before pictures come. `note`: worth knowing, and no fault. */
  readonly verdict: 'fine' | 'note' | 'wrong';
  /** What was looked at, such as `Discord`. */
  readonly about: string;
  /** How it stands, a sentence. */
  readonly says: string;
  /** What to do, a sentence or two. */
  readonly next?: string;
}

const SIGNS: Readonly<Record<Finding['verdict'], string>> = { fine: '✓', note: '·', wrong: '✗' };

/**
 * A finding as a terminal shows it: a line, and below it what to do. Names and errors come from
 * elsewhere, so no control character of theirs reaches the terminal.
 */
export function lineOf({ verdict, about, says, next }: Finding): string {
  const line = `${SIGNS[verdict]} ${about}: ${says}`;
  const text = next === undefined ? line : `${line}\n    ${next}`;
  return `${text.replace(/(?!\n)\p{C}/gu, '')}\n`;
}
