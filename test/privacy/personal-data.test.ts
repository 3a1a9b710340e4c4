import { describe, expect, it } from 'vitest';
import { PersonalData } from '../../src/privacy/personal-data.ts';
import { Presets } from '../../src/privacy/sql/presets.ts';
import { ServerRules } from '../../src/rules/sql/server-rules.ts';
import { PersonalRecords } from '../../src/privacy/sql/personal-records.ts';
import { JOB_COLUMNS } from '../../src/jobs/sql/job-row.ts';
import { CountedTurns } from '../support/counted-turns.ts';
import { BY_BUTTON, LogBench, pausesOf, pseudonym } from '../support/log-bench.ts';
import { slicing } from '../support/slicing.ts';
import { facePicture } from '../support/face-picture.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

const dataOf = (bench: LogBench, way = slicing()) =>
  new PersonalData(new PersonalRecords(bench.store, way), pausesOf(bench));

/** A log in which Ada did everything that leaves a row, and others did it to her. */
async function everything(): Promise<LogBench> {
  const bench = new LogBench();
  const { db, clock } = bench;
  const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];
  const { id: jobId, guildId } = await bench.jobIn('preparing', { pictures });
  const at = clock.now();
  const consent = { jobId, userId: ADA, guildId, givenAt: at, ...BY_BUTTON };
  await db.insertInto('consents').values(consent).execute();
  const report = { guildId, reason: 'hateful', reportedAt: at };
  await db
    .insertInto('reports')
    .values([
      { id: 'r1', jobId, reporterId: BEN, ...report },
      { id: 'r2', jobId: 'another', reporterId: ADA, ...report },
    ])
    .execute();
  await db
    .insertInto('blocks')
    .values([
      { guildId, userId: ADA, blockedBy: BEN, blockedAt: at },
      { guildId, userId: BEN, blockedBy: ADA, blockedAt: at },
    ])
    .execute();
  const rules = new ServerRules(bench.store, clock);
  for (const [about, by] of [
    [ADA, BEN],
    [BEN, ADA],
  ] as const) {
    const subject = { kind: 'member', id: about } as const;
    await rules.change(guildId, { subject, limit: 'count', value: 2 }, by);
  }
  const kept = { kind: 'person', subject: ADA, reason: 'spam', keptOutAt: at };
  await db
    .insertInto('keptOut')
    .values([kept, { ...kept, subject: BEN }])
    .execute();
  const asks = { userId: ADA, messageId: '9' };
  await bench.create({ state: 'awaiting_consent', userId: BEN, pictures, asks });
  const question = { messageId: '8', askerId: ADA, posterId: BEN, askedAt: at };
  await db
    .insertInto('posterQuestions')
    .values({ jobId: 'asked', ...question })
    .execute();
  const { id: stopped } = await bench.create({ state: 'ready', userId: BEN });
  await bench.log.cancel(stopped, 'a click', ADA);
  const bought = { skuId: '600000000000000001', asOf: at, changedAt: at };
  await db
    .insertInto('entitlements')
    .values([
      { ...bought, id: 'of Ada', userId: ADA },
      { ...bought, id: 'of a server', guildId },
    ])
    .execute();
  await db.insertInto('dataCopies').values({ userId: ADA, sentAt: at }).execute();
  await db.insertInto('personSettings').values({ userId: ADA, spoiler: 1 }).execute();
  const defaults = { userId: ADA, recipe: 'text', options: '{"steps":30}' };
  await db.insertInto('personDefaults').values(defaults).execute();
  const presets = new Presets(bench.store, clock);
  await presets.save({ kind: 'person', id: ADA }, { name: 'mine', before: 'old' }, ADA);
  await presets.save({ kind: 'server', id: guildId }, { name: 'ours' }, ADA);
  await presets.save({ kind: 'server', id: guildId }, { name: 'theirs' }, BEN);
  const person = pseudonym(ADA);
  await pausesOf(bench).noteTry(ADA, 'one');
  await pausesOf(bench).noteTry(BEN, 'one');
  // It has just ended.
  await db.insertInto('safetyPauses').values({ person, count: 3, endsAt: at }).execute();
  const act = { guildId, at, what: 'reported', jobId, reportId: 'r1' };
  await db
    .insertInto('moderationEvents')
    .values([
      { ...act, byUser: ADA, userId: BEN },
      { ...act, byUser: BEN, userId: ADA },
    ])
    .execute();
  return bench;
}

