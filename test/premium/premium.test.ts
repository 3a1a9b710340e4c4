import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterSighting,
  creditsFor,
  creditsKept,
  isValid,
  type KeptEntitlement,
  raised,
  raiseOf,
  type Sighting,
  sumOf,
} from '../../src/premium/premium.ts';
import { allowanceOf, type Rule } from '../../src/rules/rule.ts';

const SKUS = {
  a: { picturesADay: 50 },
  b: { picturesADay: 10, gpuSecondsADay: 600 },
  c: { credits: 100 },
};

const member = { id: 'ada', roles: ['r'], guildId: 'g' };
const rule = (limit: Rule['limit'], value: unknown) =>
  ({ subject: { kind: 'role', id: 'r' }, limit, value }) as Rule;

describe('a raise', () => {
  it('is the sum of the SKUs, each once', () => {
    expect(raiseOf(['a', 'b', 'a', 'c', 'unknown', 'constructor'], SKUS)).toEqual({
      picturesADay: 60,
      gpuSecondsADay: 600,
    });
    expect(raiseOf(['c'], SKUS)).toEqual({});
  });

  it('is added to the limits of a day, and to nothing else', () => {
    const rules = [
      rule('picturesADay', 5),
      rule('gpuSecondsADay', 60),
      rule('moneyADay', 1),
      rule('count', 2),
      rule('picturesAtOnce', 1),
    ];
    const own = allowanceOf(rules, member);
    const changed = raised(own, { picturesADay: 60, gpuSecondsADay: 600 });
    expect(changed).toEqual({
      ...own,
      picturesADay: { ...own.picturesADay, value: 65 },
      gpuSecondsADay: { ...own.gpuSecondsADay, value: 660 },
    });
  });

  it('leaves a limit of 0, and adds no limit', () => {
    const own = allowanceOf([rule('picturesADay', 0)], member);
    expect(raised(own, { picturesADay: 60, gpuSecondsADay: 600 })).toBe(own);
  });
});

describe('credits', () => {
  const available = [
    { entitlementId: '1', credits: 2 },
    { entitlementId: '2', credits: 5 },
  ];

  it.each([
    ['none while the limit has room', { pictures: 3, most: 5, used: 2 }, []],
    ['those beyond it', { pictures: 3, most: 5, used: 4 }, [['1', 2]]],
    [
      'of the oldest entitlement first',
      { pictures: 4, most: 5, used: 5 },
      [
        ['1', 2],
        ['2', 2],
      ],
    ],
    [
      'none for what was used over a limit that was lowered',
      { pictures: 1, most: 5, used: 90 },
      [['1', 1]],
    ],
  ])('are used: %s', (_, ask, expected) => {
    const credits = expected.map(([entitlementId, credits]) => ({ entitlementId, credits }));
    expect(creditsFor(ask, available)).toEqual(credits);
  });

  it('are not used if there are too few, or the limit forbids', () => {
    expect(creditsFor({ pictures: 8, most: 5, used: 5 }, available)).toBeUndefined();
    expect(creditsFor({ pictures: 1, most: 0, used: 0 }, available)).toBeUndefined();
  });

  it('never come to more than is there, nor to another sum than is missing', () => {
    const amount = fc.nat({ max: 20 });
    fc.assert(
      fc.property(amount, amount, amount, fc.array(amount), (pictures, most, used, left) => {
        const there = left.map((credits, n) => ({ entitlementId: String(n), credits }));
        const use = creditsFor({ pictures, most, used }, there);
        if (!use) return;
        expect(sumOf(use)).toBe(Math.max(0, pictures - Math.max(0, most - used)));
        for (const { entitlementId, credits } of use) {
          expect(credits).toBeGreaterThan(0);
          expect(credits).toBeLessThanOrEqual(there[Number(entitlementId)]?.credits ?? 0);
        }
      }),
    );
  });

  it.each([
    ['all are kept if all pictures count', 2, 4, 4, 2],
    ['a missing picture gives one back', 2, 4, 3, 1],
    ['no picture gives all back', 2, 4, 0, 0],
    ['more pictures than asked for cost no more', 2, 4, 6, 2],
  ])('of an ended job: %s', (_, credits, count, counted, kept) => {
    expect(creditsKept({ credits, count, counted })).toBe(kept);
  });
});

describe('an entitlement', () => {
  const first: KeptEntitlement = {
    ...{ startsAt: null, endsAt: null, deleted: false, consumed: false },
    asOf: 100,
  };
  const event = (asOf: number): Sighting => ({ asOf, isList: false });
  const list = (asOf: number): Sighting => ({ asOf, isList: true });

  it('stays as it is if an older or the same description comes', () => {
    const ended = { ...first, endsAt: 200, asOf: 201 };
    expect(afterSighting(first, first, event(300))).toBeUndefined();
    expect(afterSighting(ended, first, event(100))).toBeUndefined();
    expect(afterSighting(ended, first, list(150))).toBeUndefined();
    expect(afterSighting(ended, { ...first, endsAt: 190 }, event(190))).toBeUndefined();
  });

  it('is not revived by an event or interaction, but by the list', () => {
    const ended = { ...first, endsAt: 200, asOf: 201 };
    expect(afterSighting(ended, first, event(300))).toBeUndefined();
    expect(afterSighting(ended, first, list(300))).toEqual({ ...first, asOf: 300 });
  });

  it('is deleted and consumed for good, however old the description is', () => {
    const gone = afterSighting(first, { ...first, deleted: true, consumed: true }, event(0));
    expect(gone).toMatchObject({ deleted: true, consumed: true });
    expect(gone && afterSighting(gone, first, list(900))).toBeUndefined();
  });

  it('comes to the same from all events in any order, however often', () => {
    const sightings = [
      [first, event(100)],
      [{ ...first, consumed: true }, event(150)],
      [{ ...first, endsAt: 300, consumed: true }, event(310)],
      [{ ...first, endsAt: 300, deleted: true }, event(100)],
    ] as const;
    const any = fc.array(fc.nat({ max: 3 }), { maxLength: 8 });
    const every = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    fc.assert(
      fc.property(any, every, any, (before, all, after) => {
        const end = [...before, ...all, ...after].reduce<KeptEntitlement>((kept, index) => {
          const [seen, sighting] = sightings[index] ?? sightings[0];
          return afterSighting(kept, seen, sighting) ?? kept;
        }, first);
        expect(end).toMatchObject({ endsAt: 300, deleted: true, consumed: true });
      }),
    );
  });

  it('counts from its start to its end, unless it is deleted', () => {
    const lasting = { startsAt: 100, endsAt: 200, deleted: false };
    expect([99, 100, 199, 200].map((now) => isValid(lasting, now))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isValid({ ...first, deleted: true }, 150)).toBe(false);
    expect(isValid(first, 150)).toBe(true);
  });
});
