import { describe, expect, it } from 'vitest';
import type { LocalMessage } from '../../../../packages/stand-ins/playground/page/local-message.ts';
import { channelLines } from '../../../../packages/stand-ins/playground/page/messages/channel-lines.ts';
import {
  hasMore,
  ownNews,
} from '../../../../packages/stand-ins/playground/page/messages/own-news.ts';
import { ada, ADA_ID, ben, CHANNEL_ID, messageView } from './message-views.ts';

const START = Date.parse('2026-11-25T17:40:00Z');

function said(id: string, second: number, author = ada) {
  return messageView({ id, author, timestamp: new Date(START + second * 1_000).toISOString() });
}

function local(id: number, second: number, kind: LocalMessage['kind'] = 'failed'): LocalMessage {
  const at = START + second * 1_000;
  return { id, at, kind, channelId: CHANNEL_ID, personId: ADA_ID, text: '/imagine' };
}

describe('what stands in a channel', () => {
  const order = (...parts: Parameters<typeof channelLines>) =>
    channelLines(...parts).map((line) =>
      line.kind === 'local' ? line.message.id : line.view.payload.id,
    );

  it('stands in the order in which it came, whoever said it', () => {
    const messages = [said('a', 0), said('b', 10), said('c', 20)];
    expect(order(messages, [local(3, 30), local(2, 15), local(1, 14)])).toEqual([
      'a',
      'b',
      1,
      2,
      'c',
      3,
    ]);
  });

  it('is what the client says where nobody has said anything', () => {
    expect(order([], [local(1, 0)])).toEqual([1]);
  });

  it('keeps the messages in their order, whatever their times', () => {
    expect(order([said('a', 10), said('b', 0)], [local(1, 5)])).toEqual([1, 'a', 'b']);
  });

  it('has a message with its author where the client said something before', () => {
    const leads = (...parts: Parameters<typeof channelLines>) =>
      channelLines(...parts).flatMap((line) => (line.kind === 'message' ? [line.leads] : []));
    const messages = [said('a', 0), said('b', 10)];
    expect(leads(messages, [])).toEqual([true, false]);
    expect(leads(messages, [local(1, 5)])).toEqual([true, true]);
  });
});

describe('the channel goes to its end', () => {
  const goes = (before: Parameters<typeof ownNews>, now: Parameters<typeof ownNews>): boolean =>
    hasMore(ownNews(...before), ownNews(...now));

  it('for what somebody said themselves, and for what their client says', () => {
    expect(goes([[], [], ada], [[said('a', 0)], [], ada])).toBe(true);
    expect(goes([[], [], ada], [[], [local(1, 0, 'sending')], ada])).toBe(true);
    expect(goes([[], [local(1, 0, 'sending')], ada], [[], [local(1, 3)], ada])).toBe(true);
  });

  it('for nothing that others say', () => {
    expect(goes([[], [local(1, 0)], ada], [[said('a', 1, ben)], [local(1, 0)], ada])).toBe(false);
  });

  it('for nothing that goes away', () => {
    const [first, second] = [local(1, 0), local(2, 1)];
    const messages = [said('a', 0), said('b', 1, ben)];
    expect(goes([messages, [first, second], ada], [messages, [first], ada])).toBe(false);
    expect(goes([messages, [first], ada], [messages.slice(0, 1), [first], ada])).toBe(false);
  });
});
