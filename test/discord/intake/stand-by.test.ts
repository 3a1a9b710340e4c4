import { describe, expect, it } from 'vitest';
import { StandBy } from '../../../src/discord/intake/stand-by.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { processNamed, SomeProcesses } from '../../support/some-processes.ts';

const PAYLOAD = { id: '1' };

function open(processes: SomeProcesses, intake = 'gateway') {
  const clock = new ManualClock();
  return { clock, standBy: new StandBy({ processes, intake, clock }) };
}

describe('which process connects', () => {
  it('the only one does', () => {
    const clock = new ManualClock();
    const standBy = new StandBy({ processes: ONLY_PROCESS, intake: 'gateway', clock });
    expect(standBy.isTurn).toBe(true);
  });

  it('the oldest does, and the next one once that stops', async () => {
    const processes = new SomeProcesses('b', 'a', 'b');
    const { standBy } = open(processes);
    expect(standBy.isTurn).toBe(false);
    const turn = standBy.turn(new AbortController().signal);
    processes.become(processNamed('a', { isLeaving: true }), 'b');
    await turn;
    expect(standBy.isTurn).toBe(true);
  });

  it('one that drains stays until another is connected, which then stays after an undo', async () => {
    const processes = new SomeProcesses('a', 'a', 'b');
    const { standBy } = open(processes);
    let isOver = false;
    const over = standBy.handedOver(new AbortController().signal).finally(() => (isOver = true));
    const draining = processNamed('a', { isConnected: true, isDraining: true });
    processes.become(draining, 'b');
    await Promise.resolve();
    expect([standBy.isTurn, isOver]).toEqual([false, false]);
    const other = processNamed('b', { isConnected: true });
    processes.become(draining, other);
    await over;
    processes.become('a', other);
    expect(standBy.isTurn).toBe(false);
  });

  it('one that drains comes back where no other is left that can', () => {
    const processes = new SomeProcesses('a');
    const { standBy } = open(processes);
    const draining = processNamed('a', { isDraining: true });
    processes.become(draining, processNamed('b', { isConnected: true, isLeaving: true }));
    expect(standBy.isTurn).toBe(true);
    processes.become(draining, processNamed('b', { isConnected: true, isDraining: true }));
    expect(standBy.isTurn).toBe(false);
  });

  it('one that is cut off stays until another is connected, and says so once', async () => {
    const processes = new SomeProcesses('a', 'a', 'b');
    const { standBy } = open(processes);
    standBy.noteCutOff(false);
    standBy.noteCutOff(true);
    expect(processes.noted).toEqual([{ isCutOff: true }]);
    const cutOff = processNamed('a', { isConnected: true, isCutOff: true });
    processes.become(cutOff, 'b');
    standBy.noteCutOff(true);
    expect([standBy.isTurn, standBy.isCutOff, standBy.isReplaced]).toEqual([false, true, false]);
    expect(processes.noted).toHaveLength(1);
    const over = standBy.handedOver(new AbortController().signal);
    processes.become(cutOff, processNamed('b', { isConnected: true }));
    await over;
  });

  it('of two that are connected after an undo, the older one stays', () => {
    const processes = new SomeProcesses('b');
    processes.become(
      processNamed('a', { isConnected: true }),
      processNamed('b', { isConnected: true }),
    );
    expect(open(processes).standBy.isTurn).toBe(false);
  });

  it('there is one for each set of shards', () => {
    const shard = (id: string, ids: string) => processNamed(id, { intake: `gateway ${ids}/2` });
    const processes = new SomeProcesses('b');
    processes.become(shard('a', '0'), shard('b', '1'), shard('c', '1'));
    expect(open(processes, 'gateway 1/2').standBy.isTurn).toBe(true);
  });

  it('a wait ends with the bot', async () => {
    const { standBy } = open(new SomeProcesses('b', 'a', 'b'));
    const stopping = new AbortController();
    const turn = standBy.turn(stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(turn).rejects.toThrow('stopping');
  });
});

describe('while two are connected', () => {
  it('the first to claim an interaction answers', async () => {
    const processes = new SomeProcesses('b');
    processes.become(processNamed('a', { isConnected: true, isLeaving: true }), 'b');
    const { standBy } = open(processes);
    expect(await standBy.claims(PAYLOAD)).toBe(true);
    expect(await standBy.claims(PAYLOAD)).toBe(false);
    processes.become('b');
    expect(await standBy.claims(PAYLOAD)).toBe(true);
  });

  it('one that gives way claims, too, since another one may just have connected', async () => {
    for (const facts of [{ isLeaving: true }, { isDraining: true }, { isCutOff: true }]) {
      const processes = new SomeProcesses('a');
      processes.become(processNamed('a', facts), 'b');
      expect(await open(processes).standBy.claims(PAYLOAD)).toBe(true);
      expect(processes.claimed).toEqual(new Set(['interaction 1']));
    }
  });
});

describe('a process that is to stop', () => {
  const signal = new AbortController().signal;
  const connected = processNamed('a', { isConnected: true, isLeaving: true });

  it('works on until another is connected', async () => {
    const processes = new SomeProcesses('a');
    processes.become(connected, 'b');
    const { standBy } = open(processes);
    let isOver = false;
    const gone = standBy.giveWay(signal).finally(() => (isOver = true));
    expect(processes.noted).toEqual([{ isLeaving: true }]);
    processes.become(connected, 'b', 'c');
    await Promise.resolve();
    expect(isOver).toBe(false);
    processes.become(connected, processNamed('b', { isConnected: true }));
    await gone;
  });

  it('or for some seconds, and with the load balancer for fewer', async () => {
    for (const [intake, ms] of [
      ['gateway', 20_000],
      ['http', 5_000],
    ] as const) {
      const processes = new SomeProcesses('a');
      processes.become({ ...connected, intake }, processNamed('b', { intake }));
      const { standBy, clock } = open(processes, intake);
      let isOver = false;
      const gone = standBy.giveWay(signal).finally(() => (isOver = true));
      await clock.advance(ms - 1);
      expect(isOver).toBe(false);
      await clock.advance(1);
      await gone;
    }
  });

  it('does not wait where it is not connected, or all stop', async () => {
    for (const [own, other, intake] of [
      [{ isConnected: false }, {}, 'gateway'],
      [{ isConnected: true }, { isLeaving: true }, 'gateway'],
    ] as const) {
      const processes = new SomeProcesses('a');
      processes.become(
        processNamed('a', { intake, ...own }),
        processNamed('b', { intake, ...other }),
      );
      await open(processes, intake).standBy.giveWay(signal);
    }
    await open(new SomeProcesses('a', 'a')).standBy.giveWay(signal);
  });

  it('waits no longer than it is let', async () => {
    const processes = new SomeProcesses('a');
    processes.become(connected, 'b');
    const stopping = new AbortController();
    const gone = open(processes).standBy.giveWay(stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(gone).rejects.toThrow('stopping');
  });
});

it('a process that may have been replaced lets another one answer first', async () => {
  const processes = new SomeProcesses('a', 'a', 'b');
  processes.isLeased = false;
  const { standBy, clock } = open(processes);
  let isOver = false;
  const claimed = standBy.claims(PAYLOAD).finally(() => (isOver = true));
  await clock.advance(1_799);
  expect(isOver).toBe(false);
  await clock.advance(1);
  expect(await claimed).toBe(true);
});
