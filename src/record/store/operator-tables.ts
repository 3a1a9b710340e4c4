import type { Generated } from 'kysely';

/** One row at most. */
export interface DrainingTable {
  id: number;
  /** Null once it was taken back. */
  since: number | null;
}

/** People and servers that are kept out everywhere. */
export interface KeptOutTable {
  id: Generated<number>;
  /** `person` or `server`. */
  kind: string;
  /** Its id in Discord. */
  subject: string;
  /** In the operator's words. */
  reason: string;
  keptOutAt: number;
  liftedAt: number | null;
}
