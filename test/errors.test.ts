import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORKER_ERROR_CODES } from '../src/comfy/worker-error.ts';
import { assertNever, BotError, ERRORS, explain } from '../src/errors/errors.ts';

const ENTRIES = Object.entries(ERRORS);
const SORTS = ['person', 'operator', 'passing', 'worker'];

describe('explain', () => {
  it('fills in the facts', () => {
    expect(explain('bad_option', { option: 'steps', problem: 'must be a whole number' })).toEqual({
      what: '`steps` must be a whole number.',
      next: 'Change it and send the command again.',
    });
  });

  it('says "something" where a fact is missing, rather than showing a gap', () => {
    expect(explain('not_your_job').what).toBe('Only something or a moderator can cancel this.');
  });

  it('takes facts as they are, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (who) => {
        const { what } = explain('not_your_request', { who });
        expect(what).toBe(['Only ', who, ' can do that.'].join(''));
      }),
    );
  });

  it('takes no fact that only an object has by nature', () => {
    expect(explain('not_your_job', { who: 'Ada' }).what).toContain('Only Ada or');
    expect(explain('took_too_long', {}).what).toContain('within something minutes');
  });
});

describe('the table of errors', () => {
  it.each(ENTRIES)('says in whole sentences what %s is and what to do next', (_, entry) => {
    const { sort, what, next } = entry;
    expect(SORTS).toContain(sort);
    expect(what).toMatch(/^[A-Z`{].*\.$/s);
    expect(next).toMatch(/^[A-Z].*\.$/s);
  });

  it('has an entry for everything that a worker can report', () => {
    expect(WORKER_ERROR_CODES.map((code) => ERRORS[code].sort)).toEqual(
      WORKER_ERROR_CODES.map(() => 'worker'),
    );
  });

  it('is the table of docs/errors.md, row by row', () => {
    const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
    const rows = [
      ...page.matchAll(/^\| `([a-z_]+)` \| (person|operator|passing|worker) \| (.*?) \|/gm),
    ];
    expect(rows.map(([, code, sort, what]) => ({ code, sort, what }))).toEqual(
      ENTRIES.map(([code, { sort, what }]) => ({ code, sort, what })),
    );
  });
});

describe('BotError', () => {
  it('says both sentences, and keeps code, facts and cause', () => {
    const cause = new Error('read ECONNRESET');
    const error = new BotError('already_over', { facts: { state: 'completed' }, cause });
    expect(error.message).toBe(
      'Too late: this job is completed already. Its message shows how it ended.',
    );
    expect(error).toMatchObject({
      name: 'BotError',
      code: 'already_over',
      facts: { state: 'completed' },
      sort: 'person',
      cause,
    });
  });

  it('has no cause where none is given', () => {
    expect(new BotError('unexpected')).not.toHaveProperty('cause');
  });
});

describe('assertNever', () => {
  it('throws where a value came that the types exclude', () => {
    expect(() => {
      Reflect.apply(assertNever, undefined, ['surprise']);
    }).toThrow('unhandled case: surprise');
  });
});
