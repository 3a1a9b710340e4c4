import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { Decision, Report } from '../../src/moderation/report.ts';
import type { ReportReason } from '../../src/policy/report-reasons.ts';
import {
  forgetConsents,
  forgetErased,
  forgetJobs,
  inCommit,
} from '../../src/privacy/sql/retention.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { finishedFrom, madeFrom } from '../support/made-from.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

/** Pictures that are made from one another, and what people do about them. */
class Family extends LogBench {
  readonly parts = peopleParts(this);
  #reports = 0;

  from(...sources: readonly Pick<Job, 'id'>[]): Promise<Job> {
    return finishedFrom(this, sources);
  }

  async report({ id: jobId }: Job, reason: ReportReason = 'sexual'): Promise<Report> {
    this.#reports += 1;
    const report = await this.parts.reports.file({
      id: `report${this.#reports}`,
      jobId,
      reporterId: `${5_000 + this.#reports}`,
      reason,
      lapsesAt: 77,
    });
    if (!report) throw new Error('it was reported before');
    return report;
  }

  async decide({ id }: Report, decision: Decision): Promise<void> {
    await this.parts.reports.decide(id, decision, '6');
  }

  /** Somebody's consent to a job of anybody. */
  async consent({ id: jobId, guildId }: Job, userId: string): Promise<void> {
    const consent = { jobId, userId, guildId, givenAt: this.clock.now(), ...BY_BUTTON };
    await this.db.insertInto('consents').values(consent).execute();
  }

  follow(): Promise<void> {
    return this.parts.following.follow();
  }

  async standing(...jobs: readonly Job[]): Promise<string[]> {
    return Promise.all(jobs.map(async (job) => (await this.find(job)).visibility));
  }

  async due(): Promise<string[]> {
    const due = this.db.selectFrom('jobs').select('id').where('followDue', '>', 0);
    return (await due.execute()).map(({ id }) => id);
  }
}

