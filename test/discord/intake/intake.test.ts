import { setImmediate } from 'node:timers/promises';
import { SnowflakeUtil } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import { Intake } from '../../../src/discord/intake/intake.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { command } from '../interactions/interaction-payloads.ts';

/** More than share a commit. */
const MANY = 450;

describe('interactions that are due when they come', () => {
  it('share a commit, since a far database takes a second for each', async () => {
    const commits: number[] = [];
    const { promise: answered, resolve } = Promise.withResolvers<undefined>();
    const intake = new Intake(
      {
        deferrals: {
          note: (rows) => {
            commits.push(rows.length);
            return Promise.resolve(new Set(rows.map(({ interactionId }) => interactionId)));
          },
          answered: () => undefined,
          roundTripMs: 400,
        },
        messages: {
          defer: () => {
            resolve(undefined);
            return Promise.resolve();
          },
          answerTo: () => Promise.reject(new Error('not asked for')),
        },
        deferralRecovery: { endUnlessAnswered: () => undefined },
        turns: new Turns(),
        clock: systemClock,
        logger: pino({ level: 'silent' }),
      },
      () => Promise.resolve('ephemeral'),
    );
    const arrivals = Array.from({ length: 6 }, (_, nth) =>
      intake.arrive({
        ...command([]),
        id: String(SnowflakeUtil.generate({ increment: BigInt(nth) })),
      }),
    );
    await answered;
    expect(commits).toEqual([6]);
    for (const arrival of arrivals) if (arrival) await intake.end(arrival);
  });
});

describe('many interactions at once', () => {
  it('are all deferred before the first of them is carried out', async () => {
    const events: string[] = [];
    const intake = new Intake(
      {
        deferrals: {
          note: async (rows) => {
            // A commit takes some turns of the event loop.
            for (let turn = 0; turn < 5; turn += 1) await setImmediate();
            return new Set(rows.map(({ interactionId }) => interactionId));
          },
          answered: () => undefined,
          roundTripMs: 0,
        },
        messages: {
          defer: () => {
            events.push('deferred');
            return Promise.resolve();
          },
          answerTo: () => Promise.reject(new Error('not asked for')),
        },
        deferralRecovery: { endUnlessAnswered: () => undefined },
        turns: new Turns(),
        clock: systemClock,
        logger: pino({ level: 'silent' }),
        waitsMs: 0,
      },
      () => Promise.resolve('ephemeral'),
    );
    const carryOut = async (payload: unknown) => {
      const arrival = intake.arrive(payload);
      if (!arrival) throw new Error('it came before');
      await intake.turn(arrival);
      events.push('carried out');
      arrival.isAnswered = true;
      await intake.end(arrival);
    };
    await Promise.all(
      Array.from({ length: MANY }, (_, nth) =>
        carryOut({
          ...command([]),
          id: String(SnowflakeUtil.generate({ increment: BigInt(nth) })),
        }),
      ),
    );
    expect(events.indexOf('carried out')).toBe(MANY);
    expect(events).toHaveLength(2 * MANY);
  });
});
