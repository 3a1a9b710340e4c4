import { describe, expect, it } from 'vitest';
import { KeyAccess, type KeyUse } from '../../src/runpod/key-access.ts';

/** An access that was told these answers, and what it told in turn. */
function told(...answers: readonly (readonly [use: KeyUse, status: number])[]) {
  const access = new KeyAccess();
  const events: string[] = [];
  access.events.on('changed', () => events.push(access.refused ? 'refused' : 'restored'));
  for (const [use, status] of answers) access.note({ use, endpointId: 'ours', status });
  return { refused: access.refused, events };
}

describe('access by the key', () => {
  it('is taken for granted until RunPod says otherwise', () => {
    expect(told()).toEqual({ refused: false, events: [] });
  });

  it.each([401, 403])('is refused by a %i, which is told once', (status) => {
    const events = ['refused'];
    expect(told(['GET', status], ['GET', status])).toEqual({
      refused: true,
      events,
    });
  });

  it.each([200, 204, 400, 404, 405, 422, 500])(
    'is back with a %i, which is told once',
    (status) => {
      expect(told(['GET', 401], ['GET', status], ['GET', status])).toEqual({
        refused: false,
        events: ['refused', 'restored'],
      });
    },
  );

  it.each([302, 408, 429, 502, 503])('is no better known after a %i', (status) => {
    expect(told(['GET', 401], ['GET', status]).refused).toBe(true);
    expect(told(['GET', 200], ['GET', status]).refused).toBe(false);
  });

  it('is not back for submissions because reading works, as with a key that only reads', () => {
    expect(told(['POST', 403], ['GET', 200], ['GET', 200])).toEqual({
      refused: true,
      events: ['refused'],
    });
    expect(told(['POST', 403], ['GET', 200], ['POST', 200]).refused).toBe(false);
  });

  it("is refused at RunPod's public endpoints by a 401 alone, and by any call for all", () => {
    const access = new KeyAccess();
    const events: string[] = [];
    access.events.on('changed', () => events.push(access.refused ? 'refused' : 'restored'));
    const answer = (use: KeyUse, status: number) => {
      access.note({ use, endpointId: 'ours', status, isPublic: true });
    };
    answer('POST', 403);
    expect(access.refused).toBe(false);
    answer('GET', 401);
    expect([access.refusedFor('GET'), access.refusedFor('POST')]).toEqual([true, true]);
    answer('GET', 404);
    expect([access.refusedFor('GET'), access.refusedFor('POST')]).toEqual([false, false]);
    expect(events).toEqual(['refused', 'restored']);
  });
});
