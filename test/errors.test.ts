import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORKER_ERROR_CODES } from '../src/workers/worker-error.ts';
import {
  assertNever,
  BotError,
  type ErrorCode,
  type ErrorFacts,
  ERRORS,
  explain,
  type FactsOf,
} from '../src/errors/errors.ts';
import { say } from '../src/say/say.ts';

const ENTRIES = Object.entries(ERRORS);
const CODES = Object.keys(ERRORS) as ErrorCode[];
const SORTS = ['person', 'operator', 'passing', 'worker'];

const told = (code: ErrorCode, facts: ErrorFacts = {}) => explain({ code, facts }, say());

/** One of each, with what it knows. */
const FACTS: FactsOf = {
  bad_option: { option: 'steps', problem: 'whole_number', min: 15, max: 50 },
  preset_unfit: { option: 'cfg', problem: 'number', min: 1, max: 15 },
  presets_full: { count: 25 },
  asked_lately: { at: 1_900_000_009 },
  too_many_actions: { at: 1_900_000_001 },
  export_too_soon: { at: 1_900_000_002 },
  not_your_job: { who: '400000000000000001' },
  not_your_request: { who: '400000000000000002' },
  not_your_photo: { who: '400000000000000002' },
  not_your_picture: { who: '400000000000000002' },
  already_over: { state: 'completed' },
  already_tried_again: { job: 'k3f9x2ab', link: 'https://discord.com/channels/1/2/3' },
  prompt_face: { term: 'nude' },
  prompt_explicit: { term: 'naked' },
  prompt_unreadable: { term: '' },
  paused: { at: 1_900_000_010 },
  too_many_reports: { count: 10, at: 1_900_000_003 },
  too_many_waiting: { count: 3 },
  too_many_an_hour: { count: 12_345, at: 1_900_000_004 },
  server_too_many_an_hour: { count: 6, at: 1_900_000_005 },
  command_forbidden: { command: '/imagine' },
  rule_forbids: { limit: 'count', whose: 'role', role: '500000000000000001', value: 4 },
  rule_changed: {
    limit: 'commands',
    whose: 'role',
    role: '500000000000000002',
    value: ['imagine'],
  },
  day_used_up: { limit: 'picturesADay', whose: 'member', most: 10, left: 2, at: 1_900_000_011 },
  not_for_this_server: { owner: 'Ada' },
  permissions_missing: { permissions: ['ViewChannel', 'AttachFiles', 'EmbedLinks'] },
  no_gpu_in_time: { minutes: 1 },
  no_turn_in_time: { minutes: 20 },
  gpu_time_spent: { at: 1_900_000_006 },
  server_gpu_time_spent: { at: 1_900_000_007 },
  money_spent: { at: 1_900_000_008 },
  took_too_long: { minutes: 10 },
};

const KNOWN = new Map<string, ErrorFacts>(
  Object.entries(FACTS).map(([code, facts]) => [code, { ...facts }]),
);

