import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Turns, type Urgency } from '../../src/engines/turns.ts';

const MANY = 500;

/** A connection to a server that sends back what it gets. */
async function echo(): Promise<Socket> {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect(address.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Lets so many take a turn at once; gives what is told of each as it begins. */
async function takers(turns: Turns, count: number, began: (n: number) => void): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      await turns.take();
      began(n);
    }),
  );
}

describe('turns', () => {
  it('come in the order in which they were asked for', async () => {
    const began: number[] = [];
    await takers(new Turns(60_000), MANY, (n) => began.push(n));
    expect(began).toEqual(Array.from({ length: MANY }, (_, n) => n));
  });

  it('begin once the one before has done all that it can without waiting', async () => {
    const turns = new Turns(60_000);
    const steps: string[] = [];
    const take = async (name: string) => {
      await turns.take();
      steps.push(`${name}1`);
      await Promise.resolve();
      await Promise.resolve().then(() => Promise.resolve());
      steps.push(`${name}2`);
    };
    await Promise.all([take('a'), take('b'), take('c')]);
    expect(steps).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });

  it.each<[string, (served: () => void) => void]>([
    ['immediates', (served) => void setImmediate(served)],
    ['timers', (served) => void setTimeout(served, 0)],
    ['sockets', (served) => void echo().then((socket) => socket.once('data', served).write('.'))],
  ])('that never end let %s be served', async (_, ask) => {
    const turns = new Turns(0);
    let served = false;
    ask(() => (served = true));
    let begun = 0;
    const again = async () => {
      // Far more than it takes: a loop that serves nothing is to end, too.
      while (!served && begun < 5_000_000) {
        await turns.take();
        begun += 1;
      }
    };
    await Promise.all(Array.from({ length: MANY }, again));
    expect(served).toBe(true);
    expect(begun).toBeLessThan(5_000_000);
  });

  it('are many to a turn of the event loop where each is short', async () => {
    let loops = 0;
    let over = false;
    const count = () => {
      loops += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    await takers(new Turns(60_000), MANY, () => undefined);
    over = true;
    expect(loops).toBeLessThan(5);
  });

  describe('of several urgencies', () => {
    const order = async (turns: Turns, kinds: readonly Urgency[]) => {
      const began: Urgency[] = [];
      const take = async (kind: Urgency) => {
        await turns.take(kind);
        began.push(kind);
      };
      await Promise.all(kinds.map(take));
      return began.join(' ');
    };

    it('begin with the most urgent', async () => {
      const kinds = ['job', 'read', 'person', 'deferral', 'job', 'read', 'person', 'deferral'];
      expect(await order(new Turns(60_000), kinds as Urgency[])).toBe(
        'deferral deferral person person read read job job',
      );
    });

    it('give every waiting kind a start in one of eight turns of the event loop', async () => {
      const people = Array.from({ length: 17 }, (): Urgency => 'person');
      const kinds: Urgency[] = ['job', 'job', 'job', 'read', 'read', 'read', ...people];
      const seven = Array.from({ length: 7 }, () => 'person').join(' ');
      expect(await order(new Turns(0), kinds)).toBe(
        `${seven} person read job ${seven} person read job person read job`,
      );
    });
  });

  it('come to whoever asks when there was nothing to do for a while', async () => {
    const turns = new Turns();
    for (let round = 0; round < 3; round += 1) {
      await turns.take();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect(turns.take('person')).resolves.toBeUndefined();
  });

  it('begin one turn of the event loop later where they are held up', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const loopTurn = (name: string) =>
      new Promise<void>((resolve) => {
        setImmediate(() => {
          order.push(name);
          resolve();
        });
      });
    turns.hold();
    const work = turns.take().then(() => order.push('work'));
    await Promise.all([work, loopTurn('sockets')]);
    await Promise.all([
      turns.take().then(() => order.push('more work')),
      loopTurn('sockets again'),
    ]);
    expect(order).toEqual(['sockets', 'work', 'more work', 'sockets again']);
  });

  it('begin even if they are held up again and again', async () => {
    const turns = new Turns();
    let isOver = false;
    const holdUp = () => {
      turns.hold();
      if (!isOver) setImmediate(holdUp);
    };
    holdUp();
    for (let count = 0; count < 3; count += 1) await turns.take('job');
    isOver = true;
  });

  it('are not lost to an error of whoever has one', async () => {
    const turns = new Turns(60_000);
    const results = await Promise.allSettled([
      turns.take().then(() => {
        throw new Error('no');
      }),
      turns.take(),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
