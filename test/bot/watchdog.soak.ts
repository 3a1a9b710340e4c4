import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startWatchdog } from '../../src/bot/watchdog.ts';
import { aStallLong, STUCK, TSX, watched } from './watched-process.ts';

describe('a process whose main thread stands still', () => {
  it.each([
    ['run by tsx', TSX],
    ['run by Node alone', []],
  ])('is killed with one line on standard error: %s', async (_, loader) => {
    const stuck = await watched(STUCK, { loader });
    expect(await stuck.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(stuck.stderr).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(stuck.stderr)).toEqual({
      level: 'fatal',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
      msg: 'the bot stood still for 1.5 s and is killed, to be started again',
    });
    expect(stuck.log.map(({ msg }) => msg)).toEqual(['ready']);
  });

  it('is killed where promises alone keep it from its sockets', async () => {
    const stuck = await watched('for (;;) await undefined;');
    expect(await stuck.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is killed where nobody reads what it says', async () => {
    const before = `await import('node:fs').then(({ closeSync }) => closeSync(2));`;
    const stuck = await watched(STUCK, { before });
    expect(await stuck.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe('a process is not killed', () => {
  it('that is busy, turn after turn', async () => {
    const busy = await watched(`
      const turn = () => {
        const end = performance.now() + 50;
        while (performance.now() < end);
        setImmediate(turn);
      };
      turn();
    `);
    await aStallLong();
    busy.kill('SIGUSR2');
    expect(await busy.ended).toEqual({ code: 0, signal: null });
    expect(busy.stderr).toBe('');
  });

  it('that was suspended for longer than it may stand still', async () => {
    // It is suspended within a turn that goes on afterwards, so that the thread looks first.
    const suspended = await watched(`
      const never = new Int32Array(new SharedArrayBuffer(4));
      let turns = 0;
      const turn = () => {
        turns += 1;
        for (let wait = 0; wait < 50; wait += 1) {
          Atomics.wait(never, 0, 0, 10);
          if (turns === 4 && wait === 20) log('amid a turn');
        }
        setImmediate(turn);
      };
      turn();
    `);
    await suspended.waitFor(({ msg }) => msg === 'amid a turn');
    suspended.kill('SIGSTOP');
    await aStallLong();
    suspended.kill('SIGCONT');
    await aStallLong();
    suspended.kill('SIGUSR2');
    expect(await suspended.ended).toEqual({ code: 0, signal: null });
    expect(suspended.stderr).toBe('');
  });

  it('whose watch is over', async () => {
    const ended = await watched(`
      await endWatch();
      const end = performance.now() + 2_000;
      while (performance.now() < end);
    `);
    expect(await ended.ended).toEqual({ code: 0, signal: null });
  });

  it('with the id 1, which cannot kill itself, and it says so', async () => {
    const before = `Object.defineProperty(process, 'pid', { value: 1 });`;
    const first = await watched('', { before });
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.log.map(({ msg }) => msg)).toEqual([
      expect.stringContaining('give the container an init'),
      'ready',
    ]);
  });
});

describe('a watch', () => {
  it.each([
    ['runs out of things to do', ''],
    ['ends itself', 'setInterval(() => undefined, 1_000); process.exit(0);'],
  ])('does not keep a process that %s', async (_, then) => {
    const done = await watched(then);
    expect(await done.ended).toEqual({ code: 0, signal: null });
  });

  it('can be begun and ended by a test', async () => {
    const end = startWatchdog({ logger: pino({ level: 'silent' }) });
    await end();
  });
});
