import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CONSENT_WINDOW_MS } from '../../src/safety/consent.ts';
import { consent as CONSENT } from '../../src/say/en/consent.ts';

/** Every wording that was ever shown, by its version: SHA-256. A new wording is a new row. */
const WORDINGS = new Map([[1, '63b2582681f331049534317a9549dc3a9e1aa929e77d421af8abcc018e4d6f07']]);

describe('the words of consent', () => {
  it('are those of their version', () => {
    const hash = createHash('sha256').update(CONSENT.wording).digest('hex');
    expect(hash).toBe(WORDINGS.get(CONSENT.version));
  });

  it('can be answered for ten minutes', () => {
    expect(CONSENT_WINDOW_MS).toBe(600_000);
  });
});
