import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CONSENT_WINDOW_MS } from '../../src/jobs/job.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';

/** Every wording that was ever shown, by its version: SHA-256. A new wording is a new row. */
const WORDINGS = new Map([
  [1, '63b2582681f331049534317a9549dc3a9e1aa929e77d421af8abcc018e4d6f07'],
  [2, 'd89fc046dd8b493c0f4612837919bc712247b9ffcd3ba410e64f5a085521cd8b'],
  [4, '7fe26d89f22a8dbd2eb24f0868e3746e11c48a7e2db36181451edad6f003b722'],
  [6, '076df4e5360bbe297b2ab5cf0da9a9fb9cb2f26bcecd60f3810af78a98f7f9b6'],
]);

describe('the words of consent', () => {
  it.each(Object.entries(CONSENT))(
    'to %s are those of their version',
    (_, { version, wording }) => {
      expect(createHash('sha256').update(wording).digest('hex')).toBe(WORDINGS.get(version));
    },
  );

  it('are short enough for a button, and of a version that no others have', () => {
    const all = Object.values(CONSENT);
    expect(all.filter(({ wording }) => wording.length > 80)).toEqual([]);
    expect(new Set(all.map(({ version }) => version)).size).toBe(all.length);
  });

  it('can be answered for ten minutes', () => {
    expect(CONSENT_WINDOW_MS).toBe(600_000);
  });
});
