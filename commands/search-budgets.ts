import type { SearchBudget } from '../src/jobs/sql/job-search.ts';

/**
 * How much one search through jobs may read: rows, and milliseconds of the event loop. `/show` searches at each
 * keystroke, up to four times a second; a page takes a command or a press.
 */
export const SEARCH_BUDGETS = {
  show: { rows: 2_000, ms: 50 },
  jobs: { rows: 20_000, ms: 500 },
  private: { rows: 20_000, ms: 500 },
} as const satisfies Readonly<Record<string, SearchBudget>>;
