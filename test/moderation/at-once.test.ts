import { describe, expect, it, vi } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { setLapse } from '../../src/jobs/sql/visibility.ts';
import {
  ModerationRoles,
  ServerLanguages,
  SpoilerRules,
} from '../../src/moderation/sql/server-settings.ts';
import { type Lock, Locks } from '../../src/store/locks.ts';
import { finishedFrom } from '../support/made-from.ts';
import { REPORTER, ReportBench } from '../support/report-bench.ts';

const GUILD = '200000000000000001';
const OTHER = '400000000000000003';
const MODERATOR = '400000000000000004';
const SECOND = '400000000000000005';
const POST = { channelId: 'office', messageId: 'message' };

/** A server with pictures, its reports and its moderators. */
class Office extends ReportBench {
  readonly channels = this.people.channels;

  picture(...sources: readonly Job[]): Promise<Job> {
    return finishedFrom(this, sources);
  }

  /** What moderators did, by whom. */
  async acts(): Promise<string[]> {
    const acts = this.db.selectFrom('moderationEvents').select(['what', 'byUser']).orderBy('id');
    return (await acts.execute())
      .filter(({ what }) => what !== 'reported')
      .map(({ what, byUser }) => `${what} by ${byUser}`);
  }
}

describe('two moderators at once', () => {
  it('decide a report once: the second changes and logs nothing', async () => {
    const office = new Office();
    const job = await office.picture();
    const { id } = await office.reported(job);
    const decided = await Promise.all([
      office.reports.decide(id, 'restored', MODERATOR),
      office.reports.decide(id, 'removed', SECOND),
    ]);
    const [first, ...others] = decided.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    const { decision, decidedBy } = first?.report ?? {};
    const isRemoved = (await office.find(job)).visibility === 'removed';
    expect(decision).toBe(isRemoved ? 'removed' : 'restored');
    expect(await office.acts()).toEqual([`${decision} by ${decidedBy}`]);
  });

  it('decide a picture whose reports were decided no second time, though it is reported again', async () => {
    const office = new Office();
    const job = await office.picture();
    const first = await office.reported(job);
    await office.reports.decide(first.id, 'restored', MODERATOR);
    const later = await office.reported(job, OTHER, 'minor');
    expect(await office.reports.decide(first.id, 'removed', SECOND)).toBeUndefined();
    expect((await office.now(later)).decidedAt).toBeUndefined();
    expect((await office.find(job)).visibility).toBe('hidden');
  });

  it('remove a reported picture in one go, before or after the other restores it', async () => {
    const office = new Office();
    const job = await office.picture();
    const report = await office.reported(job);
    const [removed] = await Promise.all([
      office.reports.removePicture(job.id, MODERATOR),
      office.reports.decide(report.id, 'restored', SECOND),
    ]);
    expect(removed?.pictures).toHaveLength(1);
    expect((await office.now(report)).decidedAt).toBeDefined();
    expect((await office.find(job)).visibility).toBe('removed');
    expect((await office.acts()).at(-1)).toBe(`removed by ${MODERATOR}`);
  });
});

describe('a report that nobody decided', () => {
  it('lapses by how its picture is then, and not as it was when the report was found', async () => {
    const office = new Office();
    const job = await office.picture();
    const report = await office.reported(job, REPORTER, 'hateful');
    await office.reported(job, OTHER);
    await office.reports.decide(report.id, 'lapse', 'lapse');
    expect((await office.find(job)).visibility).toBe('removed');
    const shown = await office.picture();
    const harmless = await office.reported(shown, REPORTER, 'hateful');
    await office.reports.decide(harmless.id, 'lapse', 'lapse');
    expect((await office.find(shown)).visibility).toBe('shown');
  });
});

describe('a chosen channel', () => {
  it('is so from when that is written down: every report of before moves there', async () => {
    const office = new Office();
    const choosing = office.channels.choose(GUILD, 'office', MODERATOR);
    const moved = office.clock.advance(1_000);
    expect((await choosing).movingUntil).toBe(office.clock.now());
    await moved;
  });

  it('has reports move there that a clock ahead of ours seems to have filed later', async () => {
    const office = new Office();
    const report = await office.reported(await office.picture());
    await office.reports.notePosted(report, POST);
    const reportedAt = report.reportedAt + 60_000;
    await office.db.updateTable('reports').set({ reportedAt }).execute();
    await office.people.moderation.chooseChannel(GUILD, 'attic', MODERATOR, () =>
      Promise.resolve(),
    );
    expect((await office.now(report)).channelId).toBeUndefined();
  });

  it('has no picture lapse, even if it was chosen just now', async () => {
    const office = new Office();
    const job = await office.picture();
    await office.reported(job);
    await office.db.updateTable('jobs').set({ lapsesAt: null }).execute();
    await office.channels.choose(GUILD, 'office', MODERATOR);
    const lapse = () => office.log.change((changing) => setLapse(changing, [job.id], 1));
    await lapse();
    expect((await office.find(job)).lapsesAt).toBeUndefined();
    await office.channels.lose(GUILD, 'office');
    await lapse();
    expect((await office.find(job)).lapsesAt).toBeDefined();
  });
});

