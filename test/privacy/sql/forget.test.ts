import { expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Changing } from '../../../src/jobs/sql/changing.ts';
import { forgetCopies } from '../../../src/privacy/sql/data-copies.ts';
import { forgetErasedPeople } from '../../../src/privacy/sql/erasures.ts';
import {
  forgetConsents,
  forgetDeadTokens,
  forgetErased,
  forgetJobs,
  forgetPictures,
  type ForgetEnded,
  inCommit,
} from '../../../src/privacy/sql/retention.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { FROM_THE_OLDEST } from '../../../src/store/queries.ts';
import { copyJob } from '../../support/copy-job.ts';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';

const COUNT = 120;
const numbers = Array.from({ length: COUNT }, (_, n) => n);
/** After everything. */
const BEFORE = Number.MAX_SAFE_INTEGER;

/** So many jobs that are over and shown, each with these columns. */
async function jobsOver(bench: LogBench, set: Readonly<Record<string, unknown>>): Promise<void> {
  const { id, revision } = await bench.jobIn('completed');
  await bench.log.note.shown(id, revision);
  await copyJob(bench.path, id, COUNT - 1);
  await bench.db.updateTable('jobs').set(set).execute();
}

/** A transaction and its locks. */
type Piece = Pick<Changing, 'trx' | 'locks'>;

/** Something that forgets slice by slice. */
interface Forgetting {
  readonly fill: (bench: LogBench) => Promise<unknown>;
  /** Begins anew. What comes back forgets one slice after another. */
  readonly begin: () => (piece: Piece) => Promise<unknown>;
  /** What is to be forgotten. */
  readonly table: keyof Tables;
  readonly where?: string;
}

const byEnd = (forget: ForgetEnded<unknown>) => () => {
  let after = FROM_THE_OLDEST;
  return async (piece: Piece) => {
    const { next } = await forget(piece, BEFORE, after);
    after = next ?? after;
  };
};

const FORGETTING: Readonly<Record<string, Forgetting>> = {
  forgetPictures: {
    fill: (bench) => jobsOver(bench, { pictures: '[{"file":"a.png","format":"png"}]' }),
    begin: byEnd(forgetPictures),
    table: 'jobs',
    where: `pictures <> '[]'`,
  },
  forgetJobs: {
    fill: (bench) => jobsOver(bench, { pictures: '[]' }),
    begin: byEnd(forgetJobs),
    table: 'jobs',
  },
  forgetErased: {
    fill: (bench) =>
      jobsOver(bench, {
        erasedAt: 1,
        messageGoneAt: 1,
        messageId: null,
      }),
    begin: byEnd(forgetErased),
    table: 'jobs',
  },
  forgetConsents: {
    fill: ({ db }) => {
      const given = { userId: '1', guildId: '2', givenAt: 1, ...BY_BUTTON };
      const consents = numbers.map((n) => ({ ...given, jobId: `gone${n}` }));
      return db.insertInto('consents').values(consents).execute();
    },
    begin: () => {
      let after = 0;
      return async (piece) => {
        after = (await forgetConsents(piece, BEFORE, after)) ?? after;
      };
    },
    table: 'consents',
  },
  forgetCopies: {
    fill: ({ db }) =>
      db
        .insertInto('dataCopies')
        .values(numbers.map((n) => ({ userId: String(n), sentAt: 1 })))
        .execute(),
    begin: () => (piece) => forgetCopies(piece, BEFORE),
    table: 'dataCopies',
  },
  forgetDeadTokens: {
    fill: (bench) => jobsOver(bench, { private: 1, interactionToken: 'x', tokenExpiresAt: 1 }),
    begin: () => (piece) => forgetDeadTokens(piece, BEFORE),
    table: 'jobs',
    where: 'interaction_token IS NOT NULL',
  },
  forgetErasedPeople: {
    fill: ({ db }) =>
      db
        .insertInto('erasedPeople')
        .values(numbers.map((n) => ({ pseudonym: String(n), askedAt: 1 })))
        .execute(),
    begin: () => (piece) => forgetErasedPeople(piece, BEFORE),
    table: 'erasedPeople',
  },
};

it.each(Object.entries(FORGETTING))(
  '%s forgets fifty rows a transaction, and all of them in turn',
  async (_, { fill, begin, table, where = 'true' }) => {
    const bench = new LogBench();
    await fill(bench);
    const left = async () => {
      const { count } = await bench.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(sql<boolean>`${sql.raw(where)}`)
        .executeTakeFirstOrThrow();
      return count;
    };
    const steps = [await left()];
    const forgetSlice = begin();
    while (steps.length < 4) {
      await inCommit(bench.store, forgetSlice);
      steps.push(await left());
    }
    expect(steps).toEqual([COUNT, 70, 20, 0]);
  },
);
