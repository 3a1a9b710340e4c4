import { expect, it } from 'vitest';
import { Holds } from '../../src/discord/holds.ts';

it('a message is held until everybody who holds it lets go, each once', () => {
  const holds = new Holds();
  const [one, other] = [holds.take('job'), holds.take('job')];
  one();
  one();
  expect(holds.has('job')).toBe(true);
  other();
  expect(holds.has('job')).toBe(false);
});