describe('what is learnt of a post', () => {
  it('that it is gone does not concern one that was posted since, nor a decided report', async () => {
    const office = new Office();
    const report = await office.reported(await office.picture());
    await office.reports.notePosted(report, POST);
    await office.reports.forgetMessage(report.id, 'an earlier one');
    expect(await office.now(report)).toMatchObject(POST);
    await office.reports.decide(report.id, 'restored', MODERATOR);
    await office.reports.forgetMessage(report.id, POST.messageId);
    expect(await office.now(report)).toMatchObject(POST);
  });

  it('that it could not be posted does not concern the channel that was chosen since', async () => {
    const office = new Office();
    const tried = await office.reported(await office.picture());
    await office.people.moderation.chooseChannel(GUILD, 'attic', MODERATOR, () =>
      Promise.resolve(),
    );
    await office.reports.noteUndeliverable(tried);
    expect((await office.now(tried)).undeliverableAt).toBeUndefined();
    await office.reports.noteUndeliverable(await office.now(tried));
    expect((await office.now(tried)).undeliverableAt).toBeDefined();
  });
});

/** A picture `b` made from `a`, both reported, and `c`. */
async function scene() {
  const office = new Office();
  const a = await office.picture();
  const b = await office.picture(a);
  const c = await office.picture();
  const first = await office.reported(a);
  const report = await office.reported(b);
  return { office, a, b, c, first, report };
}

type Scene = Awaited<ReturnType<typeof scene>>;

describe('a piece locks what it decides by', () => {
  it.each<[string, (scene: Scene) => Promise<unknown>, (scene: Scene) => readonly unknown[]]>([
    [
      'a new report: its reporter, the server, and the picture with its sources',
      ({ office, b }) => office.reported(b, OTHER),
      ({ a, b }) => [`person ${OTHER}`, `server ${GUILD}`, ['jobs', [a.id, b.id]]],
    ],
    [
      'a decision: the picture',
      ({ office, report }) => office.reports.decide(report.id, 'removed', MODERATOR),
      ({ b }) => [['jobs', [b.id]]],
    ],
    [
      'a removal: the picture',
      ({ office, c }) => office.reports.removePicture(c.id, MODERATOR),
      ({ c }) => [['jobs', [c.id]]],
    ],
    [
      'a walk: what it settles, with its sources',
      ({ office }) => office.reports.follow(undefined),
      ({ a, b }) => [['jobs', [a.id, b.id]]],
    ],
    [
      'a report that joins another: both',
      ({ office, first, report }) => office.reports.join(report, first.id),
      ({ first, report }) => [['reports', [first.id, report.id]]],
    ],
    [
      'a choice of a channel, and the move to it: the server, the pictures, the reports',
      ({ office }) =>
        office.people.moderation.chooseChannel(GUILD, 'attic', MODERATOR, () => Promise.resolve()),
      ({ a, b, first, report }) => [
        ...[`server ${GUILD}`, `server ${GUILD}`],
        ...[
          ['jobs', [a.id, b.id]],
          ['reports', [first.id, report.id]],
        ],
      ],
    ],
    [
      'a lost channel: the server, the pictures',
      async ({ office }) => {
        await office.channels.choose(GUILD, 'attic', MODERATOR);
        await office.people.moderation.loseChannel(GUILD, 'attic');
      },
      ({ a, b }) => [
        ...[`server ${GUILD}`, `server ${GUILD}`, `server ${GUILD}`, `server ${GUILD}`],
        ['jobs', [a.id, b.id]],
      ],
    ],
    [
      'a choice of a role: the server',
      ({ office: { store, clock } }) =>
        new ModerationRoles(store, clock).choose(GUILD, 'role', MODERATOR),
      () => [`server ${GUILD}`],
    ],
    [
      'a rule about spoilers: the server',
      ({ office: { store, clock } }) => new SpoilerRules(store, clock).set(GUILD, true, MODERATOR),
      () => [`server ${GUILD}`],
    ],
    [
      'a choice of a language: the server',
      ({ office: { store, clock } }) =>
        new ServerLanguages(store, clock).choose(GUILD, 'de', MODERATOR),
      () => [`server ${GUILD}`],
    ],
  ])('%s', async (_, act, expected) => {
    const made = await scene();
    const hold = vi.spyOn(Locks.prototype, 'hold');
    const rows = vi.spyOn(Locks.prototype, 'rows');
    try {
      await act(made);
      // The spy cannot type a rest of read-only arguments.
      const calls: readonly (readonly Lock[])[] = hold.mock.calls;
      const held = calls.flatMap((locks) => locks.map(({ name }) => name));
      const locked = rows.mock.calls.map(([table, ids]) => [table, [...new Set(ids)].toSorted()]);
      expect([...held, ...locked]).toEqual(expected(made));
    } finally {
      vi.restoreAllMocks();
    }
  });
});
