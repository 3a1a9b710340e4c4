import SQLite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect, type CompiledQuery } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Database, migrate } from '../../src/store/database.ts';
import { lapseReports } from '../../src/moderation/moderation.ts';
import { requireFewReports } from '../../src/moderation/sql/file-report.ts';
import {
  forgetConsents,
  forgetDeadTokens,
  forgetErased,
  forgetReports,
  inCommit,
} from '../../src/privacy/sql/retention.ts';
import { forgetQuestions, requireMayAsk } from '../../src/jobs/sql/poster-questions.ts';
import { changeQueues, Queues, rejoinQueue } from '../../src/jobs/sql/queue.ts';
import { Changing } from '../../src/jobs/sql/changing.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { rulesOf } from '../../src/rules/sql/server-rules.ts';
import { EndedJobs } from '../../src/usage/sql/ended-jobs.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { JobRows } from '../../src/jobs/sql/job-rows.ts';
import { JobQueries } from '../../src/jobs/sql/job-queries.ts';
import { GpuUse, moneyLeft, Spend } from '../../src/jobs/sql/usage.ts';
import { moveJob } from '../../src/jobs/sql/move-job.ts';
import { type NewJob, writeNewJob } from '../../src/jobs/sql/new-job.ts';
import { reachRound } from '../../src/jobs/sql/fair-share.ts';
import { dayUse } from '../../src/jobs/sql/day-use.ts';
import { type Limits, requireRoom } from '../../src/jobs/sql/limits.ts';
import { premiumOf } from '../../src/premium/sql/credits.ts';
import { Entitlements } from '../../src/premium/sql/entitlements.ts';
import { PersonalRecords } from '../../src/privacy/sql/personal-records.ts';
import {
  anyLapseUnnoted,
  noteSomeLapses,
  ReportsWaiting,
} from '../../src/moderation/sql/report-channels.ts';
import { KeptOut } from '../../src/operator/kept-out.ts';
import { Blocks } from '../../src/moderation/sql/server-settings.ts';
import { interactionLock, Locks, QUEUE_LOCK } from '../../src/store/locks.ts';
import { SqliteStore } from '../../src/store/sqlite-store.ts';
import { BY_BUTTON } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { sampleRequest } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { sampleReport } from '../../packages/stand-ins/playground/cards/sample-report.ts';
import { slicing } from '../support/slicing.ts';
import type { Tables } from '../../src/store/tables.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';

const LIMITS: Limits = {
  atOncePerPerson: 1,
  atOncePerServer: 1,
  waitingPerPerson: 1,
  hourlyPerPerson: 1,
  hourlyPerServer: 1,
  dailyOutsideServers: 0,
};

const ASKER = { userId: '1', pseudonym: () => '3', guildId: '2', count: 1 };

const DAY = { pseudonym: () => '3', now: 1 };

const NEW_JOB: NewJob = {
  id: '1',
  state: 'ready',
  interactionId: '2',
  interactionToken: '',
  tokenExpiresAt: 1,
  guildId: '3',
  channelId: '4',
  userId: '5',
  request: sampleRequest(),
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  ageRestricted: false,
};

const QUESTION = { askerId: '5', posterId: '6', messageId: '7' };

/** An index may be read from end to end where it holds nothing else, or from its beginning. */
const SCANS_TOO_MUCH =
  /^SCAN (jobs|theirs|kept_out|poster_questions)(?! USING (COVERING )?INDEX jobs_(unfinished|in_line|in_line_since|in_flight|hidden)\b)/;
const SCANS = /^SCAN (jobs|theirs|reports|consents|blocks|kept_out|moderation_events|presets)\b/;
const SORTS = 'USE TEMP B-TREE';

