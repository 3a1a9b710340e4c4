import { describe, expect, it } from 'vitest';
import { messageHash, placeOf } from '../../../packages/stand-ins/playground/page/message-hash.ts';

describe('the end of an address', () => {
  it('leads to the message that it was made for', () => {
    const place = { channelId: '12', messageId: '34' };
    expect(placeOf(messageHash(place))).toEqual(place);
  });

  it.each(['', '#', '#12', '#12/', '#/34', '#12/34/56', '#a/b', '12/34'])(
    'leads nowhere when it is %j',
    (hash) => {
      expect(placeOf(hash)).toBeUndefined();
    },
  );
});