describe('what was made from a picture', () => {
  it('is hidden with it, at any depth, and shown with it again', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const c = await family.from(b);
    const other = await family.from();
    const report = await family.report(a);
    await family.follow();
    expect(await family.standing(a, b, c, other)).toEqual(['hidden', 'hidden', 'hidden', 'shown']);
    expect(await family.find(c)).toMatchObject({
      hiddenWith: b.id,
      hiddenBecause: 'sexual',
      lapsesAt: 77,
      revision: 4,
    });
    await family.decide(report, 'restored');
    await family.follow();
    expect(await family.standing(a, b, c)).toEqual(['shown', 'shown', 'shown']);
    expect(await family.find(c)).toMatchObject({
      hiddenWith: undefined,
      hiddenBecause: undefined,
      lapsesAt: undefined,
    });
    expect(await family.due()).toEqual([]);
  });

  it('says until when it is hidden as that one does, also once moderators decide', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    await family.report(a);
    await family.follow();
    expect((await family.find(b)).lapsesAt).toBe(77);
    await family.parts.moderation.chooseChannel(a.guildId, 'office', '6', () => Promise.resolve());
    await family.follow();
    expect(await family.find(b)).toMatchObject({ visibility: 'hidden', lapsesAt: undefined });
  });

  it('goes with it, with its pictures', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const c = await family.from(b);
    await family.decide(await family.report(a), 'removed');
    const slice = await family.parts.reports.follow(undefined);
    expect(slice.pictures).toHaveLength(2);
    expect(await family.standing(a, b, c)).toEqual(['removed', 'removed', 'removed']);
    expect(await family.find(a)).toMatchObject({ hiddenWith: undefined });
    expect(await family.find(c)).toMatchObject({ pictures: [], hiddenWith: b.id });
  });

  it('stays hidden for a report of its own, and for another source', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from();
    const reported = await family.from(a);
    const ofBoth = await family.from(a, b);
    const first = await family.report(a);
    await family.report(b, 'minor');
    await family.follow();
    const own = await family.report(reported, 'shows_me');
    expect(await family.find(reported)).toMatchObject({
      hiddenBecause: 'shows_me',
      hiddenWith: undefined,
    });
    await family.decide(first, 'restored');
    await family.follow();
    expect(await family.standing(a, reported, ofBoth)).toEqual(['shown', 'hidden', 'hidden']);
    expect(await family.find(ofBoth)).toMatchObject({ hiddenBecause: 'minor', hiddenWith: b.id });
    await family.decide(own, 'restored');
    expect(await family.standing(reported)).toEqual(['shown']);
  });

  it('stays hidden with it when a report of its own is found to be wrong', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const own = await family.report(b);
    await family.report(a, 'minor');
    await family.follow();
    await family.decide(own, 'restored');
    expect(await family.find(b)).toMatchObject({
      visibility: 'hidden',
      hiddenBecause: 'minor',
      hiddenWith: a.id,
    });
  });

  it('has its own reports decided where it goes, and told anew where it is hidden', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const own = await family.report(b, 'hateful');
    const report = await family.report(a);
    const told: string[] = [];
    family.log.events.on('reportChanged', (id) => told.push(id));
    const { reports } = family.parts;
    await family.follow();
    expect(await reports.find(own.id)).toMatchObject({ revision: 2, decidedBy: undefined });
    await family.decide(report, 'removed');
    await family.follow();
    expect(await reports.find(own.id)).toMatchObject({ revision: 3, decidedBy: 'its source' });
    expect(told.filter((id) => id === own.id)).toHaveLength(2);
  });

  it('ends where it is still being made, wherever it is, and so that RunPod is told', async () => {
    const family = new Family();
    const a = await family.from();
    const { parts } = family;
    const asked = await family.create({ ...madeFrom([a]), state: 'awaiting_consent' });
    const preparing = await family.jobIn('preparing', madeFrom([a]));
    const running = await family.jobIn('running', { ...madeFrom([a]), state: 'ready' });
    const done = await family.jobIn('failed', { ...madeFrom([a]), state: 'ready' });
    await family.report(a);
    await parts.following.follow();
    const ended = { state: 'failed', errorCode: 'source_withheld' };
    expect(await family.find(asked)).toMatchObject({ ...ended, state: 'expired' });
    expect(await family.find(preparing)).toMatchObject(ended);
    expect(await family.find(running)).toMatchObject(ended);
    expect(await family.find(done)).toMatchObject({ errorCode: undefined, visibility: 'shown' });
  });

  it('follows it past what was erased in between, whose message stays as it is', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await finishedFrom(family, [a], { userId: BEN });
    const c = await family.from(b);
    await family.parts.erasure.erase(BEN, clearNothing);
    const before = await family.find(b);
    expect(before.origin).toBeUndefined();
    const changed: string[] = [];
    family.log.events.on('changed', ({ id }) => changed.push(id));
    await family.decide(await family.report(a), 'removed');
    await family.follow();
    expect(await family.standing(b, c)).toEqual(['removed', 'removed']);
    expect(changed).not.toContain(b.id);
    expect(await family.find(b)).toMatchObject({
      revision: before.revision,
      undeliverableAt: before.undeliverableAt,
    });
  });

  it('follows it past what was forgotten in between', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const c = await family.from(b);
    await family.db.deleteFrom('jobs').where('id', '=', b.id).execute();
    await family.report(a);
    await family.follow();
    expect(await family.standing(a, c)).toEqual(['hidden', 'hidden']);
  });
});

