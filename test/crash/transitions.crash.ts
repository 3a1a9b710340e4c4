import { describe, expect, it } from 'vitest';
import { crash } from './crash.ts';
import { transition, type Scenario } from './play.ts';
import { readRows } from './rows.ts';
import { TRANSITION_SCENARIOS } from './transitions.ts';

/** The same scenario, and so many such transitions are in the database after the kill. */
function leaving(count: number, scenario: Scenario, from: string | null, to: string): Scenario {
  return {
    ...scenario,
    afterKill: async ({ database }) => {
      const { events } = await readRows(database);
      const found = events.filter(({ fromState, toState }) => fromState === from && toState === to);
      expect(found).toHaveLength(count);
    },
  };
}

describe.concurrent.each(Object.entries(TRANSITION_SCENARIOS))('a kill at %s', (name, scenario) => {
  const [before = '', to = ''] = name.split(' > ');
  const from = before === '' ? null : before;

  it('just before it is committed leaves the job as it was, and loses nothing', async (context) => {
    await crash(context, leaving(0, scenario, from, to), transition('pending', from, to));
  });

  it('just after it is committed loses nothing', async (context) => {
    await crash(context, leaving(1, scenario, from, to), transition('committed', from, to));
  });
});
