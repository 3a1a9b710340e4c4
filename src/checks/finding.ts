import { oneLine } from '../workflows/problem.ts';

/** The result of one check. */
export interface Finding {
  /** `wrong`: no pictures until it is fixed. `note`: worth knowing, but no fault. */
  readonly verdict: 'fine' | 'note' | 'wrong';
  /** The thing checked, such as `Discord`. */
  readonly about: string;
  /** The result in a sentence. */
  readonly says: string;
  /** What to do about it, in a sentence or two. */
  readonly next?: string;
}

const SIGNS: Readonly<Record<Finding['verdict'], string>> = { fine: '✓', note: '·', wrong: '✗' };

const LONGEST_LINE = 1_000;

/** Formats a finding for a terminal: one line, and below it what to do. */
export function lineOf({ verdict, about, says, next }: Finding): string {
  const line = `${SIGNS[verdict]} ${plain(`${about}: ${says}`)}\n`;
  return next === undefined ? line : `${line}    ${plain(next)}\n`;
}

/** Untrusted text as part of a line: it must not move the cursor or start a line. */
export function plain(text: string): string {
  return oneLine(text.slice(0, LONGEST_LINE));
}