/** How SQLite goes about every query that something makes. */
async function plansOf(
  ask: (db: Kysely<Tables>, sqlite: SQLite.Database) => Promise<unknown>,
): Promise<string[]> {
  const sqlite = new SQLite(':memory:');
  migrate(sqlite, ':memory:');
  const asked: CompiledQuery[] = [];
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => {
      // With an empty list nothing is read, whatever the plan says.
      const readsNothing = query.sql.endsWith('in ()');
      if (!readsNothing && /\b(select|update|delete)\b/i.test(query.sql)) asked.push(query);
    },
  });
  await ask(db, sqlite);
  const plans = asked.flatMap(({ sql, parameters }) =>
    sqlite
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters)
      .map(({ detail }) => detail),
  );
  await db.destroy();
  return plans;
}

const ROWS = new JobRows(builtInRecipes);

function storeOf(db: Kysely<Tables>, sqlite: SQLite.Database): SqliteStore {
  return new SqliteStore({ sqlite, writing: db, reading: db });
}

function queuesOf(db: Kysely<Tables>, sqlite: SQLite.Database): Queues {
  return new Queues(storeOf(db, sqlite), new ManualClock());
}

/** A piece of work that holds the line. */
async function changing(db: Kysely<Tables>): Promise<Changing> {
  const locks = new Locks({ take: () => undefined, takeRows: () => undefined });
  await locks.hold(interactionLock('2'), QUEUE_LOCK);
  return new Changing(db, { locks, clock: { now: () => 1 }, rows: ROWS, pseudonym: (id) => id });
}

/** What asks about people, with that database. */
function peopleOf(db: Kysely<Tables>, sqlite: SQLite.Database) {
  const clock = new ManualClock();
  const store = storeOf(db, sqlite);
  const log = new JobLog(store, clock, LIMITS, String);
  return {
    ...peopleParts({ store, log, clock }),
    store,
    log,
    records: new PersonalRecords({ read: db }, slicing()),
    blocks: new Blocks(store, clock),
  };
}

async function drain(pieces: AsyncIterable<unknown>): Promise<void> {
  const walk = pieces[Symbol.asyncIterator]();
  while ((await walk.next()).done !== true);
}

const WHILE = { guildId: '1', since: 1, until: 2 };
const ignore = () => undefined;

const FACES = { recipe: 'face', endpointId: 'ep', worker: 'contract' };

async function moneyLeftIn(trx: Database): Promise<number> {
  const locks = new Locks({ take: () => undefined, takeRows: () => undefined });
  await locks.hold(QUEUE_LOCK);
  return moneyLeft({ trx, locks }, { limit: 1, since: 1, endsAt: 2 });
}