describe('explain', () => {
  it.each([
    ['bad_option', '`steps` must be a whole number from 15 to 50.'],
    ['preset_unfit', "doesn't fit this command: `cfg` must be a number from 1 to 15."],
    ['presets_full', 'limit of 25 presets'],
    ['not_your_job', 'Only <@400000000000000001> or a moderator can cancel this.'],
    ['already_over', 'Too late: this job is already completed.'],
    ['prompt_face', 'asks for that (“nude”).'],
    ['too_many_an_hour', 'You can make 12,345 pictures an hour, and'],
    ['not_for_this_server', '**Ada** runs me for other servers'],
    ['permissions_missing', "I'm missing **View Channel**, **Attach Files**, and **Embed Links**."],
    ['no_gpu_in_time', 'within 1 minute.'],
    ['took_too_long', 'within 10 minutes, so'],
  ] as const)('puts the facts of %s into words', (code, words) => {
    expect(told(code, { ...FACTS[code] }).what).toContain(words);
  });

  it.each([
    ['too_many_actions', 'Try again <t:1900000001:R>.'],
    ['already_tried_again', 'See https://discord.com/channels/1/2/3.'],
    ['gpu_time_spent', 'Try again <t:1900000006:R>.'],
  ] as const)('says by the facts of %s what to do next', (code, words) => {
    expect(told(code, { ...FACTS[code] }).next).toBe(words);
  });

  it.each(CODES)('asks %s for nothing that it does not know', (code) => {
    const known = KNOWN.get(code) ?? {};
    const asked = new Set<string>();
    const facts = new Proxy<ErrorFacts>(known, {
      get: (target, name) => {
        asked.add(String(name));
        return target[String(name)];
      },
    });
    told(code, facts);
    expect([...asked].filter((name) => !(name in known))).toEqual([]);
  });

  it('names a job whose message nobody knows by its id', () => {
    expect(told('already_tried_again', { job: 'k3f9x2ab' }).next).toBe('See job k3f9x2ab.');
  });

  it('says whose bot it is, or that it is somebody’s', () => {
    expect(told('not_for_this_server').what).toContain('My operator runs me for other servers');
  });

  it('leaves open what is missing, rather than showing a gap', () => {
    expect(told('not_your_job').what).toBe('Only something or a moderator can cancel this.');
    expect(told('took_too_long').what).toContain('within some minutes,');
    expect(told('gpu_time_spent').next).toBe('Try again later.');
  });

  it('takes what is no known code as it is, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const who = `“${text}”`;
        expect(told('not_your_request', { who }).what).toBe(`Only ${who} can do that.`);
        const problem = `is ${text}`;
        expect(told('bad_option', { option: 'x', problem }).what).toBe(`\`x\` ${problem}.`);
      }),
    );
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'takes "%s" for no code, though every object has something of that name',
    (name) => {
      expect(told('already_over', { state: name }).what).toBe(
        `Too late: this job is already ${name}.`,
      );
      expect(told('bad_option', { option: 'x', problem: name }).what).toBe(`\`x\` ${name}.`);
    },
  );

  it.each([
    ['took_too_long', { minutes: '10' }, 'what', 'within 10 minutes, so'],
    ['no_turn_in_time', { minutes: '1' }, 'what', 'within 1 minute.'],
    ['server_gpu_time_spent', { at: '1900000000' }, 'next', 'again <t:1900000000:R>.'],
    ['not_your_job', { who: '<@4>' }, 'what', 'Only <@4> or a moderator'],
    ['bad_option', { option: 'cfg', problem: 'is too low' }, 'what', '`cfg` is too low.'],
    [
      'permissions_missing',
      { permissions: '**A** and **B**' },
      'what',
      "I'm missing **A** and **B**.",
    ],
  ] as const)(
    'reads the facts of %s as earlier versions stored them',
    (code, facts, part, words) => {
      expect(told(code, facts)[part]).toContain(words);
    },
  );
});

describe('the table of errors', () => {
  it.each(CODES)('says in whole sentences what %s is and what to do next', (code) => {
    const { what, next } = told(code);
    expect(SORTS).toContain(ERRORS[code]);
    expect(what).toMatch(/^[A-Z`].*\.$/s);
    expect(next).toMatch(/^[A-Z].*\.$/s);
  });

  it('has an entry for everything that a worker can report', () => {
    expect(WORKER_ERROR_CODES.map((code) => ERRORS[code])).toEqual(
      WORKER_ERROR_CODES.map(() => 'worker'),
    );
  });

  it('has words for every code and for no other', () => {
    expect(Object.keys(say().errors)).toEqual(CODES);
  });

  it('is the table of docs/errors.md, row by row', () => {
    const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
    const rows = [
      ...page.matchAll(/^\| `([a-z_]+)` \| (person|operator|passing|worker) \| (.*?) \|/gm),
    ];
    expect(rows.map(([, code, sort, what]) => ({ code, sort, what }))).toEqual(
      ENTRIES.map(([code, sort]) => ({ code, sort, what: withNames(code as ErrorCode) })),
    );
  });
});

/** The sentence with the facts' names in their places. */
function withNames(code: ErrorCode): string {
  const names = new Proxy<Record<string, string>>({}, { get: (_, name) => `{${String(name)}}` });
  return told(code, names).what;
}

describe('BotError', () => {
  it('tells a log its code and facts, and keeps them with the cause', () => {
    const cause = new Error('read ECONNRESET');
    const error = new BotError('already_over', { facts: { state: 'completed' }, cause });
    expect(error.message).toBe('already_over {"state":"completed"}');
    expect(error).toMatchObject({
      name: 'BotError',
      code: 'already_over',
      facts: { state: 'completed' },
      sort: 'person',
      cause,
    });
  });

  it('is known to a log by its code alone where there are no facts', () => {
    expect(new BotError('unknown_job').message).toBe('unknown_job');
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
