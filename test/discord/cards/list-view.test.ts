import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCustomId, parseCustomId } from '../../../src/discord/interactions/custom-id.ts';
import {
  LISTED,
  statesListed,
  viewName,
  viewNamed,
  searchFooter,
  searchInFooter,
} from '../../../src/discord/cards/jobs-list.ts';
import { JOB_STATES } from '../../../src/jobs/job.ts';

const cursor = fc.record({
  // Until the year 5138, and as many rows as nobody will have.
  at: fc.nat({ max: 99_999_999_999_999 }),
  row: fc.nat({ max: 36 ** 8 - 1 }),
});
const view = fc.record(
  {
    listed: fc.constantFrom(...LISTED),
    from: fc.record({ way: fc.constantFrom('older', 'newer'), cursor }),
  },
  { requiredKeys: ['listed'] },
);

describe('a part of a list', () => {
  it('fits into a custom id and comes back from there', () => {
    fc.assert(
      fc.property(view, (one) => {
        const name = viewName(one);
        const id = { action: 'jobs-page', person: '1'.repeat(20), name };
        expect(parseCustomId(formatCustomId(id))).toEqual(id);
        expect(viewNamed(name)).toEqual(one);
      }),
    );
  });

  it.each([undefined, '', 'toString', 'failed-o', 'failed-x-1-1', 'gone-o-1', '-o-1-1'])(
    'is the beginning of everything where nothing says which: %j',
    (name) => {
      expect(viewNamed(name)).toEqual({ listed: 'all' });
    },
  );

  it('has each state in one of those that do not list all', () => {
    const listed = LISTED.flatMap((one) => [...(statesListed(one) ?? [])]);
    expect(listed.toSorted()).toEqual([...JOB_STATES].toSorted());
  });
});

describe('words at the foot of a list', () => {
  it('come back as they were shown, whatever somebody typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
        const foot = searchFooter(typed);
        const words = searchInFooter(foot ?? '');
        expect(searchFooter(words)).toBe(foot);
      }),
    );
  });

  it('are none where there is another foot', () => {
    expect([searchFooter('  \u200b '), searchInFooter('job k3f9x2ab')]).toEqual([undefined, '']);
  });
});
