import { describe, expect, it } from 'vitest';
import {
  type Allowance,
  allowanceOf,
  forbiddingRule,
  type Limit,
  type LimitValues,
  type Rule,
  type RuledRequest,
  serverAllowance,
  type Subject,
} from '../../src/rules/rule.ts';

const SERVER = '10';
const MEMBER = { id: '1', roles: ['20', '21'], guildId: SERVER };

const member: Subject = { kind: 'member', id: '1' };
const other: Subject = { kind: 'member', id: '2' };
const boosters: Subject = { kind: 'role', id: '20' };
const artists: Subject = { kind: 'role', id: '21' };
const strangers: Subject = { kind: 'role', id: '22' };
const everyone: Subject = { kind: 'role', id: SERVER };
const server: Subject = { kind: 'server' };

const rule = <L extends Limit>(subject: Subject, limit: L, value: LimitValues[L]) =>
  ({ subject, limit, value }) as Rule;

type Case = readonly [what: string, rules: readonly (readonly [Subject, unknown])[], wins: unknown];

describe('who wins among rules on pictures a day', () => {
  it.each<Case>([
    ['no rule leaves it to the operator', [], undefined],
    [
      'rules of others do not count',
      [
        [other, 1],
        [strangers, 2],
      ],
      undefined,
    ],
    ['the server’s own is no member’s', [[server, 5]], undefined],
    ['the member’s own', [[member, 3]], 3],
    [
      'the member’s own, though their role allows more',
      [
        [member, 3],
        [boosters, 60],
      ],
      3,
    ],
    [
      'the member’s own, though a role forbids',
      [
        [member, 3],
        [boosters, 0],
      ],
      3,
    ],
    [
      'the member’s own, though it forbids',
      [
        [boosters, 60],
        [member, 0],
      ],
      0,
    ],
    ['the role’s', [[boosters, 60]], 60],
    [
      'the more generous role',
      [
        [artists, 10],
        [boosters, 60],
      ],
      60,
    ],
    [
      'the more generous role, whichever comes first',
      [
        [boosters, 60],
        [artists, 10],
      ],
      60,
    ],
    [
      'the role that forbids',
      [
        [boosters, 60],
        [artists, 0],
      ],
      0,
    ],
    [
      'the role’s, though @everyone has more',
      [
        [everyone, 100],
        [artists, 10],
      ],
      10,
    ],
    [
      'the role’s, though @everyone may not',
      [
        [everyone, 0],
        [artists, 10],
      ],
      10,
    ],
    [
      '@everyone’s if no role has one',
      [
        [everyone, 5],
        [strangers, 60],
      ],
      5,
    ],
    ['@everyone’s if it forbids', [[everyone, 0]], 0],
  ])('%s', (_, rules, wins) => {
    const all = rules.map(([subject, value]) => rule(subject, 'picturesADay', value as number));
    expect(allowanceOf(all, MEMBER).picturesADay?.value).toBe(wins);
  });
});

