import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { DiscordTime } from '../../../src/discord/rest/discord-time.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A clock, and a Discord whose own is so far behind it. */
function open(behindMs = 0) {
  const clock = new ManualClock();
  const logged: { level: number; msg: string }[] = [];
  const write = (line: string) => logged.push(JSON.parse(line) as { level: number; msg: string });
  const time = new DiscordTime({ clock, logger: pino({}, { write }) });
  const discord = { behindMs, asked: 0, isThere: true };
  const answer = () => {
    time.note(new Date(clock.now() - discord.behindMs).toUTCString());
  };
  const agrees = () =>
    time.agrees(() => {
      discord.asked += 1;
      if (!discord.isThere) return Promise.reject(new Error('other side closed'));
      answer();
      return Promise.resolve();
    });
  return { clock, time, logged, discord, answer, agrees };
}

describe("this machine's clock", () => {
  it.each([
    [4, true],
    [6, false],
    [-4, true],
    [-6, false],
    [100 * 24 * 60, false],
  ])('%d minutes ahead agrees with that of Discord: %s', async (minutes, agrees) => {
    const scene = open(minutes * MINUTE);
    scene.answer();
    expect(await scene.agrees()).toBe(agrees);
    expect(scene.discord.asked).toBe(0);
  });

  it('is held against an answer that is asked for where there was none yet', async () => {
    const scene = open();
    expect(await scene.agrees()).toBe(true);
    expect(scene.discord.asked).toBe(1);
  });

  it('is not trusted before there was any answer, or one that tells the time', async () => {
    const scene = open();
    scene.discord.isThere = false;
    expect(await scene.agrees()).toBe(false);
    scene.time.note('yesterday');
    expect(await scene.agrees()).toBe(false);
    expect(scene.logged.map(({ msg }) => msg)).toEqual([
      "Discord's answers tell no time: nothing is removed by its age until they do",
    ]);
  });

  it('says how far it is ahead, as long as that is known and can be right', async () => {
    const scene = open(90_000);
    expect(scene.time.aheadMs).toBeUndefined();
    scene.answer();
    expect(scene.time.aheadMs).toBe(90_000);
    await scene.clock.advance(5 * MINUTE);
    expect(scene.time.aheadMs).toBeUndefined();
    scene.discord.behindMs = 6 * MINUTE;
    scene.answer();
    expect(scene.time.aheadMs).toBeUndefined();
  });

  it('is looked at again once it has been set, forward or back', async () => {
    const scene = open();
    scene.answer();
    await scene.clock.advance(100 * DAY);
    scene.discord.behindMs = 100 * DAY;
    expect(await scene.agrees()).toBe(false);
    await scene.clock.advance(-100 * DAY);
    scene.discord.behindMs = 0;
    expect(await scene.agrees()).toBe(true);
  });

  it('is not trusted by an answer of long ago', async () => {
    const scene = open();
    scene.answer();
    await scene.clock.advance(60 * MINUTE);
    scene.discord.isThere = false;
    expect(await scene.agrees()).toBe(false);
  });

  it('that is off is told of once until it is right', async () => {
    const scene = open(DAY);
    for (let times = 0; times < 3; times += 1) await scene.agrees();
    expect(scene.logged.map(({ level }) => level)).toEqual([50]);
    expect(scene.logged[0]).toMatchObject({
      here: '2030-01-01T00:00:00.000Z',
      discord: '2029-12-31T00:00:00.000Z',
    });
    scene.discord.behindMs = 0;
    scene.answer();
    for (let times = 0; times < 2; times += 1) await scene.agrees();
    scene.discord.behindMs = DAY;
    scene.answer();
    await scene.agrees();
    expect(scene.logged.map(({ level }) => level)).toEqual([50, 30, 50]);
  });
});
