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

  it('a process that stops stays until another is connected', async () => {
    const processes = new SomeProcesses('a', 'a', 'b');
    const { standBy } = open(processes);
    const replaced = standBy.replaced();
    expect(await standBy.claims(PAYLOAD)).toBe(true);
    expect(processes.claimed).toEqual(new Set(['interaction 1']));
    processes.become('a', processNamed('b', { isConnected: true }));
    await replaced;
  });

  it('or for a few seconds', async () => {
    const { standBy, clock } = open(new SomeProcesses('a', 'a', 'b'));
    const replaced = standBy.replaced();
    await clock.advance(3_500);
    await replaced;
  });

  it('and not at all where nobody stands by', async () => {
    await open(new SomeProcesses('a', 'a')).standBy.replaced();
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
