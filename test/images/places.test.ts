import { describe, expect, it } from 'vitest';
import { Places } from '../../src/engines/semaphore.ts';

/** Asks for a place for each, and keeps in which order they came in, with what lets them go. */
function askFor(places: Places, people: readonly (string | undefined)[], signal?: AbortSignal) {
  const inside: { readonly person: string | undefined; readonly leave: () => void }[] = [];
  const asked = people.map(async (person) => {
    inside.push({ person, leave: await places.take(person, signal) });
  });
  return { inside, asked, names: () => inside.map(({ person }) => person) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('places', () => {
  it('are given to so many at once, and then as they came', async () => {
    const { inside, names } = askFor(new Places(2), ['a', 'b', 'c', 'd']);
    await turn();
    expect(names()).toEqual(['a', 'b']);
    inside[1]?.leave();
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    inside[0]?.leave();
    await turn();
    expect(names()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are given to a person once, and meanwhile to others', async () => {
    const { inside, names } = askFor(new Places(3), ['a', 'a', 'a', 'b', 'b']);
    await turn();
    expect(names()).toEqual(['a', 'b']);
    inside[0]?.leave();
    await turn();
    expect(names()).toEqual(['a', 'b', 'a']);
  });

  it('are given to any number of those who are nobody', async () => {
    const { names } = askFor(new Places(2), [undefined, undefined, undefined]);
    await turn();
    expect(names()).toHaveLength(2);
  });

  it('are given back once, however often it is said', async () => {
    const { inside, names } = askFor(new Places(1), ['a', 'b', 'c']);
    await turn();
    inside[0]?.leave();
    inside[0]?.leave();
    await turn();
    expect(names()).toEqual(['a', 'b']);
  });

  it('are not for those who have gone', async () => {
    const [places, stop] = [new Places(1), new AbortController()];
    const first = askFor(places, ['a']);
    const gone = askFor(places, ['b'], stop.signal);
    const last = askFor(places, ['c']);
    await turn();
    stop.abort(new Error('cancelled'));
    await expect(gone.asked[0]).rejects.toThrow('cancelled');
    first.inside[0]?.leave();
    await turn();
    expect([gone.names(), last.names()]).toEqual([[], ['c']]);
    await expect(places.take('d', stop.signal)).rejects.toThrow('cancelled');
  });
});
