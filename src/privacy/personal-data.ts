import { type JobRow, storedInputs, storedPictures } from '../jobs/sql/job-row.ts';
import { countConsents } from '../jobs/sql/consents.ts';
import type { Pauses } from '../jobs/sql/pauses.ts';
import type { TimeCursor } from '../store/queries.ts';
import type { PersonalRecords } from './sql/personal-records.ts';

/** Limit of rows counted for a summary, besides a first slice of each table. */
export const MOST_COUNTED = 20_000;

/** What is stored about a member, in numbers. Times are milliseconds since the epoch. */
export type PersonalSummary = Awaited<ReturnType<PersonalData['summaryOf']>>;

/** Some rows of one table. */
export interface RecordSlice {
  readonly table: string;
  readonly rows: readonly object[];
}

/** Collects what the bot stores about a member. */
export class PersonalData {
  readonly #records: PersonalRecords;
  readonly #pauses: Pick<Pauses, 'recordsOf'>;
  readonly #mostCounted: number;

  constructor(
    records: PersonalRecords,
    pauses: Pick<Pauses, 'recordsOf'>,
    mostCounted = MOST_COUNTED,
  ) {
    this.#records = records;
    this.#pauses = pauses;
    this.#mostCounted = mostCounted;
  }

  /** Whether any data is stored: requests, reports, consents, settings or blocks. */
  async isKept(userId: string): Promise<boolean> {
    if (await this.#records.isAny(userId)) return true;
    const { tries, pauses } = await this.#pauses.recordsOf(userId);
    return tries.length + pauses.length > 0;
  }

  /**
   * Counts stored rows, {@link MOST_COUNTED} at most, small tables first.
   *
   * @throws the signal's reason, between two slices.
   */
  async summaryOf(userId: string, signal?: AbortSignal) {
    const records = this.#records;
    const tables = this.#tables(userId);
    const counting = new Counting(this.#mostCounted, signal);
    const count = (slices: AsyncIterable<readonly unknown[]>) => counting.count(slices);
    const { tries, pauses } = await this.#pauses.recordsOf(userId);
    const few = {
      /** Refused prompts that count towards a pause, and when the last pause ends or ended. */
      tries: tries.length,
      pauseEndsAt: pauses[0]?.endsAt,
      /** Servers that blocked them. */
      blocks: await count(tables.blocks),
      /** Limits that managers of servers set for them. */
      limits: await count(tables.limits),
      /** What they bought at Discord. */
      purchases: await count(tables.entitlements),
      /** The operator's blocks of the member, current or past. */
      keptOut: await count(tables.keptOut),
      /** Commands with defaults, whether they have other settings, and their presets. */
      defaults: await count(tables.defaults),
      settings: await count(tables.settings),
      presets: await count(tables.presets),
      /** Server presets that they made. */
      serverPresets: await count(tables.serverPresets),
      reportsMade: await count(tables.reportsMade),
      /** Moderation log entries that name them as moderator or subject, blocks they made, and changes of limits. */
      acts:
        (await count(tables.actsBy)) +
        (await count(tables.actsAbout)) +
        (await count(tables.blocksMade)) +
        (await count(tables.limitChangesBy)) +
        (await count(tables.limitChangesAbout)),
      /** Other members' requests that asked for their picture, or that they cancelled. */
      ofOthers: (await count(tables.askedAbout)) + (await count(tables.cancelledOfOthers)),
      /** Consent questions about a message's picture, by them or to them. */
      questions: (await count(tables.questionsAsked)) + (await count(tables.questionsGot)),
    };
    /** `pictures`: stored ones made for them; `sent`: uploaded by them. */
    const sum = { jobs: 0, underWay: 0, pictures: 0, sent: 0, reportsAgainst: 0 };
    let oldestJobAt: number | undefined;
    for await (const rows of counting.slices(records.jobsInBrief(userId))) {
      oldestJobAt ??= rows[0]?.createdAt;
      sum.jobs += rows.length;
      sum.underWay += rows.filter(({ finishedAt }) => finishedAt === null).length;
      for (const row of rows) sum.sent += sentPictures(row);
      for (const { pictures } of rows) sum.pictures += storedPictures(pictures)?.length ?? 0;
      sum.reportsAgainst += (await records.reportsOf(rows.map(({ id }) => id))).length;
    }
    const said = { consents: 0, withdrawn: 0, statements: 0, statementsWithdrawn: 0 };
    for await (const rows of counting.slices(tables.consents)) {
      const standing = countConsents(rows.filter(({ withdrawnAt }) => withdrawnAt === null));
      const all = countConsents(rows);
      said.consents += standing.consents;
      said.withdrawn += all.consents - standing.consents;
      said.statements += standing.statements;
      said.statementsWithdrawn += all.statements - standing.statements;
    }
    return {
      ...few,
      ...sum,
      /** Consents, and statements that a picture shows no person: those that stand, and withdrawn ones. */
      ...said,
      oldestJobAt,
      /** Whether the count stopped early, so that the numbers are lower bounds. */
      isCut: counting.isCut,
    };
  }

  /**
   * Every stored row about a member, table by table, in slices. For photos and message tokens it
   * says only that they exist. Other members' ids are left out.
   */
  async *recordsOf(userId: string): AsyncGenerator<RecordSlice> {
    const records = this.#records;
    for await (const rows of records.jobs(userId)) {
      yield { table: 'jobs', rows: rows.map((row) => withoutOthers(row, userId)) };
    }
    for (const [table, slices] of Object.entries<AsyncIterable<readonly object[]>>(
      this.#tables(userId),
    )) {
      for await (const rows of slices) {
        yield { table, rows: rows.map((row) => without(row, ['row'])) };
      }
    }
    const { tries, pauses } = await this.#pauses.recordsOf(userId);
    yield { table: 'safetyTries', rows: tries };
    yield { table: 'safetyPauses', rows: pauses };
  }

  /** The rows of each table but the jobs themselves. Nothing is read before they are walked. */
  #tables(userId: string) {
    const records = this.#records;
    return {
      jobEvents: records.jobEvents(userId),
      consents: records.consents(userId),
      reportsMade: records.reportsMade(userId),
      reportsAgainst: records.reportsAgainst(userId),
      blocks: records.blocks(userId),
      blocksMade: records.blocksMade(userId),
      limits: records.rulesAbout(userId),
      limitChangesBy: records.ruleChanges('byUser', userId),
      limitChangesAbout: records.ruleChanges('subjectId', userId),
      keptOut: records.keptOut(userId),
      actsBy: records.acts('byUser', userId),
      actsAbout: records.acts('userId', userId),
      askedAbout: records.askedAbout(userId),
      questionsAsked: records.questions('askerId', userId),
      questionsGot: records.questions('posterId', userId),
      cancelledOfOthers: records.cancelledOfOthers(userId),
      dataCopies: records.copies(userId),
      settings: records.settings(userId),
      defaults: records.defaults(userId),
      presets: records.presets(userId),
      serverPresets: records.serverPresets(userId),
      entitlements: records.entitlements(userId),
    };
  }
}

/** How many uploaded pictures a row holds; 1 if unreadable. */
function sentPictures({
  inputs,
  hasPhoto,
}: Pick<JobRow, 'inputs'> & { readonly hasPhoto: unknown }): number {
  if (Number(hasPhoto) !== 1) return 0;
  const stored = storedInputs(inputs);
  return typeof stored === 'string' ? 1 : stored.length;
}

/** Passes on slices up to the row limit, and the first of each table in any case. */
class Counting {
  isCut = false;
  readonly #signal: AbortSignal | undefined;
  #left: number;

  constructor(most: number, signal: AbortSignal | undefined) {
    this.#left = most;
    this.#signal = signal;
  }

  async *slices<Row>(slices: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
    let begun = false;
    for await (const rows of slices) {
      this.#signal?.throwIfAborted();
      if (begun && rows.length > 0 && this.#left <= 0) {
        this.isCut = true;
        return;
      }
      begun = true;
      this.#left -= rows.length;
      yield rows;
    }
  }

  async count(slices: AsyncIterable<readonly unknown[]>): Promise<number> {
    let sum = 0;
    for await (const rows of this.slices(slices)) sum += rows.length;
    return sum;
  }
}

function withoutOthers(
  row: JobRow & TimeCursor & { readonly hasPhoto: unknown },
  userId: string,
): object {
  const { interactionToken, cancelledBy, hasPhoto } = row;
  // The cursor of a walk is not personal data.
  return {
    ...without(row, ['at', 'row', 'interactionToken']),
    hasPhoto: Number(hasPhoto) === 1,
    hasInteractionToken: interactionToken !== null,
    cancelledBy: cancelledBy === null || cancelledBy === userId ? cancelledBy : 'another member',
  };
}

function without(row: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
