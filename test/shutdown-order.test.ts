import { once } from 'node:events';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GRACE_MS, Shutdown } from '../src/bot/lifecycle.ts';
import { ManualClock } from './support/manual-clock.ts';

const never = () => new Promise<never>(() => undefined);

function open() {
  const clock = new ManualClock();
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  const shutdown = new Shutdown({ clock, logger });
  const ended: string[] = [];
  const end = (name: string) => () => {
    ended.push(name);
    return Promise.resolve();
  };
  return { clock, logged, shutdown, ended, end };
}

/** Whether a promise is settled after some turns of the event loop. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(20).then(() => false)]);
}

describe('a shutdown', () => {
  it('is known to come where the start was broken off, before it is run', () => {
    const breakOff = new AbortController();
    const { signal } = breakOff;
    const logger = pino({ level: 'silent' });
    const { stopping, halt } = new Shutdown({ clock: new ManualClock(), logger, signal });
    expect(stopping.aborted).toBe(false);
    breakOff.abort();
    expect([stopping.aborted, halt.aborted]).toEqual([true, false]);
  });

  it('ends what takes up work first, and the parts after it from the latest on', async () => {
    const { shutdown, ended, end } = open();
    shutdown.addPart(end('database'));
    shutdown.addIntake(end('runner'));
    shutdown.addUnboundPart(end('client'));
    shutdown.addIntake(end('listener'));
    await shutdown.run();
    expect(ended).toEqual(['runner', 'listener', 'client', 'database']);
    expect([shutdown.stopping.aborted, shutdown.halt.aborted]).toEqual([true, false]);
  });

  it('lets what is under way finish for seven seconds, and no longer', async () => {
    const { shutdown, clock } = open();
    shutdown.addIntake(() => once(shutdown.halt, 'abort'));
    const run = shutdown.run();
    await clock.advance(GRACE_MS - 1);
    expect([shutdown.halt.aborted, GRACE_MS]).toEqual([false, 7_000]);
    await clock.advance(1);
    await run;
    expect(shutdown.halt.aborted).toBe(true);
  });

  it('that is over in time halts nothing, and leaves no timer behind', async () => {
    const { shutdown, clock } = open();
    await shutdown.run();
    await clock.advance(GRACE_MS);
    expect([shutdown.halt.aborted, clock.sleeping]).toEqual([false, 0]);
  });

  it('may be listened to by any number of requests', async () => {
    const { halt } = open().shutdown;
    const warned: string[] = [];
    const note = ({ name }: Error) => warned.push(name);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    for (let count = 0; count < 20; count += 1) halt.addEventListener('abort', () => undefined);
    await setImmediate();
    expect(warned).not.toContain('MaxListenersExceededWarning');
  });

  it('leaves a part to itself that listens to nothing, and closes what comes after it', async () => {
    const { shutdown, clock, ended, end } = open();
    shutdown.addPart(end('database'));
    shutdown.addUnboundPart(never);
    const run = shutdown.run();
    expect(await isOver(run)).toBe(false);
    await clock.advance(GRACE_MS);
    await run;
    expect(ended).toEqual(['database']);
  });

  it('without grace halts at once', async () => {
    const { shutdown } = open();
    shutdown.addUnboundPart(never);
    await shutdown.run({ grace: false });
    expect(shutdown.halt.aborted).toBe(true);
  });

  it('goes on where a part fails, and says so', async () => {
    const { shutdown, ended, end, logged } = open();
    shutdown.addPart(end('database'));
    shutdown.addPart(() => Promise.reject(new Error('of a kind')));
    await shutdown.run();
    expect(ended).toEqual(['database']);
    expect(logged.join()).toContain('did not stop in good order');
  });
});