/** The same with 450 rows more of each that there can be many of. */
async function muchOfEverything(): Promise<LogBench> {
  const bench = await everything();
  const { db } = bench;
  const many = Array.from({ length: 450 }, (_, n) => n);
  const given = { userId: ADA, guildId: '1', givenAt: 1, ...BY_BUTTON };
  const report = { reporterId: ADA, guildId: '1', reason: 'hateful', reportedAt: 1 };
  const act = { guildId: '1', at: 1, what: 'blocked', byUser: ADA };
  await Promise.all(many.map(() => bench.create({ state: 'ready' })));
  await db
    .insertInto('consents')
    .values(many.map((n) => ({ ...given, jobId: `c${n}`, withdrawnAt: n % 3 === 0 ? 1 : null })))
    .execute();
  await db
    .insertInto('reports')
    .values(many.map((n) => ({ ...report, id: `m${n}`, jobId: `m${n}` })))
    .execute();
  await db
    .insertInto('blocks')
    .values(many.map((n) => ({ guildId: `g${n}`, userId: ADA, blockedBy: BEN, blockedAt: 1 })))
    .execute();
  const question = { messageId: '8', askerId: ADA, posterId: BEN, askedAt: 1 };
  await db
    .insertInto('posterQuestions')
    .values(many.map((n) => ({ jobId: `q${n}`, ...question })))
    .execute();
  await db
    .insertInto('moderationEvents')
    .values(many.map(() => act))
    .execute();
  return bench;
}

/** What is given out about somebody, by table. */
async function recordsOf(bench: LogBench, userId: string) {
  const tables = new Map<string, object[]>();
  for await (const { table, rows } of dataOf(bench).recordsOf(userId)) {
    tables.set(table, [...(tables.get(table) ?? []), ...rows]);
  }
  return tables;
}

describe('what is given out about a person', () => {
  it('has of every table what is theirs, and nothing that only the bot goes by', async () => {
    const tables = await recordsOf(await everything(), ADA);
    const keys = Object.fromEntries(
      [...tables].map(([table, [row = {}]]) => [table, Object.keys(row).toSorted()]),
    );
    const report = ['decidedAt', 'decision', 'jobId', 'reason', 'reportedAt'];
    const act = ['at', 'guildId', 'id', 'jobId', 'what'];
    const preset = ['after', 'before', 'madeAt', 'name', 'options', 'recipe'];
    expect(keys).toEqual({
      jobs: [...JOB_COLUMNS, 'hasInteractionToken', 'hasPhoto']
        .filter((column) => column !== 'interactionToken')
        .toSorted(),
      jobEvents: ['at', 'cause', 'fromState', 'id', 'jobId', 'toState'],
      consents: [
        ...['givenAt', 'givenBy', 'guildId', 'id', 'jobId', 'pictureSha256', 'userId'],
        ...['withdrawnAt', 'wording', 'wordingVersion'],
      ],
      reportsMade: [...report, 'guildId'].toSorted(),
      reportsAgainst: report,
      blocks: ['blockedAt', 'guildId'],
      blocksMade: ['blockedAt', 'guildId'],
      limits: ['guildId', 'limitName', 'value'],
      limitChangesBy: ['after', 'at', 'before', 'guildId', 'id', 'limitName'],
      limitChangesAbout: ['after', 'at', 'before', 'guildId', 'id', 'limitName'],
      keptOut: ['keptOutAt', 'liftedAt', 'reason'],
      actsBy: act,
      actsAbout: act,
      askedAbout: ['askedMessage', 'channelId', 'createdAt', 'guildId', 'jobId'],
      questionsAsked: ['askedAt', 'declined', 'jobId', 'messageId'],
      questionsGot: ['askedAt', 'declined', 'jobId', 'messageId'],
      cancelledOfOthers: ['finishedAt', 'guildId', 'jobId'],
      dataCopies: ['sentAt'],
      settings: ['askable', 'named', 'notify', 'private', 'spoiler'],
      defaults: ['options', 'recipe'],
      presets: preset,
      entitlements: ['credits', 'deleted', 'endsAt', 'id', 'skuId', 'spent', 'startsAt'],
      serverPresets: [...preset, 'number', 'ownerId'].toSorted(),
      safetyTries: ['triedAt', 'words'],
      safetyPauses: ['count', 'endsAt'],
    });
  });

  it('has what they cancelled themselves among their own requests alone', async () => {
    const bench = new LogBench();
    const { id } = await bench.create({ state: 'ready' });
    await bench.log.cancel(id, 'a click', ADA);
    const tables = await recordsOf(bench, ADA);
    expect([tables.get('jobs')?.length, tables.get('cancelledOfOthers')]).toEqual([1, []]);
  });

  it('has nobody else’s id, whoever cancelled a request of theirs', async () => {
    const bench = new LogBench();
    for (const by of [ADA, BEN]) {
      await bench.log.cancel((await bench.create({ state: 'ready' })).id, 'a click', by);
    }
    const jobs = (await recordsOf(bench, ADA)).get('jobs');
    expect(jobs).toMatchObject([{ cancelledBy: ADA }, { cancelledBy: 'another member' }]);
  });

  it('has a pause of a member of whom nothing else is kept', async () => {
    const bench = new LogBench();
    expect(await dataOf(bench).isKept(ADA)).toBe(false);
    await pausesOf(bench).noteTry(ADA, 'one');
    expect(await dataOf(bench).isKept(ADA)).toBe(true);
  });

  it('is nothing where nothing is kept', async () => {
    const tables = await recordsOf(await everything(), '400000000000000003');
    expect([...tables.values()].flat()).toEqual([]);
  });

  it('and its numbers are whole where there are many rows of each', async () => {
    const bench = await muchOfEverything();
    expect(await dataOf(bench).summaryOf(ADA)).toMatchObject({
      ...{ jobs: 451, underWay: 451, consents: 301, withdrawn: 150, reportsMade: 451 },
      ...{
        reportsAgainst: 1,
        blocks: 451,
        keptOut: 1,
        acts: 455,
        limits: 1,
        purchases: 1,
        ofOthers: 2,
        questions: 452,
      },
      ...{ settings: 1, defaults: 1, presets: 1, serverPresets: 1, tries: 1 },
      pauseEndsAt: bench.clock.now(),
    });
    const tables = await recordsOf(bench, ADA);
    const counts = Object.fromEntries([...tables].map(([table, rows]) => [table, rows.length]));
    const each = { jobs: 451, consents: 451, reportsMade: 451, blocks: 451, actsBy: 451 };
    expect(counts).toMatchObject({ ...each, reportsAgainst: 1, actsAbout: 1 });
    for (const rows of tables.values()) {
      expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    }
  });
});

