import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Act, areRaced, EVERY_ACT, writesByPiece } from './acts.ts';
import { isAllowed } from './allowed.ts';
import { openRaces } from './database.ts';
import { APART, type Race, type Tried } from './race.ts';
import { PART_OF } from './tables.ts';

/** Only pairs whose names match, such as `create.*× .*cancel`. */
const ONLY = new RegExp(process.env.RACES ?? '');
/**
 * `some`: each act against itself, and against one other for each table that both change. `all`:
 * every pair. `every`: also interleavings that must come to the same as another.
 */
const PART = process.env.RACES_PART ?? 'all';
/** How many pairs are tried at the same time, each in a database of its own. */
const AT_ONCE = 4;

const total = { pairs: 0, times: 0, same: 0 };
const free: Race[] = [];

beforeAll(async () => {
  free.push(...(await openRaces(AT_ONCE)));
});
afterAll(async () => {
  await Promise.all(free.map((race) => race.close()));
  const { pairs, times, same } = total;
  process.stdout.write(
    `${EVERY_ACT.length} acts, ${pairs} pairs, ${times} interleavings, which stand for ${times + same}\n`,
  );
});

it('change no table that docs/writes.md does not name', async () => {
  const race = free[0];
  const writes = writesByPiece();
  const more: string[] = [];
  // The other acts are calls of several pieces.
  for (const act of EVERY_ACT.filter(({ nth }) => nth === undefined)) {
    // The rows of one are shown as a part of the other.
    const said = writes.get(act.piece)?.map((name) => PART_OF[name] ?? name) ?? [];
    const changed = (await race?.changedBy(act)) ?? [];
    more.push(
      ...changed.filter((name) => !said.includes(name)).map((name) => `${act.name}: ${name}`),
    );
  }
  expect(more).toEqual([]);
});

describe.concurrent('two writers', () => {
  it.each(EVERY_ACT.map((act, place) => [act.name, act, place] as const))(
    '%s',
    async (_, act, place) => {
      const race = free.pop();
      if (!race) throw new Error('more tests than databases run at the same time');
      try {
        const wrong: string[] = [];
        const covered = new Set<string>();
        const before = PART === 'some' ? EVERY_ACT.slice(0, place) : [];
        for (const other of [...EVERY_ACT.slice(place), ...before]) {
          const isSelf = other === act;
          const common = await commonTables(race, act, other);
          if (PART === 'some' && !isSelf && common.every((name) => covered.has(name))) continue;
          const tried = await tryPair(race, act, other);
          wrong.push(...tried.wrong);
          if (tried.times > 0 && !isSelf) for (const name of common) covered.add(name);
        }
        expect(wrong).toEqual([]);
      } finally {
        free.push(race);
      }
    },
  );
});

/** The tables that both acts change. */
async function commonTables(race: Race, act: Act, other: Act): Promise<readonly string[]> {
  const changed = await race.changedBy(other);
  return (await race.changedBy(act)).filter((name) => changed.includes(name));
}

async function tryPair(race: Race, act: Act, other: Act): Promise<Tried> {
  const pair = `${act.name} × ${other.name}`;
  if (!areRaced(act, other) || !ONLY.test(pair) || isAllowed(act, other)) return APART;
  const tried = await race.try(act, other, PART === 'every');
  if (tried.times > 0) total.pairs += 1;
  total.times += tried.times;
  total.same += tried.same;
  return tried;
}
