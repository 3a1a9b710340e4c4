import { expect, it } from 'vitest';
import { newestId, unseenPings } from '../../../packages/stand-ins/playground/page/unseen-pings.ts';
import type { MessageView } from '../../../packages/stand-ins/playground/wire.ts';
import { messageView } from './messages/message-views.ts';

function ping(id: string, channel: string, ...people: string[]): MessageView {
  const view = messageView({ id, channel_id: channel });
  return { ...view, pings: people.map((userId) => ({ userId, silent: false })) };
}

const MESSAGES = [ping('1', 'a', 'ada'), ping('2', 'a', 'ada'), ping('3', 'b', 'ada', 'ben')];

it('pings count by channel, since the beginning or since somebody looked there', () => {
  expect([...unseenPings(MESSAGES, 'ada', new Map(), '0')]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect([...unseenPings(MESSAGES, 'ada', new Map([['ada a', '1']]), '0')]).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect([...unseenPings(MESSAGES, 'ben', new Map(), '3')]).toEqual([]);
});

it('the newest message is the one with the largest id', () => {
  expect(newestId([...MESSAGES, ping('10', 'b')])).toBe('10');
  expect(newestId(MESSAGES, 'a')).toBe('2');
  expect(newestId([])).toBe('0');
});
