import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tasks } from '../../src/engines/tasks.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A wait that ends when the test says so. */
class Gate {
  readonly #open: () => void;
  readonly passed: Promise<undefined>;

  constructor() {
    let open: (value: undefined) => void = () => undefined;
    this.passed = new Promise((resolve) => (open = resolve));
    this.#open = () => {
      open(undefined);
    };
  }

  open(): void {
    this.#open();
  }
}

describe('a wake-up', () => {
  it('starts the task of its key, with that key', async () => {
    const ran: string[] = [];
    const clock = new ManualClock();
    const tasks = new Tasks((key) => (ran.push(key), Promise.resolve(undefined)), clock);
    tasks.wake('a');
    tasks.wake('b');
    await clock.advance(0);
    expect(ran).toEqual(['a', 'b']);
    expect(tasks.size).toBe(0);
  });

  it('does not start a task a second time while it is at work', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    let begun = 0;
    const tasks = new Tasks(() => ((begun += 1), gate.passed), clock);
    tasks.wake('a');
    tasks.wake('a');
    await clock.advance(0);
    expect([begun, tasks.size]).toEqual([1, 1]);
  });

  it('that comes during the work is kept: the task runs once more', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    let begun = 0;
    const tasks = new Tasks(() => ((begun += 1), gate.passed), clock);
    tasks.wake('a');
    await clock.advance(0);
    tasks.wake('a');
    tasks.wake('a');
    gate.open();
    await clock.advance(0);
    expect([begun, tasks.size]).toEqual([2, 0]);
  });

  it('that comes during the work ends the next sleep at once, and only that', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const woken: number[] = [];
    const tasks = new Tasks(async (_, task) => {
      await gate.passed;
      for (let round = 0; round < 2; round += 1) {
        await task.sleep(1_000);
        woken.push(clock.now());
      }
    }, clock);
    const start = clock.now();
    tasks.wake('a');
    tasks.wake('a');
    gate.open();
    await clock.advance(1_000);
    expect(woken).toEqual([start, start + 1_000]);
  });

  it('wakes a task that sleeps', async () => {
    const clock = new ManualClock();
    const woken: number[] = [];
    const tasks = new Tasks(async (_, task) => {
      await task.sleep(60_000);
      woken.push(clock.now());
    }, clock);
    const start = clock.now();
    tasks.wake('a');
    await clock.advance(10);
    tasks.wake('a');
    await clock.advance(0);
    expect(woken).toEqual([start + 10]);
    expect([clock.sleeping, tasks.size]).toEqual([0, 0]);
  });

  it('of one key leaves the others asleep', async () => {
    const clock = new ManualClock();
    const woken: string[] = [];
    const tasks = new Tasks(async (key, task) => {
      await task.sleep(60_000);
      woken.push(key);
    }, clock);
    tasks.wake('a');
    tasks.wake('b');
    await clock.advance(10);
    tasks.wake('b');
    await clock.advance(0);
    expect(woken).toEqual(['b']);
  });
});

