import { type JobRow, storedInputs, storedPictures } from '../jobs/sql/job-row.ts';
import type { Pauses } from '../jobs/sql/pauses.ts';
import type { TimeCursor } from '../store/queries.ts';
import type { PersonalRecords } from './sql/personal-records.ts';

/** Limit of rows counted for a summary, besides a first slice of each table. */
export const MOST_COUNTED = 20_000;

/** What is stored about a member, in numbers. Times are milliseconds since the epoch. */
export interface PersonalSummary {
  /** Whether the count stopped early, so that the numbers are lower bounds. */
  readonly isCut: boolean;
  readonly jobs: number;
  readonly underWay: number;
  readonly oldestJobAt: number | undefined;
  /** Stored pictures, made for them or uploaded by them. */
  readonly pictures: number;
  readonly sent: number;
  /** Consents given, and those withdrawn. */
  readonly consents: number;
  readonly withdrawn: number;
  readonly reportsMade: number;
  readonly reportsAgainst: number;
  /** Servers that blocked them. */
  readonly blocks: number;
  /** The operator's blocks of the member, current or past. */
  readonly keptOut: number;
  /** Moderation log entries that name them as moderator or subject, and blocks they made. */
  readonly acts: number;
  /** Other members' requests that asked for their picture, or that they cancelled. */
  readonly ofOthers: number;
  /** Consent questions about a message's picture, by them or to them. */
  readonly questions: number;
  /** Commands with defaults, whether they have other settings, and their presets. */
  readonly defaults: number;
  readonly settings: number;
  readonly presets: number;
  /** Server presets that they made. */
  readonly serverPresets: number;
  /** Refused prompts that count towards a pause, and when the last pause ends or ended. */
  readonly tries: number;
  readonly pauseEndsAt: number | undefined;
}

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
  async summaryOf(userId: string, signal?: AbortSignal): Promise<PersonalSummary> {
    const records = this.#records;
    const counting = new Counting(this.#mostCounted, signal);
    const count = (slices: AsyncIterable<readonly unknown[]>) => counting.count(slices);
    const { tries, pauses } = await this.#pauses.recordsOf(userId);
    const few = {
      tries: tries.length,
      pauseEndsAt: pauses[0]?.endsAt,
      blocks: await count(records.blocks(userId)),
      keptOut: await count(records.keptOut(userId)),
      defaults: await count(records.defaults(userId)),
      settings: await count(records.settings(userId)),
      presets: await count(records.presets(userId)),
      serverPresets: await count(records.serverPresets(userId)),
      reportsMade: await count(records.reportsMade(userId)),
      acts:
        (await count(records.acts('byUser', userId))) +
        (await count(records.acts('userId', userId))) +
        (await count(records.blocksMade(userId))),
      ofOthers:
        (await count(records.askedAbout(userId))) +
        (await count(records.cancelledOfOthers(userId))),
      questions:
        (await count(records.questions('askerId', userId))) +
        (await count(records.questions('posterId', userId))),
    };
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
    let consents = 0;
    let withdrawn = 0;
    for await (const rows of counting.slices(records.consents(userId))) {
      const over = rows.filter(({ withdrawnAt }) => withdrawnAt !== null).length;
      withdrawn += over;
      consents += rows.length - over;
    }
    return { ...few, ...sum, consents, withdrawn, oldestJobAt, isCut: counting.isCut };
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
    yield* of('jobEvents', records.jobEvents(userId));
    yield* of('consents', records.consents(userId));
    yield* of('reportsMade', records.reportsMade(userId));
    yield* of('reportsAgainst', records.reportsAgainst(userId));
    yield* of('blocks', records.blocks(userId));
    yield* of('blocksMade', records.blocksMade(userId));
    yield* of('keptOut', records.keptOut(userId));
    yield* of('actsBy', records.acts('byUser', userId));
    yield* of('actsAbout', records.acts('userId', userId));
    yield* of('askedAbout', records.askedAbout(userId));
    yield* of('questionsAsked', records.questions('askerId', userId));
    yield* of('questionsGot', records.questions('posterId', userId));
    yield* of('cancelledOfOthers', records.cancelledOfOthers(userId));
    yield* of('dataCopies', records.copies(userId));
    yield* of('settings', records.settings(userId));
    yield* of('defaults', records.defaults(userId));
    yield* of('presets', records.presets(userId));
    yield* of('serverPresets', records.serverPresets(userId));
    const { tries, pauses } = await this.#pauses.recordsOf(userId);
    yield { table: 'safetyTries', rows: tries };
    yield { table: 'safetyPauses', rows: pauses };
  }
}

async function* of(
  table: string,
  slices: AsyncIterable<readonly object[]>,
): AsyncGenerator<RecordSlice> {
  for await (const rows of slices) yield { table, rows: rows.map((row) => without(row, ['row'])) };
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
