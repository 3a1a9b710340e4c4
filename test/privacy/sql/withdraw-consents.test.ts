import { expect, it } from 'vitest';
import { withdrawSomeConsents } from '../../../src/jobs/sql/consents.ts';
import { withoutNumber } from '../../support/copy-job.ts';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';
import { finishedFrom } from '../../support/made-from.ts';
import { peopleParts } from '../../support/people-parts.ts';

const BEN = '400000000000000002';
const MADE = 600;
/** Rows that one INSERT of the test has. */
const AT_ONCE = 100;

/** Many pictures that were made from one which is gone, and to which Ben's consent stands. */
async function madeFromGone(): Promise<LogBench> {
  const bench = new LogBench();
  const gone = await finishedFrom(bench, []);
  const { id: jobId, guildId } = gone;
  const consent = { jobId, userId: BEN, guildId, givenAt: bench.clock.now(), ...BY_BUTTON };
  await bench.db.insertInto('consents').values(consent).execute();
  const { id: pattern } = await finishedFrom(bench, [gone]);
  const { db } = bench;
  const row = await db
    .selectFrom('jobs')
    .selectAll()
    .where('id', '=', pattern)
    .executeTakeFirstOrThrow();
  for (let from = 1; from < MADE; from += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, MADE - from) }, (_, n) => `m${from + n}`);
    const rows = ids.map((id) => ({ ...withoutNumber(row), id, interactionId: id }));
    await db.insertInto('jobs').values(rows).execute();
    const sources = ids.map((made) => ({ jobId: made, sourceId: jobId }));
    await db.insertInto('pictureSources').values(sources).execute();
  }
  await db.deleteFrom('jobs').where('id', '=', jobId).execute();
  return bench;
}

async function takenBack({ db }: LogBench): Promise<number> {
  const rows = await db.selectFrom('jobs').select('id').where('consentWithdrawn', '=', 2).execute();
  return rows.length;
}

function withdrawSome({ log, clock }: LogBench) {
  return log.change((changing) => withdrawSomeConsents(changing, BEN, clock.now()));
}

it('takes one consent back from a few hundred pictures at a time', async () => {
  const bench = await madeFromGone();
  const steps: [count: number, takenBack: number][] = [];
  for (let isMore = true; isMore;) {
    const slice = await withdrawSome(bench);
    steps.push([slice.consents, await takenBack(bench)]);
    isMore = slice.isMore;
  }
  expect(steps).toEqual([
    [0, 250],
    [0, 500],
    [0, MADE],
    [1, MADE],
    [0, MADE],
  ]);
});

it('comes to all of them where it is cut short and asked for again', async () => {
  const bench = await madeFromGone();
  const { erasure } = peopleParts(bench);
  await withdrawSome(bench);
  expect(await erasure.withdrawConsents(BEN)).toEqual({ consents: 1, statements: 0 });
  const { db } = bench;
  const left = db.selectFrom('jobs').select('id').where('visibility', '<>', 'removed');
  expect(await left.execute()).toEqual([]);
});
