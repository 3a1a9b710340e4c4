import { describe, expect, it } from 'vitest';
import type { Moderation } from '../../src/moderation/moderation.ts';
import type { ReportPost } from '../../src/moderation/report.ts';
import { LogBench } from '../support/log-bench.ts';
import { peopleParts } from '../support/people-parts.ts';

const GUILD = '200000000000000001';
const MANY = 250;
const LAPSE_AFTER_MS = 1_000;

/** A server with so many open reports, all told in one channel. */
class ServerBench extends LogBench {
  async toldIn(channelId: string, count: number, guildId = GUILD): Promise<void> {
    const rows = Array.from({ length: count }, (_, n) => ({
      id: `${guildId}-${n}`,
      jobId: `job${n}`,
      guildId,
      reporterId: guildId,
      reason: 'other' as const,
      // Many share a time, more than fit into a slice.
      reportedAt: n < 150 ? 1 : 2,
      channelId,
      messageId: `message${n}`,
      shownRevision: 1,
    }));
    await this.store.write((trx) => trx.insertInto('reports').values(rows).execute());
  }

  moderation(signal?: AbortSignal): Moderation {
    return peopleParts(this, { signal, lapseAfterMs: LAPSE_AFTER_MS }).moderation;
  }

  /** How many reports are told in each channel; of `null`, those that wait to be told. */
  async told(guildId = GUILD): Promise<Record<string, number>> {
    const rows = await this.db
      .selectFrom('reports')
      .select(['channelId', 'revision', 'shownRevision', 'undeliverableAt'])
      .where('guildId', '=', guildId)
      .execute();
    const told: Record<string, number> = {};
    for (const { channelId, revision, shownRevision, undeliverableAt } of rows) {
      const isUntold = shownRevision < revision && undeliverableAt === null;
      const waits = channelId === null && isUntold;
      const where = waits ? 'waits' : (channelId ?? 'nowhere');
      told[where] = (told[where] ?? 0) + 1;
    }
    return told;
  }

  async moves(): Promise<unknown[]> {
    const rows = await this.db.selectFrom('moderationChannels').select('movingUntil').execute();
    return rows.map(({ movingUntil }) => movingUntil);
  }
}

describe('a server that chooses a channel', () => {
  it('has all its open reports told anew, a hundred in a transaction, and no others', async () => {
    const bench = new ServerBench();
    await bench.toldIn('office', MANY);
    await bench.toldIn('elsewhere', 3, '200000000000000002');
    await bench.db
      .updateTable('reports')
      .set({ decidedAt: 5 })
      .where('id', '=', `${GUILD}-7`)
      .execute();
    const slices: (readonly ReportPost[])[] = [];
    await bench.moderation().chooseChannel(GUILD, 'attic', '4', (places) => {
      slices.push(places);
      return Promise.resolve();
    });
    expect(slices.map(({ length }) => length)).toEqual([100, 100, 49]);
    expect(new Set(slices.flat().map(({ messageId }) => messageId)).size).toBe(MANY - 1);
    expect(await bench.told()).toEqual({ waits: MANY - 1, office: 1 });
    expect(await bench.told('200000000000000002')).toEqual({ elsewhere: 3 });
    expect(await bench.moves()).toEqual([null]);
  });

  it('leaves what is reported from then on alone, which is told there already', async () => {
    const bench = new ServerBench();
    await bench.toldIn('office', 2);
    const { movingUntil } = await peopleParts(bench).channels.choose(GUILD, 'attic', '4');
    const later = { reportedAt: movingUntil + 1 };
    await bench.db.updateTable('reports').set(later).where('id', '=', `${GUILD}-1`).execute();
    await bench.moderation().finishMoves();
    expect(await bench.told()).toEqual({ waits: 1, office: 1 });
  });

  it('has the rest told there by the next start, where the bot ended on the way', async () => {
    const bench = new ServerBench();
    await bench.toldIn('office', MANY);
    await bench.db
      .updateTable('reports')
      .set({ undeliverableAt: 5, channelId: null })
      .where('id', '=', `${GUILD}-240`)
      .execute();
    const end = new AbortController();
    const chosen = bench.moderation(end.signal).chooseChannel(GUILD, 'attic', '4', () => {
      end.abort(new Error('the end'));
      return Promise.resolve();
    });
    await expect(chosen).rejects.toThrow('the end');
    expect(await bench.told()).toEqual({ waits: 100, office: MANY - 101, nowhere: 1 });
    await bench.reopen();
    // One that was told there meanwhile is not told again.
    const there = { channelId: 'attic', shownRevision: 2 };
    await bench.db.updateTable('reports').set(there).where('id', '=', `${GUILD}-0`).execute();
    await bench.moderation().finishMoves();
    expect(await bench.told()).toEqual({ waits: MANY - 1, attic: 1 });
    expect(await bench.moves()).toEqual([null]);
  });

  it('and another one on the way has them all told in the other', async () => {
    const bench = new ServerBench();
    await bench.toldIn('office', MANY);
    const moderation = bench.moderation();
    let slices = 0;
    await moderation.chooseChannel(GUILD, 'attic', '4', async () => {
      slices += 1;
      await bench.clock.advance(1);
      await moderation.chooseChannel(GUILD, 'cellar', '4', () => Promise.resolve());
    });
    expect([slices, await peopleParts(bench).channels.of(GUILD)]).toEqual([1, 'cellar']);
    expect(await bench.told()).toEqual({ waits: MANY });
  });
});
