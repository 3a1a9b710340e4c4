import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { restore } from '../../src/privacy/restore.ts';
import { forgetReports, inCommit } from '../../src/privacy/sql/retention.ts';
import { keepOut, keptOutList, lift } from '../../src/operator/kept-out.ts';
import { backUp } from '../../src/store/backup.ts';
import type { DatabasePlace } from '../../src/store/live-database.ts';
import { LogBench } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { slicing } from '../support/slicing.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ADA = { kind: 'person', id: '400000000000000001' } as const;
const BEN = { kind: 'person', id: '400000000000000002' } as const;
const SERVER = { kind: 'server', id: '400000000000000001' } as const;

/** Who is kept out there, and whose was lifted. */
async function listOf(place: DatabasePlace) {
  const entries = await keptOutList(place);
  return entries.map(({ kind, id, reason, keptOutAt, liftedAt }) =>
    [kind, id, reason, keptOutAt, liftedAt ?? 'stands'].join(' '),
  );
}

describe('whoever is kept out', () => {
  it('is so from the next question on until it is lifted, as a person or as a server', async () => {
    const bench = new LogBench();
    const { log } = bench;
    const place = await bench.databasePlace();
    const which = () => log.keptOut.whichOf(ADA.id, SERVER.id);
    expect(await which()).toBeUndefined();
    expect(await keepOut(place, SERVER, { reason: 'raids', now: 1 })).toBe(true);
    expect(await which()).toBe('server');
    expect(await log.keptOut.whichOf(ADA.id, undefined)).toBeUndefined();
    expect(await keepOut(place, ADA, { reason: 'spam', now: 2 })).toBe(true);
    expect(await which()).toBe('person');
    expect(await log.keptOut.whichOf(BEN.id, '1')).toBeUndefined();
    expect([
      await lift(place, ADA, 3),
      await lift(place, SERVER, 4),
      await lift(place, ADA, 5),
    ]).toEqual([...[true, true, false]]);
    expect(await which()).toBeUndefined();
  });

  it('is on record with why and when, and stays so when they are let in, and kept out again', async () => {
    const place = await new LogBench().databasePlace();
    await keepOut(place, ADA, { reason: 'spam', now: 1 });
    expect(await keepOut(place, ADA, { reason: 'something else', now: 2 })).toBe(false);
    await lift(place, ADA, 3);
    await keepOut(place, ADA, { reason: 'spam again', now: 4 });
    expect(await listOf(place)).toEqual([
      `person ${ADA.id} spam again 4 stands`,
      `person ${ADA.id} spam 1 3`,
    ]);
  });

  it('is so after they have everything erased, of which what was lifted goes', async () => {
    const bench = new LogBench();
    const { log } = bench;
    const place = await bench.databasePlace();
    await keepOut(place, ADA, { reason: 'spam', now: 1 });
    await lift(place, ADA, 2);
    await keepOut(place, ADA, { reason: 'again', now: 3 });
    await keepOut(place, BEN, { reason: 'spam', now: 4 });
    await lift(place, BEN, 5);
    for (const { id } of [ADA, BEN]) await peopleParts(bench).erasure.erase(id, clearNothing);
    expect(await log.keptOut.whichOf(ADA.id, undefined)).toBe('person');
    expect(await listOf(place)).toEqual([`person ${ADA.id} again 3 stands`]);
  });

  it('is forgotten once it was lifted for as long as rows are kept, and never before', async () => {
    const bench = new LogBench();
    const { store } = bench;
    const place = await bench.databasePlace();
    await keepOut(place, ADA, { reason: 'spam', now: 1 });
    await keepOut(place, BEN, { reason: 'spam', now: 1 });
    await lift(place, BEN, 5);
    expect(await inCommit(store, forgetReports, 5)).toBe(0);
    expect(await inCommit(store, forgetReports, 6)).toBe(1);
    expect(await listOf(place)).toEqual([`person ${ADA.id} spam 1 stands`]);
  });
});

describe.skipIf(inject('postgres'))('a copy that is put back', () => {
  it('keeps out whoever was kept out since, and lets in whoever was let in', async () => {
    const bench = new LogBench();
    const { path, clock } = bench;
    const place = { databasePath: path };
    await keepOut(place, ADA, { reason: 'spam', now: 1 });
    await keepOut(place, SERVER, { reason: 'raids', now: 2 });
    const file = join(tempFolder(), 'copy.sqlite');
    backUp(path, file);
    await lift(place, ADA, 3);
    await keepOut(place, BEN, { reason: 'spam', now: 4 });
    await keepOut(place, ADA, { reason: 'again', now: 5 });
    await lift(place, SERVER, 6);
    const before = await listOf(place);
    await bench.close();
    const { copy } = await restore({
      ...{ file, path, keyPath: `${path}.key`, clock, slicing: slicing() },
    });
    expect(copy?.blocks).toBe(4);
    expect(await listOf(place)).toEqual(before);
  });

  it('keeps out whom it alone knows of', async () => {
    const bench = new LogBench();
    const file = join(tempFolder(), 'copy.sqlite');
    await keepOut({ databasePath: bench.path }, ADA, { reason: 'spam', now: 1 });
    backUp(bench.path, file);
    await bench.close();
    const { path, clock } = new LogBench();
    const elsewhere = join(tempFolder(), 'darkroom.sqlite');
    backUp(path, elsewhere);
    await restore({
      ...{ file, path: elsewhere, keyPath: `${elsewhere}.key`, clock, slicing: slicing() },
    });
    expect(await listOf({ databasePath: elsewhere })).toEqual([`person ${ADA.id} spam 1 stands`]);
  });
});