describe('what is asked at every turn reads no more of the log than it needs:', () => {
  it.each<[string, (db: Kysely<Tables>, sqlite: SQLite.Database) => Promise<unknown>]>([
    ['whose turn it is', (db, sqlite) => queuesOf(db, sqlite).nextDue({ maxJobsInFlight: 9 }, 9)],
    [
      'whose turn it is, without a limit',
      (db, sqlite) => queuesOf(db, sqlite).nextDue({ maxJobsInFlight: 0 }, 9),
    ],
    ['in which queues anybody waits', (db, sqlite) => queuesOf(db, sqlite).nonEmpty()],
    ['who waits in line', (db, sqlite) => queuesOf(db, sqlite).slice('', undefined, 9)],
    ['what is in progress', (db, sqlite) => queuesOf(db, sqlite).inProgress(9)],
    ['who has waited for too long', (db, sqlite) => queuesOf(db, sqlite).waitingSince(1, 9)],
    ['when the line changes by time alone', (db, sqlite) => queuesOf(db, sqlite).times()],
    ['whether somebody may be sent again', (db, sqlite) => queuesOf(db, sqlite).rejoin(1)],
    ['who may be sent again', async (db) => rejoinQueue(await changing(db), 9, 1)],
    [
      'which round is joined',
      async (db) => moveJob(await changing(db), '1', { to: 'ready', cause: 'test' }),
    ],
    [
      'which round of another queue is joined',
      async (db) => changeQueues(await changing(db), [{ id: '1', queue: 'x' }]),
    ],
    ['which round a new job joins', async (db) => writeNewJob(await changing(db), NEW_JOB)],
    [
      'whether a poster may be asked',
      (db) => requireMayAsk(db, QUESTION, { now: 1, pseudonym: (id) => id }),
    ],
    ['which questions to posters are old', (db) => forgetQuestions({ trx: db }, 1)],
    ['that a round is reached', (db) => reachRound(db, { userId: '1', queue: '', round: 2 })],
    ['how many jobs there are of each state', (db) => new JobQueries(db, ROWS).countByState()],
    ['whether somebody is within their limits', (db) => requireRoom(db, ASKER, LIMITS, 1)],
    [
      'what premium gives a member of a server',
      (db) =>
        premiumOf(
          db,
          { userId: '1', guildId: '2' },
          { skus: { 3: { credits: 1 } }, pseudonym: String, now: 0 },
        ),
    ],
    ['what a member made within a day', (db) => dayUse(db, ASKER, DAY)],
    ['what a server made within a day', (db) => dayUse(db, { guildId: '1' }, DAY)],
    [
      'what a server has made in a while',
      (db, sqlite) => new EndedJobs(storeOf(db, sqlite), 1).each(WHILE, ignore, slicing()),
    ],
    [
      'what all servers have made in a while',
      (db, sqlite) => {
        const { since, until } = WHILE;
        return new EndedJobs(storeOf(db, sqlite), 1).each({ since, until }, ignore, slicing());
      },
    ],
    ['what a server allows', (db) => rulesOf(db, '1')],
    ['how long such pictures take', (db) => new GpuUse(db, ROWS).pastRuns(FACES, 9)],
    [
      'how many are ahead',
      (db) => new JobQueries(db, ROWS).countAhead({ runpodEndpointId: 'ep', submittedAt: 1 }),
    ],
    ['what GPU time is used up', (db) => new GpuUse(db, ROWS).msSince(1, 1)],
    ['what GPU time a server has used', (db) => new GpuUse(db, ROWS).msSince(1, 1, '1')],
    [
      'what a server has under way',
      (db) => new GpuUse(db, ROWS).underWayIn('1', { counted: 9, read: 9 }),
    ],
    ['what money is spent', (db) => new Spend(db).since(1)],
    ['what money is promised', (db) => new Spend(db).underWay()],
    ['what money is left for more', moneyLeftIn],
    [
      'whether anything is kept about somebody',
      (db) => new PersonalRecords({ read: db }, slicing()).isAny('1'),
    ],
    ['whether anybody is kept out', (db) => new KeptOut({ read: db }).whichOf('1', '2')],
    [
      'whether reports wait in a server',
      (db, sqlite) =>
        new ReportsWaiting(storeOf(db, sqlite), new ManualClock()).isNoticePending('1'),
    ],
    [
      'how many reports somebody has made',
      (db) =>
        requireFewReports(
          db,
          { userId: '1', pseudonym: '2' },
          { guildId: '3', reason: 'other', now: 1 },
        ),
    ],
    [
      'whether a picture is reported as showing a minor',
      (db, sqlite) => {
        const store = storeOf(db, sqlite);
        const clock = new ManualClock();
        const log = new JobLog(store, clock, LIMITS, String);
        return peopleParts({ store, log, clock }).reports.isReportedAsMinor('1');
      },
    ],
    [
      'which message shows a report, and with which others',
      async (db, sqlite) => {
        const store = storeOf(db, sqlite);
        const clock = new ManualClock();
        const log = new JobLog(store, clock, LIMITS, String);
        const { reports } = peopleParts({ store, log, clock });
        await reports.leadOf(sampleReport());
        await reports.joinedTo(sampleReport());
        await reports.isReportedBy('1', '2');
      },
    ],
    [
      'whether anybody is still to learn of a lost channel',
      (db, sqlite) => anyLapseUnnoted(storeOf(db, sqlite)),
    ],
    ['what is unfinished', (db) => drain(new JobQueries(db, ROWS).unfinished())],
    ["a person's latest jobs", (db) => new JobQueries(db, ROWS).latestOf('1', 9)],
    [
      'whether somebody has asked for nothing before',
      (db) => new JobQueries(db, ROWS).isFirstOf('1', '2'),
    ],
  ])('%s', async (_, ask) => {
    const plans = await plansOf(ask);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => SCANS_TOO_MUCH.test(plan))).toEqual([]);
    // Only what is about one member, server or picture, or in progress, may be put into an order.
    const ofOne =
      /INDEX (jobs_by_(user|guild|gpu_time_of_guild)|jobs_in_flight|moderation_events_reported|entitlements_of_user|sqlite_autoindex_reports_2)\b/;
    expect(plans.filter((plan) => plan.includes(SORTS)).length).toBeLessThanOrEqual(
      plans.filter((plan) => ofOne.test(plan)).length,
    );
  });

  it('how many are not over, and where they are', async () => {
    const plans = await plansOf((db) => new JobQueries(db, ROWS).countUnderWay());
    expect(plans).toEqual(['SCAN jobs USING COVERING INDEX jobs_under_way']);
  });
});

