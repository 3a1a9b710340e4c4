import { z } from 'zod';

export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What is told of a moment, such as a transition's `from` and `to` or a request's `route`. */
export type Facts = z.infer<typeof facts>;

/** Where a process ends itself. */
export const killPoint = z.object({
  /** A diagnostics channel; left out, any of those that are listened to. */
  channel: z.string().optional(),
  /** What the moment has to be besides. */
  facts: facts.default({}),
  /** The first such moment, or a later one. */
  nth: z.number().default(1),
  /** By default it ends. Otherwise it stands still, as a machine that is suspended. */
  how: z.enum(['SIGKILL', 'SIGSTOP']).default('SIGKILL'),
});

export type KillPoint = z.input<typeof killPoint>;

/** What a process writes to standard error before it ends itself, after {@link KILL_MARK}. */
export const killReport = z.object({ channel: z.string(), facts });

export const KILL_MARK = 'killed at ';

/** The variables that tell a process its point, and how far its clock is ahead. */
export const KILL_AT = 'CRASH_KILL_AT';
export const CLOCK_OFFSET = 'CRASH_CLOCK_OFFSET_MS';
/** The one that tells it how many milliseconds ago Discord made whatever comes, besides what is so. */
export const LATE = 'CRASH_LATE_MS';

export function describePoint({ channel = 'any moment', facts: wanted = {}, nth = 1 }: KillPoint) {
  const which = Object.entries(wanted).map(([name, value]) => `${name} ${value ?? 'nothing'}`);
  return [channel, ...which, ...(nth === 1 ? [] : [`number ${nth}`])].join(', ');
}
