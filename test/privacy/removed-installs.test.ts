import { describe, expect, it } from 'vitest';
import { InstallRemoved } from '../../src/jobs/sql/erase-jobs.ts';
import { recordRevocations, revocationsIn } from '../../src/privacy/sql/revocations.ts';
import { forgetRemovedInstalls } from '../../src/privacy/sql/removed-installs.ts';
import { inCommit } from '../../src/privacy/sql/retention.ts';
import { LogBench, pseudonym } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const USER = '400000000000000001';

class Archive extends LogBench {
  readonly erasure = peopleParts(this).erasure;

  rows() {
    return this.db.selectFrom('removedInstalls').selectAll().execute();
  }

  async erased(): Promise<readonly string[]> {
    const rows = this.db.selectFrom('jobs').select('id').where('erasedAt', 'is not', null);
    return (await rows.execute()).map(({ id }) => id);
  }
}

async function removeInstall(archive: Archive, removedAt = archive.clock.now()): Promise<boolean> {
  const isNews = await archive.erasure.noteInstallRemoved({ userId: USER, removedAt });
  await archive.erasure.eraseRemovedInstalls(clearNothing);
  return isNews;
}

describe('a removed install', () => {
  it('takes what it alone allowed, and is then on record without the id', async () => {
    const archive = new Archive();
    const { id } = await archive.jobIn('completed', { byUserInstall: true });
    await archive.jobIn('completed');
    const removedAt = archive.clock.now();
    expect(await removeInstall(archive)).toBe(true);
    expect(await archive.erased()).toEqual([id]);
    expect(await archive.rows()).toEqual([{ person: pseudonym(USER), removedAt, isDone: 1 }]);
  });

  it('takes what was asked for before it and written down after it, and lets no more of that in', async () => {
    const archive = new Archive();
    const removedAt = archive.clock.now();
    const earlier = { byUserInstall: true, tokenExpiresAt: removedAt + 900_000 };
    await archive.clock.advance(60_000);
    const { id } = await archive.jobIn('completed', earlier);
    const { id: unfinished } = await archive.jobIn('queued', earlier);
    const { id: later } = await archive.jobIn('completed', { byUserInstall: true });
    await removeInstall(archive, removedAt);
    expect(await archive.erased()).toEqual(expect.arrayContaining([id, unfinished]));
    expect(await archive.erased()).not.toContain(later);
    await expect(archive.jobIn('ready', earlier)).rejects.toThrow(InstallRemoved);
    await archive.jobIn('ready', { byUserInstall: true });
  });

  it('is done once, however often and in whatever order it is told', async () => {
    const archive = new Archive();
    const at = archive.clock.now();
    await removeInstall(archive, at);
    await archive.clock.advance(1);
    await archive.jobIn('completed', { byUserInstall: true });
    expect(await removeInstall(archive, at)).toBe(false);
    expect(await removeInstall(archive, at - 1)).toBe(false);
    expect(await archive.erased()).toEqual([]);
  });

  it('is repeated in a restored backup', async () => {
    const [archive, backup] = [new Archive(), new Archive()];
    const { id } = await backup.jobIn('completed', { byUserInstall: true });
    await removeInstall(archive, backup.clock.now());
    await recordRevocations(backup.store, await revocationsIn(archive.db), pseudonym);
    await backup.erasure.resume(clearNothing);
    expect(await backup.erased()).toEqual([id]);
    expect(await backup.rows()).toEqual(await archive.rows());
  });

  it('is forgotten after a while, unless it is still to be erased', async () => {
    const archive = new Archive();
    await removeInstall(archive);
    const pending = { userId: '400000000000000002', removedAt: archive.clock.now() };
    await archive.erasure.noteInstallRemoved(pending);
    await inCommit(archive.store, forgetRemovedInstalls, archive.clock.now() + 1);
    expect((await archive.rows()).map(({ person }) => person)).toEqual([pending.userId]);
  });
});
