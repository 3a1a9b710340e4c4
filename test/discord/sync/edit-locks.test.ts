import { expect, it } from 'vitest';
import { EditLocks } from '../../../src/discord/sync/message-state.ts';

it('a message is held until everybody who holds it lets go, each once', () => {
  const holds = new EditLocks();
  const [one, other] = [holds.take('job'), holds.take('job')];
  one();
  one();
  expect(holds.defers('job')).toBe(true);
  other();
  expect(holds.defers('job')).toBe(false);
});

it('whoever lets go last is told of a change that waits, and nobody else', () => {
  const holds = new EditLocks();
  const [one, other] = [holds.take('job'), holds.take('job')];
  holds.defers('job');
  expect([one(), one(), other(), other()]).toEqual([false, false, true, false]);
  expect(holds.take('job')()).toBe(false);
});