/** One slice after another as it comes, with the turns that were asked for before it. */
async function slicesOf(bench: LogBench) {
  const turns = new CountedTurns();
  const data = dataOf(bench, { turns, signal: new AbortController().signal });
  const slices: { table: string; rows: number; turns: number }[] = [];
  for await (const { table, rows } of data.recordsOf(ADA)) {
    slices.push({ table, rows: rows.length, turns: turns.taken });
  }
  return slices;
}

describe('much about a person', () => {
  it('is read 200 rows at a time, with a turn of the event loop before each', async () => {
    const slices = await slicesOf(await muchOfEverything());
    const rowsOf = (name: string) =>
      slices.filter(({ table }) => table === name).map(({ rows }) => rows);
    const walkedThrough = ['jobs', 'consents', 'reportsMade', 'blocks', 'questionsAsked', 'actsBy'];
    for (const table of walkedThrough) {
      expect(rowsOf(table), table).toEqual([200, 200, 51]);
    }
    // Looked for by as many jobs, of which the first was reported, and has come one state further.
    expect(rowsOf('jobEvents')).toEqual([201, 200, 51]);
    expect(rowsOf('reportsAgainst')).toEqual([1, 0, 0]);
    // Of which there are few.
    const few = [
      'keptOut',
      'dataCopies',
      'settings',
      'defaults',
      'presets',
      'safetyTries',
      'safetyPauses',
    ];
    const walked = slices.filter(({ table }) => !few.includes(table));
    expect(walked.map((slice) => slice.turns)).toEqual(walked.map((_, index) => index + 1));
  });

  it('is counted in the same way', async () => {
    const turns = new CountedTurns();
    const { signal } = new AbortController();
    await dataOf(await muchOfEverything(), { turns, signal }).summaryOf(ADA);
    // Six tables of three slices, what moderators did about them, presets of servers, blocks that they made,
    // limits and their changes, what they bought, two questions about requests of others, and what others asked them. Reports of their pictures come with the jobs.
    expect(turns.taken).toBe(28);
  });

  it('is counted up to a bound, and the summary says that there is more', async () => {
    const bench = await muchOfEverything();
    const whole = await dataOf(bench).summaryOf(ADA);
    const all = whole.jobs + whole.consents + whole.withdrawn + whole.reportsMade;
    expect([whole.isCut, whole.jobs, whole.reportsAgainst]).toEqual([false, 451, 1]);
    const records = new PersonalRecords(bench.store, slicing());
    const cut = await new PersonalData(records, pausesOf(bench), 1_000).summaryOf(ADA);
    expect([cut.isCut, cut.blocks, cut.reportsMade]).toEqual([true, whole.blocks, 451]);
    expect(cut.jobs + cut.consents + cut.withdrawn + cut.reportsMade).toBeLessThan(all);
  });

  it('is no longer counted once its signal aborts', async () => {
    const bench = await muchOfEverything();
    const turns = new CountedTurns();
    const ended = new AbortController();
    turns.onTake = () => {
      if (turns.taken === 4) ended.abort(new Error('typed on'));
    };
    const { signal } = new AbortController();
    const data = dataOf(bench, { turns, signal });
    await expect(data.summaryOf(ADA, ended.signal)).rejects.toThrow('typed on');
    expect(turns.taken).toBe(4);
  });
});
