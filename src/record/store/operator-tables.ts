/** One row at most. */
export interface DrainingTable {
  id: number;
  /** Null once it was taken back. */
  since: number | null;
}
