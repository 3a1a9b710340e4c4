import { describe, expect, it } from 'vitest';
import { clearNothing } from '../support/people-parts.ts';
import { REPORTER, ReportBench } from '../support/report-bench.ts';

const GUILD = '200000000000000001';
const REQUESTER = '400000000000000001';
const MODERATOR = '400000000000000004';
const TOLD = { channelId: 'office', messageId: 'message' };

/** A picture, and reports of it. */
class Gallery extends ReportBench {
  readonly erasure = this.people.erasure;
  readonly moderation = this.people.moderation;

  async untold(): Promise<string[]> {
    const ids: string[] = [];
    for await (const reports of this.reports.unposted()) ids.push(...reports.map(({ id }) => id));
    return ids;
  }
}

/** A report that moderators see as it is. */
async function toldReport() {
  const gallery = new Gallery();
  const job = await gallery.jobIn('completed');
  const report = await gallery.reported(job, REPORTER, 'other');
  await gallery.reports.notePosted(report, TOLD);
  expect(await gallery.untold()).toEqual([]);
  return { gallery, job, report };
}

type Told = Awaited<ReturnType<typeof toldReport>>;

describe('what moderators are to see of a report counts up', () => {
  it.each<[string, (told: Told) => Promise<unknown>]>([
    [
      'when its picture is hidden because of another',
      ({ gallery, job }) => gallery.reported(job, '400000000000000003', 'sexual'),
    ],
    [
      'when it is decided',
      ({ gallery, report }) => gallery.reports.decide(report.id, 'removed', MODERATOR),
    ],
    ['when its job is erased', ({ gallery }) => gallery.erasure.erase(REQUESTER, clearNothing)],
    ['when that alone is', ({ gallery, job }) => gallery.erasure.eraseJob(job)],
    ['when its reporter is', ({ gallery }) => gallery.erasure.erase(REPORTER, clearNothing)],
    [
      'when its picture is fetched again',
      ({ gallery, job }) => gallery.reports.keepPictures(job.id, [{ file: 'a', format: 'png' }]),
    ],
  ])('%s, and who listens is told of it once', async (_, change) => {
    const told = await toldReport();
    const { gallery, report } = told;
    const changed: string[] = [];
    gallery.log.events.on('reportChanged', (id) => changed.push(id));
    await change(told);
    expect((await gallery.now(report)).revision).toBeGreaterThan(report.revision);
    expect(await gallery.untold()).toContain(report.id);
    expect(changed.filter((id) => id === report.id)).toHaveLength(1);
  });

  it('when it is told elsewhere', async () => {
    const { gallery, report } = await toldReport();
    await gallery.moderation.chooseChannel(GUILD, 'attic', MODERATOR, () => Promise.resolve());
    expect((await gallery.now(report)).revision).toBeGreaterThan(report.revision);
    expect(await gallery.untold()).toContain(report.id);
  });

  it('and not when a report beside it hides nothing', async () => {
    const { gallery, job, report } = await toldReport();
    await gallery.reported(job, '400000000000000003', 'hateful');
    expect((await gallery.now(report)).revision).toBe(report.revision);
  });
});

describe('the message about a picture that several members reported for the same reason', () => {
  const OTHER = '400000000000000003';

  async function joinedReport() {
    const told = await toldReport();
    const { gallery, job, report } = told;
    const joined = await gallery.reported(job, OTHER, 'other');
    expect(await gallery.reports.leadOf(joined)).toBe(report.id);
    await gallery.reports.join(joined, report.id);
    return { ...told, joined };
  }

  it('is due again with each of them, which has none of its own', async () => {
    const { gallery, report, joined } = await joinedReport();
    expect(await gallery.untold()).toEqual([report.id]);
    expect(await gallery.reports.leadOf(await gallery.now(report))).toBeUndefined();
    expect(await gallery.reports.joinedTo(await gallery.now(report))).toEqual([OTHER]);
    expect((await gallery.now(joined)).messageId).toBeUndefined();
  });

  it('stays the same with the decision, and after a reporter is erased', async () => {
    const { gallery, report, joined } = await joinedReport();
    await gallery.reports.decide(joined.id, 'restored', MODERATOR);
    await gallery.erasure.erase(OTHER, clearNothing);
    expect(await gallery.untold()).toContain(joined.id);
    expect(await gallery.reports.leadOf(await gallery.now(joined))).toBe(report.id);
    expect(await gallery.reports.joinedTo(await gallery.now(report))).not.toContain(OTHER);
  });

  it('is not that of one decided before, for another reason or undeliverable', async () => {
    const { gallery, job, report } = await joinedReport();
    const hateful = await gallery.reported(job, '400000000000000005', 'hateful');
    expect(await gallery.reports.leadOf(hateful)).toBeUndefined();
    await gallery.reports.decide(report.id, 'restored', MODERATOR);
    const later = await gallery.reported(job, '400000000000000006', 'other');
    expect(await gallery.reports.leadOf(later)).toBeUndefined();
    await gallery.reports.noteUndeliverable(later);
    const last = await gallery.reported(job, '400000000000000007', 'other');
    expect(await gallery.reports.leadOf(last)).toBeUndefined();
  });

  it('does not count as shown for one that changed meanwhile', async () => {
    const { gallery, job, report } = await toldReport();
    const joined = await gallery.reported(job, OTHER, 'other');
    await gallery.reports.decide(report.id, 'restored', MODERATOR);
    const { revision } = await gallery.now(report);
    await gallery.reports.join(joined, report.id);
    expect(await gallery.untold()).toContain(joined.id);
    expect((await gallery.now(report)).revision).toBe(revision);
  });
});

describe('a message that was on its way when its report changed', () => {
  it('does not count for how the report is from then on', async () => {
    const gallery = new Gallery();
    const job = await gallery.jobIn('completed');
    const seen = await gallery.reported(job, REPORTER, 'other');
    await gallery.reports.decide(seen.id, 'restored', MODERATOR);
    await gallery.reports.notePosted(seen, TOLD);
    expect(await gallery.untold()).toEqual([seen.id]);
  });

  it('is not taken for one in the channel that was chosen meanwhile', async () => {
    const gallery = new Gallery();
    const job = await gallery.jobIn('completed');
    const seen = await gallery.reported(job, REPORTER, 'other');
    await gallery.moderation.chooseChannel(GUILD, 'attic', MODERATOR, () => Promise.resolve());
    await gallery.reports.notePosted(seen, TOLD);
    expect(await gallery.now(seen)).toMatchObject({ channelId: undefined, messageId: undefined });
    await gallery.reports.notePosted(await gallery.now(seen), {
      channelId: 'attic',
      messageId: 'm',
    });
    expect(await gallery.untold()).toEqual([]);
  });
});

it('a report whose message is gone is told once more, though nothing of it has changed', async () => {
  const { gallery, report } = await toldReport();
  await gallery.reports.forgetMessage(report.id, TOLD.messageId);
  expect(await gallery.untold()).toEqual([report.id]);
  expect(await gallery.now(report)).toMatchObject({ revision: report.revision, shownRevision: 0 });
});
