import { describe, expect, it } from 'vitest';
import { MemberReads, Superseded } from '../../src/engines/member-reads.ts';
import { inSlices } from '../../src/engines/slices.ts';
import { Turns } from '../../src/engines/turns.ts';
import { HeldReads } from '../support/held-reads.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

describe('what a member reads again', () => {
  it('ends the older read before its next slice', async () => {
    const turns = new HeldReads();
    const reads = new MemberReads(turns);
    const slices: string[] = [];
    const read = (what: string) =>
      reads.latest('jobs', ADA, async ({ signal }) => {
        for (let slice = 1; slice <= 3; slice += 1) {
          await turns.take('read');
          signal.throwIfAborted();
          slices.push(`${what}${slice}`);
        }
        return what;
      });
    const older = read('a');
    turns.letGo();
    await expect.poll(() => turns.held).toBe(1);
    const newer = read('b');
    const first = expect(older).rejects.toBeInstanceOf(Superseded);
    const drained = expect(newer).resolves.toBe('b');
    for (let slice = 0; slice < 4; slice += 1) {
      await expect.poll(() => turns.held).toBeGreaterThan(0);
      turns.letGo();
    }
    await Promise.all([first, drained]);
    expect(slices).toEqual(['a1', 'b1', 'b2', 'b3']);
    expect(reads.size).toBe(0);
  });

  it('ends one that was over in the same moment, but none of another kind or member', async () => {
    const reads = new MemberReads(new Turns());
    const read = (kind: string, userId: string) =>
      reads.latest(kind, userId, async (slicing) => {
        await inSlices(() => Promise.resolve(false), slicing);
        return kind;
      });
    const all = [read('jobs', ADA), read('private', ADA), read('jobs', BEN), read('jobs', ADA)];
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(reads.size).toBe(0);
  });

  it('may begin anew after one that failed', async () => {
    const reads = new MemberReads(new Turns());
    const failed = reads.latest('jobs', ADA, () => Promise.reject(new Error('no disk')));
    await expect(failed).rejects.toThrow('no disk');
    expect(await reads.latest('jobs', ADA, () => Promise.resolve('read'))).toBe('read');
  });
});