describe('a task', () => {
  it('sleeps for as long as it asks', async () => {
    const clock = new ManualClock();
    let woken = false;
    const tasks = new Tasks(async (_, task) => {
      await task.sleep(1_000);
      woken = true;
    }, clock);
    tasks.wake('a');
    await clock.advance(999);
    expect(woken).toBe(false);
    await clock.advance(1);
    expect(woken).toBe(true);
  });

  it('is never at work twice, and every wake-up is followed by work that began after it', async () => {
    const step = fc.oneof(
      fc.record({ wake: fc.constantFrom('a', 'b') }),
      fc.record({ advance: fc.integer({ min: 0, max: 30 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const clock = new ManualClock(0);
        const atWork = new Set<string>();
        // Woken, and not yet run since.
        const waiting = new Set<string>();
        let overlaps = 0;
        const tasks = new Tasks(async (key, task) => {
          if (atWork.has(key)) overlaps += 1;
          atWork.add(key);
          waiting.delete(key);
          await clock.sleep(7);
          await task.sleep(13);
          waiting.delete(key);
          await clock.sleep(5);
          atWork.delete(key);
        }, clock);
        for (const each of steps) {
          if ('advance' in each) await clock.advance(each.advance);
          else {
            waiting.add(each.wake);
            tasks.wake(each.wake);
          }
        }
        await clock.advance(200);
        expect([overlaps, waiting.size, tasks.size, clock.sleeping]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a task that returns a pause', () => {
  it('runs again after it, or as soon as it is woken', async () => {
    const clock = new ManualClock();
    const start = clock.now();
    const ran: number[] = [];
    const tasks = new Tasks(() => {
      ran.push(clock.now() - start);
      return Promise.resolve(ran.length < 3 ? 1_000 : undefined);
    }, clock);
    tasks.wake('a');
    await clock.advance(1_000);
    tasks.wake('a');
    await clock.advance(5_000);
    expect([ran, tasks.size]).toEqual([[0, 1_000, 1_000], 0]);
  });

  it('runs again at once where it is not above 0, and that covers wake-ups so far', async () => {
    const clock = new ManualClock();
    let ran = 0;
    const tasks = new Tasks((key) => {
      ran += 1;
      if (ran === 1) tasks.wake(key);
      return Promise.resolve(ran < 3 ? 0 : undefined);
    }, clock);
    tasks.wake('a');
    await clock.advance(0);
    expect([ran, tasks.size]).toEqual([3, 0]);
  });
});

describe('a reminder', () => {
  it('starts the task of its key where there is none', async () => {
    const ran: string[] = [];
    const clock = new ManualClock();
    const tasks = new Tasks((key) => (ran.push(key), Promise.resolve(undefined)), clock);
    tasks.remind('a');
    await clock.advance(0);
    expect([ran, tasks.size]).toEqual([['a'], 0]);
  });

  it('wakes no task that sleeps: it looks when its sleep is over', async () => {
    const clock = new ManualClock();
    const woken: number[] = [];
    const tasks = new Tasks(async (_, task) => {
      await task.sleep(60_000);
      woken.push(clock.now());
    }, clock);
    const start = clock.now();
    tasks.wake('a');
    await clock.advance(10);
    tasks.remind('a');
    await clock.advance(10);
    expect([woken, tasks.size]).toEqual([[], 1]);
    await clock.advance(60_000);
    expect([woken, tasks.size]).toEqual([[start + 60_000], 0]);
  });

  it('that comes during the work is kept, as a wake-up is', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    let begun = 0;
    const tasks = new Tasks(() => ((begun += 1), gate.passed), clock);
    tasks.wake('a');
    await clock.advance(0);
    tasks.remind('a');
    gate.open();
    await clock.advance(0);
    expect([begun, tasks.size]).toEqual([2, 0]);
  });

  it('counts as a wake-up again once a task is awake', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    let begun = 0;
    const tasks = new Tasks(async (_, task) => {
      begun += 1;
      await task.sleep(1_000);
      await gate.passed;
    }, clock);
    tasks.wake('a');
    await clock.advance(1_000);
    tasks.remind('a');
    gate.open();
    await clock.advance(1_000);
    expect([begun, tasks.size]).toEqual([2, 0]);
  });
});

describe('a task that looks at what there is', () => {
  it('drops wake-ups from before it', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const woken: number[] = [];
    const tasks = new Tasks(async (_, task) => {
      await gate.passed;
      task.acknowledge();
      await task.sleep(1_000);
      woken.push(clock.now());
    }, clock);
    const start = clock.now();
    tasks.wake('a');
    tasks.wake('a');
    gate.open();
    await clock.advance(1_000);
    expect([woken, tasks.size]).toEqual([[start + 1_000], 0]);
  });

  it('keeps one that comes after it', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const woken: number[] = [];
    const tasks = new Tasks(async (_, task) => {
      task.acknowledge();
      await gate.passed;
      await task.sleep(1_000);
      woken.push(clock.now());
    }, clock);
    const start = clock.now();
    tasks.wake('a');
    await clock.advance(0);
    tasks.wake('a');
    gate.open();
    await clock.advance(0);
    expect(woken).toEqual([start]);
  });
});

describe('stop', () => {
  it('ends sleeps, and waits for the work that is under way', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const done: string[] = [];
    const tasks = new Tasks(async (key, task) => {
      if (key === 'sleeper') await task.sleep(60_000);
      else await gate.passed;
      done.push(key);
    }, clock);
    tasks.wake('sleeper');
    tasks.wake('worker');
    await clock.advance(0);
    let stopped = false;
    const stop = tasks.stop().then(() => (stopped = true));
    await clock.advance(0);
    expect([done, stopped, tasks.stopping]).toEqual([['sleeper'], false, true]);
    gate.open();
    await stop;
    expect(done).toEqual(['sleeper', 'worker']);
    expect(clock.sleeping).toBe(0);
  });

  it('lets no task begin, nor run again for a kept wake-up', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const begun: string[] = [];
    const tasks = new Tasks((key) => (begun.push(key), gate.passed), clock);
    tasks.wake('a');
    tasks.wake('a');
    const stop = tasks.stop();
    tasks.wake('b');
    gate.open();
    await stop;
    expect([begun, tasks.size]).toEqual([['a'], 0]);
  });

  it('lets no task sleep any more', async () => {
    const clock = new ManualClock();
    const gate = new Gate();
    const tasks = new Tasks(async (_, task) => {
      await gate.passed;
      for (let round = 0; round < 3; round += 1) await task.sleep(60_000);
    }, clock);
    tasks.wake('a');
    const stop = tasks.stop();
    gate.open();
    await stop;
    expect(clock.sleeping).toBe(0);
  });

  it('is over at once where nothing is at work', async () => {
    await expect(
      new Tasks(() => Promise.resolve(undefined), new ManualClock()).stop(),
    ).resolves.toBe(undefined);
  });
});
