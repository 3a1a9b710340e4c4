import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type FollowCursor, settleSome } from '../../src/jobs/sql/picture-sources.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { copyJob } from '../support/copy-job.ts';
import { finishedFrom } from '../support/made-from.ts';
import { peopleParts } from '../support/people-parts.ts';

const PICTURES = 10;

/** What may happen to the picture of that number. */
const acts = fc.array(
  fc.record({
    what: fc.constantFrom(
      'report',
      'report harmlessly',
      'restore',
      'remove',
      'consent',
      'withdraw',
      'erase',
      'forget',
      'follow some',
      'stop',
    ),
    which: fc.nat(PICTURES - 1),
  }),
  { maxLength: 30, size: 'max' },
);

/** From which of those before it each picture was made. */
const sources = fc.tuple(
  ...Array.from({ length: PICTURES }, (_, n) =>
    fc.uniqueArray(fc.nat(Math.max(0, n - 1)), { maxLength: n === 0 ? 0 : 3 }),
  ),
);

/** What is to be seen of each picture in the end, by the plainest rule there is. */
class Expected {
  readonly removed = new Set<number>();
  readonly open = new Map<number, boolean>();
  /** Kept when they were reported as sexual: such a report hides them no more. */
  readonly dismissed = new Set<number>();
  readonly #sources: readonly (readonly number[])[];

  constructor(made: readonly (readonly number[])[]) {
    this.#sources = made;
  }

  of(n: number): string {
    const all = this.#withAncestors(n);
    if (all.some((one) => this.removed.has(one))) return 'removed';
    return all.some((one) => this.open.get(one) === true) ? 'hidden' : 'shown';
  }

  #withAncestors(n: number): number[] {
    return [n, ...(this.#sources[n] ?? []).flatMap((source) => this.#withAncestors(source))];
  }
}

it('what was made from pictures is what it has to be, in whatever order things happen to them', async () => {
  const bench = new LogBench();
  const first = await finishedFrom(bench, []);
  await copyJob(bench.path, first.id, PICTURES - 1);
  const ids = [first.id, ...Array.from({ length: PICTURES - 1 }, (_, n) => `copy${n + 1}`)];
  const { db } = bench;
  const rows = await db.selectFrom('jobs').selectAll().execute();
  const { reports } = peopleParts(bench);
  // So few rows at a time that a walk is often in the middle of what was made from one picture.
  const follow = (from: FollowCursor | undefined) =>
    bench.log.change(async (changing) => {
      const rows = vi.spyOn(changing.locks, 'rows');
      const slice = await settleSome(changing, from, 2);
      expect(rows).toHaveBeenCalledOnce();
      const locked = rows.mock.calls.flatMap(([, some]) => some);
      expect(locked).toEqual(expect.arrayContaining(slice.changed.map(({ id }) => id)));
      return slice;
    });
  let filed = 0;
  const property = fc.asyncProperty(sources, acts, async (made, all) => {
    for (const table of ['reports', 'pictureSources', 'consents', 'jobs'] as const) {
      await db.deleteFrom(table).execute();
    }
    await db.insertInto('jobs').values(rows).execute();
    const links = made.flatMap((from, n) =>
      from.map((source) => ({ jobId: ids[n] ?? '', sourceId: ids[source] ?? '' })),
    );
    if (links.length > 0) await db.insertInto('pictureSources').values(links).execute();
    const expected = new Expected(made);
    let at: FollowCursor | undefined;
    for (const { what, which } of all) {
      const jobId = ids[which] ?? '';
      const row = await db
        .selectFrom('jobs')
        .selectAll()
        .where('id', '=', jobId)
        .executeTakeFirst();
      const open = await db
        .selectFrom('reports')
        .select('id')
        .where('jobId', '=', jobId)
        .where('decidedAt', 'is', null)
        .executeTakeFirst();
      switch (what) {
        case 'report':
        case 'report harmlessly': {
          if (row?.erasedAt !== null || row.visibility === 'removed') break;
          filed += 1;
          const reason = what === 'report' ? 'sexual' : 'hateful';
          await reports.file({
            ...{ id: `r${filed}`, jobId, reporterId: `${filed}`, lapsesAt: 1 },
            reason,
          });
          const hides = reason === 'sexual' && !expected.dismissed.has(which);
          expected.open.set(which, expected.open.get(which) === true || hides);
          break;
        }
        case 'restore':
        case 'remove':
          if (!open) break;
          await reports.decide(open.id, what === 'remove' ? 'removed' : 'restored', '6');
          if (what === 'restore' && expected.open.get(which) === true) {
            expected.dismissed.add(which);
          }
          expected.open.delete(which);
          if (what === 'remove') expected.removed.add(which);
          break;
        case 'consent':
        case 'withdraw': {
          if (row) {
            const { guildId } = row;
            const consent = { jobId, userId: '7', guildId, givenAt: 1, ...BY_BUTTON };
            await db
              .insertInto('consents')
              .values(consent)
              .onConflict((c) => c.doNothing())
              .execute();
          }
          if (what === 'consent') break;
          const { numUpdatedRows } = await db
            .updateTable('consents')
            .set({ withdrawnAt: 2 })
            .where('jobId', '=', jobId)
            .where('withdrawnAt', 'is', null)
            .executeTakeFirstOrThrow();
          if (numUpdatedRows > 0n) expected.removed.add(which);
          break;
        }
        case 'erase':
          if (open) break;
          await db.updateTable('jobs').set({ erasedAt: 1 }).where('id', '=', jobId).execute();
          break;
        case 'forget': {
          const isSettled = row?.followDue === 0 && row.visibility !== 'hidden' && !open;
          if (isSettled) await db.deleteFrom('jobs').where('id', '=', jobId).execute();
          break;
        }
        case 'follow some':
          at = (await follow(at)).from;
          break;
        case 'stop':
          at = undefined;
      }
    }
    for (let isLast = false; !isLast;) {
      const slice = await follow(at);
      at = slice.from;
      isLast = slice.isLast;
    }
    const left = await db.selectFrom('jobs').select(['id', 'visibility', 'followDue']).execute();
    for (const { id, visibility, followDue } of left) {
      expect([id, visibility, followDue]).toEqual([id, expected.of(ids.indexOf(id)), 0]);
    }
  });
  const keptOnce = (['report', 'restore', 'report'] as const).map((what) => ({ what, which: 0 }));
  const apart = Array.from({ length: PICTURES }, () => []);
  await fc.assert(property, { numRuns: 25, examples: [[apart, keptOnce]] });
});
