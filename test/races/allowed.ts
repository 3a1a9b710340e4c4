import type { Act } from './acts.ts';

/** Pairs with outcomes that no serial order gives, and why they harm nobody. */
const ALLOWED: readonly (readonly [pair: RegExp, why: string])[] = [
  [
    /^(Erasure\.#eraseJobs: .*) × \1$/,
    'two erasures of the same member share their jobs: each returns those that it erased',
  ],
  [
    /^JobLog\.cancelEach: .* × Erasure\.#eraseJobs: /,
    'an erasure is several pieces, and erases a job that ends between two of them',
  ],
  [
    /^JobLog\.takeOver: some jobs × JobLog\.takeOver: /,
    'of two that take over the same jobs, the later one finds them taken, and tries again',
  ],
  [
    /^(PostgresStore\.constructor: .*) × \1$/,
    'both delete the same piece, and return that there may be more',
  ],
  [
    /^Pauses\.noteTry: .* × forgetPauses: after two days$/,
    'its clock is two days ahead: the next run deletes the pause that came meanwhile',
  ],
];

export function isAllowed({ name }: Act, { name: other }: Act): boolean {
  return ALLOWED.some(
    ([allowed]) => allowed.test(`${name} × ${other}`) || allowed.test(`${other} × ${name}`),
  );
}
