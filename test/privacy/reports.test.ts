import { describe, expect, it } from 'vitest';
import { BotError, explain } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { ReportReason } from '../../src/policy/report-reasons.ts';
import { LogBench } from '../support/log-bench.ts';
import { lapseReports } from '../../src/moderation/moderation.ts';
import { slicing } from '../support/slicing.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const HOUR = 3_600_000;
const GUILD = '200000000000000001';
const REQUESTER = '400000000000000001';
const REPORTER = '400000000000000002';

/** A server whose pictures are reported. */
class Gallery extends LogBench {
  readonly people = peopleParts(this);
  readonly erasure = this.people.erasure;
  readonly reports = this.people.reports;
  readonly moderation = this.people.moderation;
  readonly waiting = this.people.waiting;

  /** What a report of a picture comes to, a new one unless it is named: what was refused, or its id. */
  async report(
    reason: ReportReason = 'other',
    job?: Job,
    reporterId = REPORTER,
  ): Promise<string | undefined> {
    const { id: jobId } = job ?? (await this.jobIn('completed'));
    const lapsesAt = this.clock.now() + 90 * 24 * HOUR;
    try {
      const filed = await this.reports.file({
        id: `${jobId}-${reporterId}`,
        jobId,
        reporterId,
        reason,
        lapsesAt,
      });
      return filed?.id;
    } catch (error) {
      if (error instanceof BotError) return explain(error, say()).what;
      throw error;
    }
  }

  chooseChannel(channelId = 'office'): Promise<void> {
    return this.moderation.chooseChannel(GUILD, channelId, '4', () => Promise.resolve());
  }
}

describe('how many reports somebody may make in an hour', () => {
  it('is ten, whatever pictures and reasons; the next one hides nothing and is nowhere', async () => {
    const gallery = new Gallery();
    for (let n = 0; n < 10; n += 1) {
      expect(await gallery.report(n % 2 === 0 ? 'other' : 'sexual')).toMatch(/^job/);
      await gallery.clock.advance(60_000);
    }
    const job = await gallery.jobIn('completed');
    expect(await gallery.report('sexual', job)).toContain(
      "You've reached the limit of reports per hour (10).",
    );
    expect((await gallery.find(job)).visibility).toBe('shown');
    expect(await gallery.db.selectFrom('reports').select('id').execute()).toHaveLength(10);
    expect(await gallery.report('sexual', job, '400000000000000003')).toMatch(/^job/);
    await gallery.clock.advance(HOUR - 10 * 60_000);
    expect(await gallery.report('sexual', job)).toMatch(/^job/);
    expect(await gallery.report()).toContain('limit of reports');
  });

  it('is not reached by reporting one picture again and again', async () => {
    const gallery = new Gallery();
    const job = await gallery.jobIn('completed');
    await gallery.report('other', job);
    for (let n = 0; n < 20; n += 1) expect(await gallery.report('other', job)).toBeUndefined();
    expect(await gallery.report()).toMatch(/^job/);
  });

  it('is not begun anew by an erasure', async () => {
    const gallery = new Gallery();
    for (let n = 0; n < 10; n += 1) await gallery.report();
    await gallery.erasure.erase(REPORTER, clearNothing);
    expect(await gallery.report()).toContain('limit of reports');
  });
});

