import { type Job, phaseOf } from '../../../jobs/job.ts';
import type { Card, CardButton } from '../card.ts';
import { jobFoot } from '../own-mark.ts';
import { originLine } from './origin-line.ts';
import { PHASE_COLOUR } from './phase-colour.ts';
import { keepsPromptBack, promptLines } from './prompt-lines.ts';

/** Every message but the finished one: the prompt, once it may be shown, and the state below it. */
export function notice(
  job: Job,
  lines: readonly string[],
  buttons: readonly CardButton[] = [],
): Card {
  return {
    lines: [...(keepsPromptBack(job) ? [] : promptLines(job)), ...originLine(job), ...lines],
    buttons: [buttons],
    colour: PHASE_COLOUR[phaseOf(job.state)],
    foot: jobFoot(job),
  };
}