const LOOKED_FOR = {
  states: new Set(['failed']),
  terms: ['fox'],
  from: { way: 'older', cursor: { at: 1, row: 1 } },
  atMost: 9,
  budget: { rows: 9, ms: 1_000 },
} as const;
const NEWER = { way: 'newer', cursor: { at: 1, row: 1 } } as const;

describe('a walk over much goes along one index, and puts nothing into an order:', () => {
  const indexesOf = (plans: readonly string[]) =>
    new Set(plans.flatMap((plan) => / INDEX (\w+)/.exec(plan)?.[1] ?? []));

  it.each<[string, string, (people: ReturnType<typeof peopleOf>) => Promise<unknown>]>([
    ['the jobs of a person', 'jobs_by_user', ({ records }) => drain(records.jobs('1'))],
    ['their consents', 'consents_by_user', ({ records }) => drain(records.consents('1'))],
    [
      'when they were kept out',
      'kept_out_by_subject',
      ({ records }) => drain(records.keptOut('1')),
    ],
    [
      'old reports, acts of moderators, and whom the operator has let in again',
      'reports_by_decision moderation_events_by_time rule_changes_by_time kept_out_lifted',
      ({ store }) => inCommit(store, forgetReports, 1),
    ],
    ['reports by them', 'reports_by_reporter', ({ records }) => drain(records.reportsMade('1'))],
    ['where they are blocked', 'blocks_by_user', ({ records }) => drain(records.blocks('1'))],
    [
      'what moderators did about them',
      'moderation_events_by_user',
      ({ records }) => drain(records.acts('userId', '1')),
    ],
    [
      'what they did as moderators',
      'moderation_events_by_moderator',
      ({ records }) => drain(records.acts('byUser', '1')),
    ],
    [
      'limits set for them',
      'server_rules_by_member',
      ({ records }) => drain(records.rulesAbout('1')),
    ],
    [
      'changes of limits that they made',
      'rule_changes_by_user',
      ({ records }) => drain(records.ruleChanges('byUser', '1')),
    ],
    [
      'changes of limits for them',
      'rule_changes_about',
      ({ records }) => drain(records.ruleChanges('subjectId', '1')),
    ],
    [
      'presets of servers that they made',
      'presets_by_maker',
      ({ records }) => drain(records.serverPresets('1')),
    ],
    ['what they bought', 'entitlements_of_user', ({ records }) => drain(records.entitlements('1'))],
    [
      'credits that Discord is to be told of',
      'entitlements_to_consume',
      ({ store }) => new Entitlements(store, new ManualClock(), {}).unconsumed(),
    ],
    [
      'what a person looks for among their jobs',
      'jobs_by_user',
      ({ log }) => log.jobs.search({ of: { userId: '1' }, ...LOOKED_FOR }, slicing()),
    ],
    [
      'the same towards the newest',
      'jobs_by_user',
      ({ log }) => log.jobs.search({ of: { userId: '1' }, ...LOOKED_FOR, from: NEWER }, slicing()),
    ],
    [
      'what a moderator looks for in their server',
      'jobs_by_guild',
      ({ log }) => log.jobs.search({ of: { guildId: '1' }, ...LOOKED_FOR }, slicing()),
    ],
    [
      'what they look for among their own jobs and those of their server',
      'jobs_by_user jobs_by_guild',
      ({ log }) =>
        log.jobs.search({ of: { userId: '1', moderatedGuildId: '2' }, ...LOOKED_FOR }, slicing()),
    ],
    [
      'the same towards the newest',
      'jobs_by_user jobs_by_guild',
      ({ log }) =>
        log.jobs.search(
          { of: { userId: '1', moderatedGuildId: '2' }, ...LOOKED_FOR, from: NEWER },
          slicing(),
        ),
    ],
    [
      'what anybody may look at that was made from a picture',
      'jobs_looked_at_from',
      ({ log }) => log.jobs.madeFrom({ id: '1', private: false }, 9),
    ],
    ['jobs under way', 'jobs_open_by_user', ({ log }) => drain(log.jobs.underWayOf('1'))],
    [
      'how many are under way in a server',
      'jobs_open_by_user',
      ({ log }) => log.jobs.countUnderWayOf({ userId: '1', guildId: '2' }),
    ],
    ['untold reports', 'reports_untold', ({ reports }) => drain(reports.unposted())],
    ['erased jobs with a message', 'jobs_erased', ({ log }) => drain(log.jobs.erasedWithMessage())],
    [
      'ends that nobody was told of',
      'jobs_by_end',
      ({ log }) => drain(log.jobs.withoutEndReply(1)),
    ],
    ['jobs told of in vain', 'jobs_told_in_vain', ({ log }) => drain(log.jobs.withObsoleteReply())],
    ['what is to be followed', 'jobs_follow_due', ({ reports }) => reports.follow(undefined)],
    ['consents that stand', 'consents_standing', ({ erasure }) => erasure.withdrawConsents('1')],
    [
      'those ahead',
      'jobs_queued',
      ({ log }) => log.jobs.countAhead({ runpodEndpointId: 'ep', submittedAt: 1 }),
    ],
    ['blocks by somebody', 'blocks_by_blocker', ({ erasure }) => erasure.erase('1', clearNothing)],
    [
      'what is left to be erased',
      'jobs_open_by_user',
      ({ erasure }) => erasure.erase('1', clearNothing),
    ],
    [
      'reports that nobody decided',
      'reports_undecided',
      ({ reports }) => lapseReports(reports, 1, () => Promise.resolve(), slicing()),
    ],
    [
      'open reports of a server, as it chooses a channel',
      'reports_open_by_guild',
      ({ moderation }) => moderation.chooseChannel('1', '2', '3', () => Promise.resolve()),
    ],
    [
      'the same where a run before did not come to them',
      'reports_open_by_guild',
      async ({ moderation, store }) => {
        const chosen = { guildId: '1', channelId: '2', movingUntil: 1 };
        await store.write((trx) => trx.insertInto('moderationChannels').values(chosen).execute());
        await moderation.finishMoves();
      },
    ],
    [
      'open reports of a server, as it loses its channel',
      'reports_open_by_guild',
      async ({ moderation, store }) => {
        const chosen = { guildId: '1', channelId: '2', movingUntil: null };
        await store.write((trx) => trx.insertInto('moderationChannels').values(chosen).execute());
        await moderation.loseChannel('1', '2');
      },
    ],
    [
      'open reports of servers without a channel',
      'reports_undecided',
      ({ log }) => {
        const slice = { guildId: undefined, lapseAfterMs: 1, from: FROM_THE_OLDEST };
        return noteSomeLapses(log, slice);
      },
    ],
    ['the blocks of a server', 'blocks_by_time', ({ blocks }) => blocks.of('1', 0)],
    [
      'erased jobs that ended',
      'jobs_erased_by_end',
      ({ store }) => inCommit(store, forgetErased, 1, FROM_THE_OLDEST),
    ],
    [
      'consents of which nothing is left',
      'picture_sources_made_from',
      async ({ store }) => {
        const given = { jobId: '1', userId: '2', guildId: '3', givenAt: 0, ...BY_BUTTON };
        await store.write((trx) => trx.insertInto('consents').values(given).execute());
        await inCommit(store, forgetConsents, 1, 0);
      },
    ],
    [
      'tokens that are dead',
      'jobs_private_tokens',
      ({ store }) => inCommit(store, forgetDeadTokens, 1),
    ],
  ])('%s', async (_, index, ask) => {
    const plans = await plansOf(async (...opened) => {
      const people = peopleOf(...opened);
      await ask(people);
      await people.store.stop();
    });
    for (const one of index.split(' ')) expect(indexesOf(plans)).toContain(one);
    expect(plans.filter((plan) => SCANS.test(plan))).toEqual([]);
    expect(plans.filter((plan) => plan.includes(SORTS))).toEqual([]);
  });
});

