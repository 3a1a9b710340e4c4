import { describe, expect, it } from 'vitest';
import { FLUX, recipesWithFlux } from '../../support/flux.ts';
import { QueueBench } from '../../support/queue-bench.ts';
import { someDestinations } from '../../support/some-destinations.ts';

/** A line for two endpoints. */
function open(maxJobsInFlight = 1): QueueBench {
  return new QueueBench({ maxJobsInFlight, destinations: someDestinations(recipesWithFlux()) });
}

const placesOf = (bench: QueueBench, ids: readonly string[]) => ids.map((id) => bench.place(id));

describe('a line of two queues', () => {
  it('tells each their place in their own', async () => {
    const bench = open();
    for (const queue of ['', FLUX]) await bench.jobIn('running', { queue });
    const [own, other] = [await bench.waiting(3), await bench.waiting(2, FLUX)];
    bench.dispatcher.start();
    await bench.rest();
    expect([placesOf(bench, own), placesOf(bench, other)]).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
    await bench.log.move(other[0] ?? '', 'cancelled', 'test');
    await bench.rest();
    expect([placesOf(bench, own), bench.place(other[1] ?? '')]).toEqual([[1, 2, 3], 1]);
  });

  it('takes turns of the one that has room, though 5,000 wait in the other', async () => {
    const bench = open();
    await bench.jobIn('running');
    await bench.crowd(5_000);
    const ids = await bench.waiting(2, FLUX);
    bench.dispatcher.start();
    await bench.rest();
    expect([bench.taken, bench.place(ids[1] ?? '')]).toEqual([[ids[0]], 1]);
  });

  it('takes turns of both where hundreds wait in one and there is room for all', async () => {
    const bench = open(0);
    await bench.crowd(300);
    const ids = await bench.waiting(2, FLUX);
    bench.dispatcher.start();
    await bench.rest();
    expect(bench.taken).toHaveLength(302);
    expect(bench.taken.slice(0, 4).filter((id) => ids.includes(id))).toEqual(ids);
  });

  it('walks along both if they are long, one slice a second in all', async () => {
    const bench = open();
    for (const queue of ['', FLUX]) await bench.jobIn('running', { queue });
    const [own, other] = [await bench.waiting(900), await bench.waiting(900, FLUX)];
    bench.dispatcher.start();
    await bench.rest();
    const told = () =>
      [own, other].map((ids) => ids.filter((id) => bench.place(id) !== undefined).length);
    const seconds: number[][] = [told()];
    for (let second = 0; second < 5; second += 1) {
      await bench.clock.advance(1_000);
      await bench.rest();
      seconds.push(told());
    }
    expect(seconds).toEqual([
      [500, 200],
      [500, 500],
      [800, 500],
      [800, 800],
      [900, 800],
      [900, 900],
    ]);
  });

  it('takes no turn where the key is refused, and tells those alone who wait there', async () => {
    const bench = open(2);
    for (const queue of ['', FLUX]) await bench.jobIn('running', { queue });
    bench.answer(401, FLUX);
    const told: string[] = [];
    bench.observations.events.on('observed', (id) => told.push(id));
    const [own, other] = [await bench.waiting(2), await bench.waiting(2, FLUX)];
    bench.dispatcher.start();
    await bench.rest();
    expect(bench.taken).toEqual(own.slice(0, 1));
    expect(told.toSorted()).toEqual([...own.slice(1), ...other].toSorted());
    told.length = 0;
    bench.answer(200, FLUX);
    bench.dispatcher.schedule();
    await bench.rest();
    expect(bench.taken).toEqual([own[0], other[0]]);
    expect(told).toEqual(other.slice(1));
  });

  it('names the key to those only who waited in vain where it is refused', async () => {
    const bench = open();
    for (const queue of ['', FLUX]) await bench.jobIn('running', { queue });
    bench.answer(401, FLUX);
    const [[own = ''], [other = '']] = [await bench.waiting(1), await bench.waiting(1, FLUX)];
    bench.dispatcher.start();
    await bench.rest();
    await bench.clock.advance(1_800_000);
    await bench.rest();
    const codes = await Promise.all([own, other].map((id) => bench.find({ id })));
    expect(codes.map(({ errorCode }) => errorCode)).toEqual(['no_turn_in_time', 'key_refused']);
  });

  it('serves one for an endpoint too that nothing is sent to any more', async () => {
    const bench = open();
    const ids = await bench.waiting(2, 'an-endpoint-of-then');
    bench.dispatcher.start();
    await bench.rest();
    expect([bench.taken, bench.place(ids[1] ?? '')]).toEqual([[ids[0]], 1]);
    await bench.clock.advance(1_800_000);
    await bench.rest();
    expect((await bench.find({ id: ids[1] ?? '' })).errorCode).toBe('no_turn_in_time');
  });
});
