/** One thing that was looked at, and how it stands. */
export interface Finding {
  /** `wrong`: no pictures until it is put right. `note`: worth knowing, but not a fault. */
  readonly verdict: 'fine' | 'note' | 'wrong';
  /** What was looked at, such as `Discord`. */
  readonly about: string;
  /** How it stands, in a sentence. */
  readonly says: string;
  /** What to do about it, in a sentence or two. */
  readonly next?: string;
}

const SIGNS: Readonly<Record<Finding['verdict'], string>> = { fine: '✓', note: '·', wrong: '✗' };

const LONGEST_LINE = 1_000;

/** A finding as a terminal shows it: a line, and below it what to do. */
export function lineOf({ verdict, about, says, next }: Finding): string {
  const line = `${SIGNS[verdict]} ${plain(`${about}: ${says}`)}\n`;
  return next === undefined ? line : `${line}    ${plain(next)}\n`;
}

/** Names and errors come from elsewhere: none of them may move the cursor or start a line. */
function plain(text: string): string {
  return text
    .slice(0, LONGEST_LINE)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
}
