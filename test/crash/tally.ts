/** What came of kills. */
export interface Tally {
  /** Processes that ended themselves. */
  readonly kills: number;
  /** How often its PostgreSQL server was ended meanwhile. */
  readonly serverEnds: number;
  /** How often one of several processes stood still so long that the others took it for dead. */
  readonly takenForDead?: number;
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
    crashServerEnds: number;
    crashProcessKills: number;
    crashProcessStops: number;
    /** The PostgreSQL server on which the bots' databases are; without one, they are SQLite files. */
    crashServer?: string;
  }
}
