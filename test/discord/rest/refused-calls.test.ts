import { Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { CallsSpent, RefusedCalls } from '../../../src/discord/rest/refused-calls.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MovableClock } from '../../support/movable-clock.ts';

const url = (route: string) => `https://discord.test/api/v10${route}`;
const channel = (id: number) => url(`/channels/${id}/messages`);
const CALLBACK = url('/interactions/1/token/callback');
const EDIT = url('/webhooks/1/token/messages/@original');
const MINUTE = 60_000;

function open() {
  const clock = new ManualClock();
  const calls = new RefusedCalls(clock);
  let told = 0;
  calls.events.on('spent', () => (told += 1));
  /** So many answers, each about a channel of its own unless they name a place. */
  const answered = (count: number, status = 403, to?: string, headers = new Headers()) => {
    for (let n = 0; n < count; n += 1) calls.note(to ?? channel(1_000_000 + n), status, headers);
  };
  /** Whether a call is made. */
  const isMade = (to: string): boolean => {
    try {
      calls.requireRoomFor(to);
      return true;
    } catch (error) {
      if (error instanceof CallsSpent) return false;
      throw error;
    }
  };
  return { clock, calls, answered, isMade, told: () => told };
}

describe('RefusedCalls', () => {
  it.each([401, 403, 429])('lets nothing be asked about channels after 1,000 of %i', (status) => {
    const { answered, isMade } = open();
    answered(999, status);
    expect(isMade(channel(1))).toBe(true);
    answered(1, status);
    expect(isMade(channel(1))).toBe(false);
  });

  it.each([200, 204, 400, 404, 500])('does not count %i', (status) => {
    const { calls, answered } = open();
    answered(5_000, status);
    expect(calls.size).toBe(0);
  });

  it('does not count a limit that others have reached, as Discord does not', () => {
    const { calls, answered } = open();
    answered(5_000, 429, undefined, new Headers({ 'x-ratelimit-scope': 'shared' }));
    expect(calls.size).toBe(0);
    answered(1, 429, undefined, new Headers({ 'x-ratelimit-scope': 'user' }));
    expect(calls.size).toBe(1);
  });

  it('goes on answering people, and counts those answers too', () => {
    const { answered, isMade } = open();
    answered(1_000);
    expect([CALLBACK, EDIT, url(Routes.gatewayBot())].map(isMade)).toEqual([true, true, true]);
    answered(500, 401, CALLBACK);
    answered(499, 401, EDIT);
    expect(isMade(CALLBACK)).toBe(true);
    answered(1, 403, EDIT);
    expect([CALLBACK, EDIT, url(Routes.gatewayBot())].map(isMade)).toEqual([false, false, false]);
  });

  it('lets one channel use up nothing of the others', () => {
    const { answered, isMade, told } = open();
    answered(50, 403, channel(1));
    expect([isMade(channel(1)), isMade(channel(2))]).toEqual([false, true]);
    expect(told()).toBe(0);
  });

  it('lets calls be made again once the refusals are ten minutes old', async () => {
    const { clock, calls, answered, isMade } = open();
    answered(50, 403, channel(1));
    answered(950);
    await clock.advance(10 * MINUTE - 1);
    expect([isMade(channel(1)), isMade(channel(2))]).toEqual([false, false]);
    await clock.advance(1);
    expect([isMade(channel(1)), isMade(channel(2))]).toEqual([true, true]);
    expect(calls.size).toBe(0);
  });

  it('tells the operator once, and again only after it has been better', async () => {
    const { clock, answered, told } = open();
    answered(999);
    expect(told()).toBe(0);
    answered(300);
    expect(told()).toBe(1);
    await clock.advance(5 * MINUTE);
    answered(700);
    await clock.advance(5 * MINUTE);
    // 700 are left: it has not been better.
    answered(300);
    expect(told()).toBe(1);
    await clock.advance(10 * MINUTE);
    answered(1_000);
    expect(told()).toBe(2);
  });

  it('holds nobody off for the time by which a clock was wrong', () => {
    const clock = new MovableClock();
    const calls = new RefusedCalls(clock);
    clock.advance(24 * 60 * MINUTE);
    for (let n = 0; n < 1_000; n += 1) calls.note(channel(n), 403, new Headers());
    clock.advance(-24 * 60 * MINUTE);
    calls.requireRoomFor(channel(1));
    expect(calls.size).toBe(0);
  });
});
