import { z } from 'zod';

/** Stryker's words for what became of a mutant. `Ignored`: it is reached only before tests begin. */
export const status = z.enum([
  'Killed',
  'Timeout',
  'Survived',
  'NoCoverage',
  'Ignored',
  'RuntimeError',
]);

/** A line of `drawn.json`. */
export const drawnMutant = z.strictObject({
  room: z.string(),
  /** states, money, consent, rights or leases, if its file decided one of them when it was drawn. */
  guard: z.string().optional(),
  file: z.string(),
  within: z.string(),
  line: z.string(),
  mutator: z.string(),
  original: z.string(),
  replacement: z.string(),
  nth: z.number(),
  /** What became of it when it was last noted. */
  noted: status.optional(),
});
/** A drawn mutant with what was noted about it. */
export type NotedMutant = z.infer<typeof drawnMutant>;
/** What became of a drawn mutant. */
export interface Outcome {
  readonly drawn: NotedMutant;
  readonly status: z.infer<typeof status>;
}