describe('who was dismissed again and again', () => {
  /** A server with moderators, who dismissed so many of a reporter's reports yesterday, and upheld some. */
  async function dismissed(
    times: number,
    { upheld = 0, by = '4' }: { upheld?: number; by?: string } = {},
  ): Promise<Gallery> {
    const gallery = new Gallery();
    await gallery.chooseChannel();
    for (let n = 0; n < times + upheld; n += 1) {
      const id = await gallery.report();
      await gallery.reports.decide(id ?? '', n < times ? 'restored' : 'removed', by);
      await gallery.clock.advance(HOUR);
    }
    return gallery;
  }

  /** How many reports for that reason are taken before one is refused. */
  async function taken(gallery: Gallery, reason?: ReportReason): Promise<number> {
    for (let count = 0; count < 20; count += 1) {
      if (!(await gallery.report(reason))?.startsWith('job')) return count;
    }
    return 20;
  }

  it.each([
    [2, 10],
    [3, 5],
    [6, 2],
    [9, 1],
    [12, 1],
  ])('%i times may make %s reports an hour', async (times, most) => {
    expect(await taken(await dismissed(times))).toBe(most);
  });

  it.each(['minor', 'shows_me'] as const)(
    'may still make ten for "%s", and each hides',
    async (reason) => {
      const gallery = await dismissed(12);
      expect(await gallery.report()).toMatch(/^job/);
      expect(await gallery.report()).toContain('the limit of reports per hour (1)');
      for (let n = 0; n < 9; n += 1) {
        const job = await gallery.jobIn('completed');
        await gallery.report(reason, job);
        expect((await gallery.find(job)).visibility).toBe('hidden');
      }
      expect(await gallery.report(reason)).toContain('the limit of reports per hour (10)');
    },
  );

  it('gets them back by reports that are upheld, and after thirty days', async () => {
    expect(await taken(await dismissed(6, { upheld: 1 }))).toBe(5);
    const gallery = await dismissed(9);
    await gallery.clock.advance(31 * 24 * HOUR);
    expect(await taken(gallery)).toBe(10);
  });

  it('gets none back by an erasure', async () => {
    const gallery = await dismissed(9);
    await gallery.erasure.erase(REPORTER, clearNothing);
    expect(await taken(gallery)).toBe(1);
  });

  it('loses nothing by reports that nobody decided', async () => {
    expect(await taken(await dismissed(9, { by: 'nobody' }))).toBe(10);
  });
});

describe('a picture that a report covers', () => {
  async function covered(): Promise<{ gallery: Gallery; job: Job; report: string }> {
    const gallery = new Gallery();
    await gallery.chooseChannel();
    const job = await gallery.jobIn('completed');
    const report = (await gallery.report('hateful', job)) ?? '';
    expect(await gallery.find(job)).toMatchObject({ visibility: 'shown', coveredByReport: true });
    return { gallery, job, report };
  }

  it('delays no erasure', async () => {
    const { gallery, job } = await covered();
    expect(await gallery.erasure.erase(REQUESTER, clearNothing)).toEqual({ jobs: 1, waiting: 0 });
    expect((await gallery.find(job)).erasedAt).toBeDefined();
  });

  it('changes once, however many report it', async () => {
    const { gallery, job } = await covered();
    const { revision } = await gallery.find(job);
    await gallery.report('other', job, '400000000000000003');
    expect((await gallery.find(job)).revision).toBe(revision);
  });

  it('is covered when it is shown again with what it was made from', async () => {
    const { gallery, job, report } = await covered();
    const source = await gallery.jobIn('completed');
    await gallery.db
      .insertInto('pictureSources')
      .values({ jobId: job.id, sourceId: source.id })
      .execute();
    const hiding = await gallery.report('minor', source);
    await gallery.people.following.follow();
    expect((await gallery.find(job)).visibility).toBe('hidden');
    expect(await gallery.reports.isReportedAsMinor(job.id)).toBe(true);
    await gallery.reports.decide(hiding ?? '', 'restored', '4');
    await gallery.people.following.follow();
    expect(await gallery.find(job)).toMatchObject({ visibility: 'shown', coveredByReport: true });
    expect(await gallery.reports.isReportedAsMinor(job.id)).toBe(false);
    await gallery.reports.decide(report, 'restored', '4');
    expect((await gallery.find(job)).coveredByReport).toBe(false);
  });

  it('is shown as it was where nobody decided in time', async () => {
    const { gallery, job } = await covered();
    await lapseReports(
      gallery.reports,
      gallery.clock.now() + 1,
      () => Promise.resolve(),
      slicing(),
    );
    expect(await gallery.find(job)).toMatchObject({ visibility: 'shown', coveredByReport: false });
  });
});

