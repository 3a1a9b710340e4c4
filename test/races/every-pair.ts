import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTS, type Act, actsIn, areRaced } from './acts.ts';
import { isAllowed } from './allowed.ts';
import { openRace } from './database.ts';
import type { Race } from './race.ts';

/** Only pairs whose names match, such as `create.*× .*cancel`. */
const ONLY = new RegExp(process.env.RACES ?? '');

/** Races each act of an area against itself and all acts after it. */
export function raceArea(area: keyof typeof ACTS): void {
  const all = Object.values(ACTS).flatMap((acts) => actsIn(acts));
  const own = actsIn(ACTS[area]);
  const first = all.findIndex(({ name }) => name === own[0]?.name);

  describe(`two writers: ${area}`, () => {
    let race: Race | undefined;
    beforeAll(async () => {
      race = await openRace(area);
    });
    afterAll(() => race?.close());

    it.each(own.map((act, place) => [act.name, act, all.slice(first + place)] as const))(
      '%s',
      async (_, act, others) => {
        expect(race && (await wrongWith(race, act, others))).toEqual([]);
      },
    );
  });
}

/** The interleavings of an act with others whose outcome is that of no serial order. */
async function wrongWith(race: Race, act: Act, others: readonly Act[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const other of others) {
    const pair = `${act.name} × ${other.name}`;
    if (!areRaced(act, other) || !ONLY.test(pair) || isAllowed(pair)) continue;
    wrong.push(...(await race.try(act, other)).wrong);
  }
  return wrong;
}
