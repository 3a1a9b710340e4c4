import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Progress, shownEstimate, WorkerSchedule } from '../../src/jobs/wait-schedule.ts';

const NOW = 1_900_000_020_000;
const SECOND = 1_000;

describe('the workers of an endpoint', () => {
  it('take the next job as soon as one of them is free', () => {
    const schedule = new WorkerSchedule([30, 10]);
    const runs = [100, 5, 7].map((runMs) => schedule.add(runMs, 0));
    expect(runs).toEqual([
      { startsAt: 10, readyAt: 110 },
      { startsAt: 30, readyAt: 35 },
      { startsAt: 35, readyAt: 42 },
    ]);
  });

  it('let others go ahead of a job that may not start yet', () => {
    const schedule = new WorkerSchedule([10, 40]);
    expect(schedule.add(5, 50)).toEqual({ startsAt: 50, readyAt: 55 });
    expect(schedule.add(5, 0)).toEqual({ startsAt: 10, readyAt: 15 });
    expect(schedule.add(5, Infinity)).toBeUndefined();
    expect(schedule.add(5, 0)).toEqual({ startsAt: 15, readyAt: 20 });
  });

  it('promise nothing behind a job of unknown length', () => {
    const schedule = new WorkerSchedule([10, 40]);
    expect(schedule.add(undefined, 0)).toBeUndefined();
    expect(schedule.add(5, 0)).toBeUndefined();
    expect(schedule.copy().add(5, 0)).toBeUndefined();
  });

  it('promise nothing where there are none, or none of which it is known when it is free', () => {
    expect(new WorkerSchedule([]).add(5, 0)).toBeUndefined();
    const schedule = new WorkerSchedule([Infinity, 10]);
    expect(schedule.add(5, 0)).toEqual({ startsAt: 10, readyAt: 15 });
    expect(new WorkerSchedule([Infinity]).add(5, 20)).toBeUndefined();
  });

  it('are not changed by what a copy of them is given', () => {
    const schedule = new WorkerSchedule([10]);
    schedule.copy().add(100, 0);
    expect(schedule.add(5, 0)).toEqual({ startsAt: 10, readyAt: 15 });
  });

  it('run one job at a time each, and never before it may start', () => {
    const job = fc.record({ runMs: fc.integer({ min: 1, max: 99 }), earliest: fc.nat(300) });
    const workers = fc.array(fc.nat(99), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(workers, fc.array(job, { maxLength: 30 }), (freeAt, jobs) => {
        const schedule = new WorkerSchedule(freeAt);
        const runs = jobs.map(({ runMs, earliest }) => {
          const run = schedule.add(runMs, earliest);
          if (!run) throw new Error('nothing is known of it');
          expect(run.startsAt).toBeGreaterThanOrEqual(earliest);
          expect(run.readyAt - run.startsAt).toBe(runMs);
          return run;
        });
        for (const { startsAt } of runs) {
          const ran = runs.filter((one) => one.startsAt <= startsAt && one.readyAt > startsAt);
          const busy = freeAt.filter((at) => at > startsAt);
          expect(ran.length + busy.length).toBeLessThanOrEqual(freeAt.length);
        }
      }),
    );
  });
});

describe('the pictures in progress', () => {
  it.each([
    [1, 0],
    [2, 10],
    [3, 30],
    [4, 30],
    [9, 30],
  ])('leave room for %i more at %i', (count, at) => {
    const progress = new Progress(4);
    progress.add(2, 30);
    progress.add(1, 10);
    expect(progress.roomAt(count)).toBe(at);
  });

  it('always leave room for one job where there are none', () => {
    expect(new Progress(2).roomAt(4)).toBe(0);
  });

  it('leave room at an unknown time where theirs end at one', () => {
    const progress = new Progress(1);
    progress.add(1, Infinity);
    expect(progress.roomAt(1)).toBe(Infinity);
  });

  it('are fewer once a later job starts, which no other of theirs overtakes', () => {
    const progress = new Progress(2);
    progress.add(2, 10);
    const copy = progress.copy();
    copy.goOnFrom(10);
    copy.add(1, 50);
    expect([copy.roomAt(1), copy.roomAt(2), progress.roomAt(1)]).toEqual([10, 50, 10]);
    copy.goOnFrom(Infinity);
    expect(copy.roomAt(1)).toBe(Infinity);
  });
});

describe('the estimate that a message shows', () => {
  const run = (startsIn: number, readyIn: number) => ({
    startsAt: NOW + startsIn * SECOND,
    readyAt: NOW + readyIn * SECOND,
  });
  const at = (seconds: number) => NOW + seconds * SECOND;

  it('is rounded up to half a minute', () => {
    expect(NOW % 60_000).toBe(0);
    expect(shownEstimate(NOW, undefined, run(60, 61))).toBe(at(90));
    expect(shownEstimate(NOW, undefined, run(60, 90))).toBe(at(90));
  });

  it('is none for a job that is about to start', () => {
    expect(shownEstimate(NOW, undefined, run(9, 40))).toBeUndefined();
    expect(shownEstimate(NOW, undefined, run(10, 40))).toBe(at(60));
  });

  it.each([
    ['stays where it is off by half a minute', 60, 90, 60],
    ['changes where it is off by more', 60, 91, 120],
    ['stays where it is off by a fifth of the wait', 600, 720, 600],
    ['changes where it is off by more than that', 600, 721, 750],
    ['changes where it comes sooner', 600, 470, 480],
    ['changes once it has passed', 0, 40, 60],
  ])('%s', (_, shown, ready, then) => {
    expect(shownEstimate(NOW, at(shown), run(20, ready))).toBe(at(then));
  });

  it('stays where nothing is known for a while, and no longer than it lasts', () => {
    expect(shownEstimate(NOW, at(30), undefined)).toBe(at(30));
    expect(shownEstimate(NOW, at(0), undefined)).toBeUndefined();
    expect(shownEstimate(NOW, at(30), run(0, 25))).toBe(at(30));
  });
});
