/** What came of kills. */
export interface Tally {
  /** Processes that ended themselves. */
  readonly kills: number;
  readonly jobs: number;
  /** Jobs that were accepted and came to nothing. */
  readonly lost: number;
  /** How often RunPod got a request once more, each time for a reason that allows it. */
  readonly doubled: number;
}

declare module 'vitest' {
  interface TaskMeta {
    crash?: Tally;
  }
  interface ProvidedContext {
    crashSeed: number;
    crashKills: number;
  }
}