describe('what is still to be followed', () => {
  it('is on record with what is to be followed, and taken up by the next start', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    await family.report(a);
    expect(await family.due()).toEqual([a.id]);
    expect(await family.standing(b)).toEqual(['shown']);
    await family.reopen();
    const { following } = peopleParts(family);
    following.start();
    await following.follow();
    expect(await family.standing(b)).toEqual(['hidden']);
    await following.stop();
  });

  it('is nothing where nothing was made from it', async () => {
    const family = new Family();
    await family.report(await family.from());
    expect(await family.due()).toEqual([]);
  });

  it('is followed as soon as it changes', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    family.parts.following.start();
    const hidden = new Promise<void>((resolve) => {
      family.log.events.on('changed', ({ id }) => {
        if (id === b.id) resolve();
      });
    });
    await family.report(a);
    await hidden;
    expect(await family.standing(b)).toEqual(['hidden']);
    await family.parts.following.stop();
  });

  it('begins anew where its source changes in the middle', async () => {
    const family = new Family();
    const a = await family.from();
    const made: Job[] = [];
    for (let count = 0; count < 30; count += 1) made.push(await family.from(a));
    const report = await family.report(a);
    const { from } = await family.parts.reports.follow(undefined);
    expect(from).toMatchObject({ sourceId: a.id });
    await family.decide(report, 'restored');
    const second = await family.parts.reports.follow(from);
    await family.parts.reports.follow(second.from);
    await family.follow();
    expect(new Set(await family.standing(...made))).toEqual(new Set(['shown']));
    expect(await family.due()).toEqual([]);
  });

  it('keeps a row that is old enough to go, and so does being hidden', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const report = await family.report(a);
    const old = { pictures: '[]', undeliverableAt: 1 };
    await family.db.updateTable('jobs').set(old).execute();
    const forget = async () => {
      const { store, clock } = family;
      return inCommit(store, forgetJobs, clock.now() + 1, FROM_THE_OLDEST);
    };
    await family.follow();
    expect(await forget()).toMatchObject({ forgotten: 0 });
    await family.decide(report, 'restored');
    await family.db.updateTable('jobs').set(old).execute();
    expect(await forget()).toMatchObject({ forgotten: 0 });
    await family.follow();
    await family.db.updateTable('jobs').set(old).execute();
    expect(await forget()).toMatchObject({ forgotten: 2 });
    expect(await family.log.jobs.find(b.id)).toBeUndefined();
  });
});

describe('a consent that is taken back', () => {
  it('by whoever is shown ends and removes what somebody else makes with it, at any depth', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const running = await family.jobIn('running', { state: 'ready' });
    const after = await family.jobIn('queued', { ...madeFrom([a]), state: 'ready' });
    await family.consent(a, BEN);
    await family.consent(running, BEN);
    expect(await family.parts.erasure.withdrawConsents(BEN)).toEqual({
      consents: 2,
      statements: 0,
    });
    expect(await family.standing(a, b)).toEqual(['removed', 'removed']);
    for (const job of [running, after]) {
      expect(await family.find(job)).toMatchObject({
        state: 'failed',
        errorCode: 'consent_withdrawn',
      });
    }
    expect(await family.find(b)).toMatchObject({ consentWithdrawn: 'another', pictures: [] });
  });

  it('does the same where they have everything erased, and stays done', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    await family.consent(a, BEN);
    await family.parts.erasure.erase(BEN, clearNothing);
    expect(await family.standing(a, b)).toEqual(['removed', 'removed']);
    expect(await family.db.selectFrom('consents').selectAll().execute()).toEqual([]);
    expect((await family.bytesOnDisk()).includes(BEN)).toBe(false);
  });

  it('to a picture of their own leaves what they made, from which nothing is made any more', async () => {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const byAnother = await finishedFrom(family, [a], { userId: BEN });
    const further = await finishedFrom(family, [b], { userId: BEN });
    await family.consent(a, ADA);
    await family.parts.erasure.withdrawConsents(ADA);
    expect(await family.standing(a, b)).toEqual(['shown', 'shown']);
    expect(await family.standing(byAnother, further)).toEqual(['removed', 'removed']);
    for (const source of [a, b]) {
      await expect(family.create(madeFrom([source]))).rejects.toMatchObject({
        code: 'consent_withdrawn',
      });
    }
  });
});