describe('who wins among other rules', () => {
  it.each<readonly [string, Limit, ...Case]>([
    [
      '',
      'picturesAtOnce',
      'the most generous role',
      [
        [boosters, 4],
        [artists, 2],
        [everyone, 9],
      ],
      4,
    ],
    [
      '',
      'longestSide',
      'the role that allows none',
      [
        [boosters, 2_048],
        [artists, 0],
      ],
      0,
    ],
    [
      '',
      'moneyADay',
      'the member’s own, although it is less',
      [
        [boosters, 10],
        [member, 0.5],
      ],
      0.5,
    ],
    [
      '',
      'private',
      'the role that allows, over @everyone',
      [
        [everyone, false],
        [artists, true],
      ],
      true,
    ],
    [
      '',
      'private',
      'the role that forbids',
      [
        [boosters, true],
        [artists, false],
      ],
      false,
    ],
    [
      '',
      'commands',
      'both roles together',
      [
        [boosters, ['a', 'b']],
        [artists, ['b', 'c']],
      ],
      ['a', 'b', 'c'],
    ],
    [
      '',
      'commands',
      'the role that allows none',
      [
        [boosters, ['a']],
        [artists, []],
      ],
      [],
    ],
    [
      '',
      'channels',
      'the member’s own',
      [
        [boosters, ['a']],
        [member, ['b']],
      ],
      ['b'],
    ],
  ])('%s%s: %s', (_none, limit, _what, rules, wins) => {
    const all = rules.map(([subject, value]) => rule(subject, limit, value as never));
    expect(allowanceOf(all, MEMBER)[limit]?.value).toEqual(wins);
  });

  it('each limit is decided by itself, and says by whose rule', () => {
    const rules = [
      rule(boosters, 'picturesADay', 60),
      rule(artists, 'picturesADay', 10),
      rule(artists, 'count', 4),
      rule(everyone, 'photos', false),
      rule(server, 'picturesADay', 500),
    ];
    expect(allowanceOf(rules, MEMBER)).toEqual({
      picturesADay: { subject: boosters, value: 60 },
      count: { subject: artists, value: 4 },
      photos: { subject: everyone, value: false },
    });
    expect(serverAllowance(rules)).toEqual({ picturesADay: { subject: server, value: 500 } });
  });
});

const REQUEST: RuledRequest = {
  count: 1,
  command: 'imagine',
  channels: ['30', '31'],
  private: false,
  photos: false,
};

describe('a request', () => {
  const forbidden = (rules: readonly Rule[], parts: Partial<RuledRequest> = {}) => {
    const allowances: Allowance[] = [serverAllowance(rules), allowanceOf(rules, MEMBER)];
    return forbiddingRule({ ...REQUEST, ...parts }, allowances);
  };

  it('that no rule is about is allowed', () => {
    const rules = [rule(member, 'picturesADay', 0), rule(member, 'gpuSecondsADay', 0)];
    expect(forbidden([])).toBeUndefined();
    // How much was made before is not a matter of the request.
    expect(forbidden(rules)).toBeUndefined();
  });

  it.each<readonly [Limit, unknown, Partial<RuledRequest>, Partial<RuledRequest>]>([
    ['count', 4, { count: 4 }, { count: 5 }],
    ['commands', ['imagine'], {}, { command: 'portrait' }],
    ['channels', ['31'], {}, { channels: ['32'] }],
    ['channels', ['31'], { channels: undefined }, { channels: [] }],
    ['private', false, {}, { private: true }],
    ['private', true, { private: true }, { private: true, count: 101 }],
    ['photos', false, {}, { photos: true }],
    ['picturesAtOnce', 2, { count: 2 }, { count: 3 }],
    ['longestSide', 1_344, { longestSide: 1_344 }, { longestSide: 2_048 }],
    ['longestSide', 1_024, { longestSide: undefined }, { longestSide: 1_344 }],
  ])('is held to %s %j', (limit, value, allowed, refused) => {
    const most = rule(server, 'count', 100);
    const held = rule(boosters, limit, value as never);
    expect(forbidden([most, held], allowed)).toBeUndefined();
    expect(forbidden([most, held], refused)).toEqual(
      'count' in refused && limit === 'private' ? most : held,
    );
  });

  it('in direct messages is held to no channel by a list, but by an empty one', () => {
    const direct = { channels: undefined };
    expect(forbidden([rule(server, 'channels', ['31'])], direct)).toBeUndefined();
    const none = rule(server, 'channels', []);
    expect(forbidden([none], direct)).toEqual(none);
  });

  it('of a manager is held to the server’s rules too, whatever their own say', () => {
    const rules = [rule(server, 'channels', ['99']), rule(member, 'channels', ['30'])];
    expect(forbidden(rules)).toEqual(rules[0]);
  });
});
