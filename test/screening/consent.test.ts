import { describe, expect, it } from 'vitest';
import { CONSENT_WINDOW_MS } from '../../src/jobs/job.ts';
import { en } from '../../src/say/en/en.ts';
import { LANGUAGES } from '../../src/say/languages.ts';
import type { Catalogue } from '../../src/say/say.ts';
import { wordingVersion } from '../../src/say/wording-version.ts';

const wordingsOf = ({ consent, posterConsent }: Catalogue) => [
  ...Object.values(consent).map(({ wording }) => wording),
  posterConsent.wording,
  posterConsent.nobody.wording,
];

describe('the words of consent', () => {
  it('have the versions that stored records name', () => {
    expect(wordingsOf(en).map(wordingVersion)).toEqual([1, 6, 4, 7, 5]);
  });

  it('have another version once they change', () => {
    const [wording = ''] = wordingsOf(en);
    expect(wordingVersion(`${wording}.`)).toBeGreaterThan(100);
    expect(wordingVersion(`${wording}.`)).toBe(wordingVersion(`${wording}.`));
  });

  it('are of a version that no others have, in any language', () => {
    const all = new Set(LANGUAGES.flatMap(({ catalogue }) => wordingsOf(catalogue)));
    expect(new Set([...all].map(wordingVersion)).size).toBe(all.size);
  });

  it.each(LANGUAGES)(
    'are short enough for a button in $catalogue.languageName',
    ({ catalogue }) => {
      expect(wordingsOf(catalogue).filter((wording) => wording.length > 80)).toEqual([]);
    },
  );

  it('can be answered for ten minutes', () => {
    expect(CONSENT_WINDOW_MS).toBe(600_000);
  });
});