describe('an open report', () => {
  it.each(['other', 'hateful'] as const)(
    'for "%s" neither hides a picture nor delays its erasure, and is settled by it',
    async (reason) => {
      const gallery = new Gallery();
      const job = await gallery.jobIn('completed');
      const report = await gallery.report(reason, job);
      expect((await gallery.find(job)).visibility).toBe('shown');
      expect(await gallery.erasure.erase(REQUESTER, clearNothing)).toEqual({ jobs: 1, waiting: 0 });
      expect((await gallery.find(job)).erasedAt).toBeDefined();
      expect(await gallery.reports.find(report ?? '')).toMatchObject({
        decision: 'removed',
        decidedBy: 'its requester',
        decidedAt: gallery.clock.now(),
      });
    },
  );

  it.each(['shows_me', 'sexual', 'minor'] as const)(
    'for "%s" keeps what may be evidence until it is decided',
    async (reason) => {
      const gallery = new Gallery();
      const job = await gallery.jobIn('completed');
      await gallery.report('other', job, '400000000000000003');
      const report = await gallery.report(reason, job);
      expect(await gallery.erasure.erase(REQUESTER, clearNothing)).toEqual({ jobs: 0, waiting: 1 });
      expect((await gallery.find(job)).erasedAt).toBeUndefined();
      await gallery.reports.decide(report ?? '', 'restored', '4');
      expect((await gallery.find(job)).erasedAt).toBeDefined();
    },
  );

  it('for "other" that an older version let an erasure wait for delays it no longer', async () => {
    const gallery = new Gallery();
    const job = await gallery.jobIn('completed');
    await gallery.report('other', job);
    await gallery.db.updateTable('jobs').set({ eraseAskedAt: 1 }).execute();
    await gallery.erasure.resume(clearNothing);
    expect((await gallery.find(job)).erasedAt).toBeDefined();
  });
});

it('a picture that is hidden or shown again is worth another try where its message was out of reach', async () => {
  const gallery = new Gallery();
  const job = await gallery.jobIn('completed');
  const reach = async () => (await gallery.find(job)).undeliverableAt;
  await gallery.log.note.undeliverable(job.id);
  const report = await gallery.report('sexual', job);
  expect(await reach()).toBeUndefined();
  await gallery.log.note.undeliverable(job.id);
  await gallery.reports.decide(report ?? '', 'restored', '4');
  expect(await reach()).toBeUndefined();
});

describe('a picture that is hidden where no channel is chosen', () => {
  it('says when it lapses, until a channel is chosen, of which its message is told', async () => {
    const gallery = new Gallery();
    const job = await gallery.jobIn('completed');
    await gallery.report('sexual', job);
    const told: Job[] = [];
    gallery.log.events.on('changed', (changed) => told.push(changed));
    const hidden = await gallery.find(job);
    expect(hidden.lapsesAt).toBe(gallery.clock.now() + 90 * 24 * HOUR);
    await gallery.chooseChannel();
    expect(await gallery.find(job)).toMatchObject({
      visibility: 'hidden',
      lapsesAt: undefined,
      revision: hidden.revision + 1,
    });
    expect(told.map(({ id }) => id)).toEqual([job.id]);
  });

  it('says nothing of that where one is', async () => {
    const gallery = new Gallery();
    await gallery.chooseChannel();
    const job = await gallery.jobIn('completed');
    await gallery.report('sexual', job);
    expect((await gallery.find(job)).lapsesAt).toBeUndefined();
    expect(await gallery.waiting.isNoticePending(GUILD)).toBe(false);
  });
});

describe('that reports wait for a channel', () => {
  it('is told once, however many there are, and again once the channel is lost', async () => {
    const gallery = new Gallery();
    const { moderation, waiting } = gallery;
    expect(await waiting.isNoticePending(GUILD)).toBe(false);
    await gallery.report();
    expect(await waiting.isNoticePending(GUILD)).toBe(true);
    const claims = await Promise.all([waiting.claimNotice(GUILD), waiting.claimNotice(GUILD)]);
    // Either may be the first.
    expect(claims.sort()).toEqual([false, true]);
    await gallery.report();
    expect(await waiting.isNoticePending(GUILD)).toBe(false);
    await waiting.releaseNotice(GUILD);
    expect(await waiting.isNoticePending(GUILD)).toBe(true);
    await gallery.chooseChannel('office');
    expect(await waiting.isNoticePending(GUILD)).toBe(false);
    await moderation.loseChannel(GUILD, 'another');
    expect(await waiting.isNoticePending(GUILD)).toBe(false);
    await moderation.loseChannel(GUILD, 'office');
    expect(await waiting.isNoticePending(GUILD)).toBe(true);
  });
});
