import { describe, expect, it } from 'vitest';
import { MOST_RULES, type Rule } from '../../src/rules/rule.ts';
import {
  differencesBetween,
  LARGEST_RULES_FILE,
  fingerprintOf,
  readRulesFile,
  rulesFile,
} from '../../src/rules/rules-file.ts';

const ROLE = '200000000000000001';
const MEMBER = '400000000000000001';
const GUILD = '100000000000000001';

const written = (rules: readonly Rule[]) => rulesFile(rules, GUILD);
const read = (text: string) => readRulesFile(Buffer.from(text), GUILD);
const boosters = { kind: 'role', id: ROLE } as const;

const RULES: readonly Rule[] = [
  { subject: { kind: 'server' }, limit: 'channels', value: ['300000000000000001'] },
  { subject: boosters, limit: 'picturesADay', value: 60 },
  { subject: { kind: 'member', id: MEMBER }, limit: 'commands', value: [] },
  { subject: { kind: 'role', id: GUILD }, limit: 'picturesADay', value: 0 },
  { subject: boosters, limit: 'private', value: false },
];

describe('a file of rules', () => {
  it('is read as it was written', () => {
    expect(read(written(RULES))).toEqual(RULES);
    expect(read(written([]))).toEqual([]);
  });

  it('holds as many rules as a server may have, each as long as it may be', () => {
    const value = Array.from({ length: 25 }, (_, n) => `${n}`.padEnd(32, 'x'));
    const rules = Array.from({ length: MOST_RULES }, (_, n): Rule => {
      const subject = { kind: 'role', id: String(BigInt(ROLE) + BigInt(n)) } as const;
      return { subject, limit: 'commands', value };
    });
    const file = written(rules);
    expect(file.length).toBeLessThan(LARGEST_RULES_FILE);
    expect(read(file)).toEqual(rules);
    const [first] = rules;
    const more = [...rules, { ...first, subject: { kind: 'server' } } as Rule];
    expect(read(written(more))).toEqual({ problem: 'unreadable' });
  });

  const entry = { for: 'role', id: ROLE, limit: 'picturesADay', value: 1 };
  it.each<[string, unknown[]]>([
    ['a limit that there is not', [{ ...entry, limit: 'dances' }]],
    ['a value of another limit', [{ ...entry, value: true }]],
    ['a number that is too large', [{ ...entry, value: 1e9 }]],
    ['no value', [{ ...entry, value: undefined }]],
    ['a role without an id', [{ ...entry, id: undefined }]],
    ['a server with an id', [{ ...entry, for: 'server' }]],
    ['an id that is none', [{ ...entry, id: '<@&1>' }]],
    ['everyone with an id', [{ ...entry, for: 'everyone' }]],
    ['a command that is none', [{ ...entry, limit: 'commands', value: ['a](https://x'] }]],
    ['a command twice', [{ ...entry, limit: 'commands', value: ['a', 'a'] }]],
    ['a channel by its name', [{ ...entry, limit: 'channels', value: ['general'] }]],
    ['more than it should', [{ ...entry, note: 'x' }]],
    ['nothing', [null]],
    ['a list', [[]]],
  ])('cannot have %s', (_, limits) => {
    expect(read(JSON.stringify({ limits }))).toEqual({ problem: 'unreadable', at: 1 });
  });

  it.each([
    ['', 'no_json'],
    ['{', 'no_json'],
    ['[]', 'unreadable'],
    ['{}', 'unreadable'],
    ['null', 'unreadable'],
    ['{"limits":{}}', 'unreadable'],
    ['{"limits":[],"more":1}', 'unreadable'],
    ['['.repeat(100_000), 'no_json'],
  ])('is not %s', (text, problem) => {
    expect(read(text)).toEqual({ problem });
  });

  it('is UTF-8, with or without a byte order mark', () => {
    expect(read(`\u{FEFF}${written(RULES)}`)).toEqual(RULES);
    const wrong = Buffer.from([...Buffer.from('{"limits":[]}'), 0xff]);
    expect(readRulesFile(wrong, GUILD)).toEqual({ problem: 'no_json' });
  });

  it('names everyone in any server', () => {
    const [everyone] = RULES.filter(({ limit, value }) => limit === 'picturesADay' && value === 0);
    const elsewhere = readRulesFile(Buffer.from(written(everyone ? [everyone] : [])), ROLE);
    expect(elsewhere).toEqual([{ ...everyone, subject: boosters }]);
  });

  it('has each limit of a subject once', () => {
    const twice = [entry, { ...entry, limit: 'count' }, { ...entry, value: 2 }];
    expect(read(JSON.stringify({ limits: twice }))).toEqual({ problem: 'twice', at: 3 });
  });
});

describe('two sets of rules', () => {
  it('differ by what is added, changed and removed', () => {
    const [first, second, ...rest] = RULES;
    const more = { ...second, value: 61 } as Rule;
    const added: Rule = { subject: boosters, limit: 'count', value: 2 };
    expect(differencesBetween(RULES, [...rest, added, more])).toEqual([
      { subject: { kind: 'server' }, limit: 'channels', before: first, after: undefined },
      { subject: boosters, limit: 'picturesADay', before: second, after: more },
      { subject: boosters, limit: 'count', before: undefined, after: added },
    ]);
    expect(differencesBetween(RULES, RULES.toReversed())).toEqual([]);
  });

  it('have the same print only if they are the same', () => {
    expect(fingerprintOf(RULES.toReversed())).toBe(fingerprintOf(RULES));
    expect(fingerprintOf(RULES.slice(1))).not.toBe(fingerprintOf(RULES));
    expect(fingerprintOf([])).toMatch(/^[\da-f]{16}$/);
  });
});
