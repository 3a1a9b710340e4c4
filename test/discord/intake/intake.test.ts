import { setImmediate } from 'node:timers/promises';
import { SnowflakeUtil } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import { Intake, type IntakeOptions } from '../../../src/discord/intake/intake.ts';
import { Turns } from '../../../src/engines/turns.ts';
import type { Deferrals } from '../../../src/store/deferrals.ts';
import { command } from '../interactions/interaction-payloads.ts';

/** More than share a commit. */
const MANY = 450;

interface Parts extends Pick<IntakeOptions, 'waitsMs'>, Pick<Deferrals, 'roundTripMs'> {
  /** Called with the number of deferrals that share a commit, before it. */
  readonly onNote: (count: number) => Promise<void> | void;
  readonly onDeferred: () => void;
}

/** An intake whose interactions can all be deferred. */
function intakeWith({ onNote, onDeferred, roundTripMs, waitsMs }: Parts): Intake {
  return new Intake(
    {
      deferrals: {
        note: async (rows) => {
          await onNote(rows.length);
          return new Set(rows.map(({ interactionId }) => interactionId));
        },
        answered: () => undefined,
        roundTripMs,
      },
      messages: {
        defer: () => {
          onDeferred();
          return Promise.resolve();
        },
        answerTo: () => Promise.reject(new Error('not asked for')),
      },
      deferralRecovery: { endUnlessAnswered: () => undefined },
      turns: new Turns(),
      clock: systemClock,
      logger: pino({ level: 'silent' }),
      waitsMs,
    },
    () => Promise.resolve('ephemeral'),
  );
}

const payload = (nth: number) => ({
  ...command([]),
  id: String(SnowflakeUtil.generate({ increment: BigInt(nth) })),
});

describe('interactions that are due when they come', () => {
  it('share a commit, since a far database takes a second for each', async () => {
    const commits: number[] = [];
    const { promise: answered, resolve } = Promise.withResolvers<undefined>();
    const intake = intakeWith({
      onNote: (count) => {
        commits.push(count);
      },
      onDeferred: () => {
        resolve(undefined);
      },
      roundTripMs: 400,
    });
    const arrivals = Array.from({ length: 6 }, (_, nth) => intake.arrive(payload(nth)));
    await answered;
    expect(commits).toEqual([6]);
    for (const arrival of arrivals) if (arrival) await intake.end(arrival);
  });
});

describe('many interactions at once', () => {
  it('are all deferred before the first of them is carried out', async () => {
    const events: string[] = [];
    const intake = intakeWith({
      onNote: async () => {
        // A commit takes some turns of the event loop.
        for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      },
      onDeferred: () => events.push('deferred'),
      roundTripMs: 0,
      waitsMs: 0,
    });
    const carryOut = async (nth: number) => {
      const arrival = intake.arrive(payload(nth));
      if (!arrival) throw new Error('it came before');
      await intake.turn(arrival);
      events.push('carried out');
      arrival.isAnswered = true;
      await intake.end(arrival);
    };
    await Promise.all(Array.from({ length: MANY }, (_, nth) => carryOut(nth)));
    expect(events.indexOf('carried out')).toBe(MANY);
    expect(events).toHaveLength(2 * MANY);
  });
});