describe('a consent of somebody else that stands', () => {
  /** What Ada made with a picture of Ben's, and what she made from that. */
  async function ofBen() {
    const family = new Family();
    const a = await family.from();
    const b = await family.from(a);
    const c = await family.from(b);
    await family.consent(a, BEN);
    return { family, a, b, c };
  }

  const later = Number.MAX_SAFE_INTEGER;

  it('is still taken back from what was made with it once its requester has erased that', async () => {
    const { family, a, b, c } = await ofBen();
    await family.parts.erasure.eraseJob(a);
    expect(await family.parts.erasure.withdrawConsents(BEN)).toEqual({
      consents: 1,
      statements: 0,
    });
    expect(await family.standing(b, c)).toEqual(['removed', 'removed']);
  });

  it('and so it is once nothing is left of that, and of what is in between', async () => {
    const { family, a, b, c } = await ofBen();
    await family.parts.erasure.eraseJob(a);
    await family.db.updateTable('jobs').set({ messageGoneAt: 1 }).where('id', '=', a.id).execute();
    await inCommit(family.store, forgetErased, later, FROM_THE_OLDEST);
    await family.db.deleteFrom('jobs').where('id', '=', b.id).execute();
    await inCommit(family.store, forgetConsents, later, 0);
    expect(await family.log.jobs.find(a.id)).toBeUndefined();
    expect(await family.parts.erasure.withdrawConsents(BEN)).toEqual({
      consents: 1,
      statements: 0,
    });
    expect(await family.standing(c)).toEqual(['removed']);
    expect(await family.find(c)).toMatchObject({ consentWithdrawn: 'another' });
  });

  it.each([false, true])(
    'is gone by their own erasure, with what was made: row gone %j',
    async (gone) => {
      const { family, a, b, c } = await ofBen();
      await family.parts.erasure.eraseJob(a);
      if (gone) await family.db.deleteFrom('jobs').where('id', '=', a.id).execute();
      await family.parts.erasure.erase(BEN, clearNothing);
      expect(await family.standing(b, c)).toEqual(['removed', 'removed']);
      expect(await family.db.selectFrom('consents').selectAll().execute()).toEqual([]);
    },
  );

  it('is forgotten with the last that was made with it', async () => {
    const { family } = await ofBen();
    await family.db.deleteFrom('jobs').execute();
    await inCommit(family.store, forgetConsents, later, 0);
    expect(await family.db.selectFrom('consents').selectAll().execute()).toEqual([]);
    expect(await family.db.selectFrom('pictureSources').selectAll().execute()).toEqual([]);
  });
});

it('what somebody made of a picture of their own stays past one that they erased in between', async () => {
  const family = new Family();
  const { erasure } = peopleParts(family);
  const a = await family.from();
  const b = await family.from(a);
  const c = await family.from(b);
  for (const job of [a, b, c]) await family.consent(job, ADA);
  await erasure.eraseJob(b);
  await erasure.withdrawConsents(ADA);
  expect(await family.standing(a, c)).toEqual(['shown', 'shown']);
  expect(await family.find(c)).toMatchObject({ consentWithdrawn: 'requester' });
});

it('much that was made from a picture is joined to its sources piece by piece before that goes', async () => {
  const family = new Family();
  const a = await family.from();
  const b = await family.from(a);
  const rows = Array.from({ length: 300 }, (_, n) => ({ jobId: `made${n}`, sourceId: b.id }));
  await family.db.insertInto('pictureSources').values(rows).execute();
  const old = family.db.updateTable('jobs').set({ pictures: '[]', undeliverableAt: 1 });
  await old.where('id', '=', b.id).execute();
  const left: unknown[] = [];
  for (;;) {
    const { forgotten } = await inCommit(
      family.store,
      forgetJobs,
      family.clock.now() + 1,
      FROM_THE_OLDEST,
    );
    const links = await family.db.selectFrom('pictureSources').select('sourceId').execute();
    left.push([forgotten, links.filter(({ sourceId }) => sourceId === a.id).length]);
    if (forgotten > 0) break;
  }
  expect(left).toEqual([
    [0, 251],
    [0, 301],
    [1, 300],
  ]);
});
