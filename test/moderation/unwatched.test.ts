import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import type { Moderation } from '../../src/moderation/moderation.ts';
import { withoutNumber } from '../support/copy-job.ts';
import { LogBench } from '../support/log-bench.ts';
import { peopleParts } from '../support/people-parts.ts';

const GUILD = '200000000000000001';
const MANY = 250;
const LAPSE_AFTER_MS = 1_000;

/** A server with hidden pictures, whose reports are told in its office. */
class Cellar extends LogBench {
  /** Jobs whose listeners were told. */
  readonly told: string[] = [];
  #onHidden: (job: Job) => void = () => undefined;

  constructor() {
    super();
    this.#listen();
  }

  override async reopen(): Promise<void> {
    await super.reopen();
    this.#listen();
  }

  #listen(): void {
    this.log.events.on('changed', (job, from) => {
      // What has moved from a state was only made for the test.
      if (from !== undefined) return;
      this.told.push(job.id);
      this.#onHidden(job);
    });
  }

  moderation(signal?: AbortSignal, onHidden: (job: Job) => void = () => undefined): Moderation {
    this.#onHidden = onHidden;
    return peopleParts(this, { signal, lapseAfterMs: LAPSE_AFTER_MS }).moderation;
  }

  choose(channelId = 'office', moderation = this.moderation()): Promise<void> {
    return moderation.chooseChannel(GUILD, channelId, '4', () => Promise.resolve());
  }

  /** So many, reported at 1, 2, 3 …: `hidden-0`, `hidden-1` … */
  async hidden(count: number): Promise<void> {
    const { id } = await this.jobIn('completed');
    const row = await this.db
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    for (let n = 0; n < count; n += 1) {
      const jobId = `hidden-${n}`;
      await this.db
        .insertInto('jobs')
        .values({ ...withoutNumber(row), id: jobId, interactionId: jobId, visibility: 'hidden' })
        .execute();
      await this.reported(jobId, n + 1);
    }
  }

  async reported(jobId: string, reportedAt: number, decidedAt: number | null = null) {
    const channelId = 'office';
    const reason = 'sexual';
    const id = `${jobId}-${reportedAt}`;
    await this.db
      .insertInto('reports')
      .values({
        id,
        jobId,
        guildId: GUILD,
        reporterId: id,
        reason,
        reportedAt,
        channelId,
        decidedAt,
      })
      .execute();
  }

  /** When they lapse, where that is said. */
  async lapses(): Promise<Record<string, number>> {
    const rows = await this.db
      .selectFrom('jobs')
      .select(['id', sql<number>`lapses_at`.as('at')])
      .where('lapsesAt', 'is not', null)
      .execute();
    return Object.fromEntries(rows.map(({ id, at }) => [id, at]));
  }
}

describe('a server that loses its channel', () => {
  it('lets the requester of a hidden picture read when that lapses, which is told to listeners', async () => {
    const cellar = new Cellar();
    await cellar.hidden(2);
    await cellar.choose();
    const before = await cellar.log.jobs.find('hidden-1');
    // The first to lapse decides them all, and those that were decided do not count.
    await cellar.reported('hidden-1', 7);
    await cellar.reported('hidden-1', 1, 5);
    await cellar.moderation().loseChannel(GUILD, 'another');
    expect([await cellar.lapses(), cellar.told]).toEqual([{}, []]);
    await cellar.moderation().loseChannel(GUILD, 'office');
    expect(await cellar.lapses()).toEqual({ 'hidden-0': 1_001, 'hidden-1': 1_002 });
    expect(cellar.told.toSorted()).toEqual(['hidden-0', 'hidden-1']);
    expect((await cellar.log.jobs.find('hidden-1'))?.revision).toBe((before?.revision ?? 0) + 1);
  });

  it('leaves pictures alone that are shown, and those of other servers', async () => {
    const cellar = new Cellar();
    await cellar.hidden(3);
    await cellar.choose();
    const change = cellar.db.updateTable('jobs');
    await change.set({ visibility: 'shown' }).where('id', '=', 'hidden-0').execute();
    const other = { guildId: '200000000000000002' };
    await cellar.db.updateTable('reports').set(other).where('jobId', '=', 'hidden-1').execute();
    await cellar.moderation().loseChannel(GUILD, 'office');
    expect(Object.keys(await cellar.lapses())).toEqual(['hidden-2']);
  });

  it('and chooses one again has its requesters read that moderators decide', async () => {
    const cellar = new Cellar();
    await cellar.hidden(MANY);
    await cellar.choose();
    await cellar.moderation().loseChannel(GUILD, 'office');
    expect(Object.keys(await cellar.lapses())).toHaveLength(MANY);
    await cellar.choose('attic');
    expect(await cellar.lapses()).toEqual({});
  });

  it('and chooses one while they are told is told no further', async () => {
    const cellar = new Cellar();
    await cellar.hidden(MANY);
    await cellar.choose();
    let chosen: Promise<void> | undefined;
    const losing = cellar.moderation(undefined, () => {
      chosen ??= cellar.choose('attic');
    });
    await losing.loseChannel(GUILD, 'office');
    await chosen;
    expect(await cellar.lapses()).toEqual({});
    expect(cellar.told.length).toBeLessThan(2 * MANY);
  });

  it('has the rest told by the next start, where the bot ended on the way', async () => {
    const cellar = new Cellar();
    await cellar.hidden(MANY);
    await cellar.choose();
    const end = new AbortController();
    const losing = cellar.moderation(end.signal, () => {
      end.abort(new Error('the end'));
    });
    await losing.loseChannel(GUILD, 'office');
    expect(Object.keys(await cellar.lapses())).toHaveLength(100);
    await cellar.reopen();
    await cellar.moderation().finishLosses();
    expect(Object.keys(await cellar.lapses())).toHaveLength(MANY);
    expect(new Set(cellar.told).size).toBe(MANY);
    await cellar.choose();
    await cellar.moderation().finishLosses();
    expect(await cellar.lapses()).toEqual({});
  });

  it('and chooses the same again has all of them told by the next start, where the bot ended on the way', async () => {
    const cellar = new Cellar();
    await cellar.hidden(MANY);
    await cellar.choose();
    // They were told there before.
    await cellar.db.updateTable('reports').set({ channelId: 'office' }).execute();
    await cellar.moderation().loseChannel(GUILD, 'office');
    const end = new AbortController();
    const choosing = cellar.moderation(end.signal, () => {
      end.abort(new Error('the end'));
    });
    await expect(cellar.choose('office', choosing)).rejects.toThrow('the end');
    expect(Object.keys(await cellar.lapses())).toHaveLength(MANY - 100);
    await cellar.reopen();
    await cellar.moderation().finishMoves();
    expect(await cellar.lapses()).toEqual({});
  });
});
