import type { Phase } from '../../../jobs/job.ts';

/** By which people tell at a glance where a job stands. */
export const PHASE_COLOUR: Readonly<Record<Phase, number>> = {
  asking: 0x5865f2,
  waiting: 0x80848e,
  working: 0xf0a132,
  completed: 0x3ba55d,
  failed: 0xd83c3e,
  cancelled: 0x4e5058,
};