const ROOMY: Limits = {
  atOncePerPerson: 99,
  atOncePerServer: 99,
  waitingPerPerson: 99,
  hourlyPerPerson: 99,
  hourlyPerServer: 99,
  dailyOutsideServers: 0,
};

/** The same person asked for two pictures in the same server. */
const SEVERAL_ASKED_FOR = `INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at,
    guild_id, channel_id, user_id, state, recipe, params, models, created_at, count)
  VALUES ('1', '1', '1', 1, '2', '3', '1', 'ready', 'text', '{}', '{}', 1, 2)`;

describe('a new job', () => {
  it('is sent within the shares of its person and server without a look at all that waits', async () => {
    const plans = await plansOf(async (db, sqlite) => {
      sqlite.exec(SEVERAL_ASKED_FOR);
      const queues = queuesOf(db, sqlite);
      await queues.nextDue({ maxJobsInFlight: 9, atOnce: LIMITS }, 9);
      await queues.shares(LIMITS);
    });
    const indexes = plans.flatMap((plan) => / INDEX (\w+)/.exec(plan)?.[1] ?? []);
    const ofJobs = indexes.filter((index) => index.startsWith('jobs_'));
    expect(new Set(ofJobs)).toEqual(new Set(['jobs_in_line', 'jobs_in_flight']));
    expect(plans.filter((plan) => SCANS_TOO_MUCH.test(plan))).toEqual([]);
    expect(plans).not.toContain('USE TEMP B-TREE FOR ORDER BY');
  });

  it('is held against the limits of its person and server without a look at all that waits', async () => {
    const plans = await plansOf((db) => requireRoom(db, ASKER, LIMITS, 1));
    const indexes = plans.flatMap((plan) => / INDEX (\w+)/.exec(plan)?.[1] ?? []);
    expect(indexes).toEqual([
      'jobs_open_by_user',
      'jobs_by_user',
      'jobs_several_by_user',
      'jobs_by_guild',
      'jobs_several_by_guild',
    ]);
  });

  it('is held against them by indexes alone, where others are of several pictures too', async () => {
    const plans = await plansOf(async (db, sqlite) => {
      sqlite.exec(SEVERAL_ASKED_FOR);
      await requireRoom(db, ASKER, ROOMY, 1);
    });
    const searches = plans.filter((plan) => plan.startsWith('SEARCH jobs'));
    expect(searches).toHaveLength(5);
    // Those that are not over are counted, which needs nothing that is in their rows.
    const open = (plan: string) => / INDEX jobs_open_by_user\b/.test(plan);
    expect(searches.filter((plan) => !plan.includes(' COVERING ') && !open(plan))).toEqual([]);
  });
});
