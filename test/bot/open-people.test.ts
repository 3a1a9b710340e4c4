import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPrivacy } from '../../src/bot/open-privacy.ts';
import { openStore } from '../../src/bot/open-store.ts';
import type { Job } from '../../src/jobs/job.ts';
import { askErasure, unfinishedErasures } from '../../src/privacy/sql/erasures.ts';
import { PNG } from '../comfy/pictures.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { opening, request } from './opening.ts';
import { clearNothing } from '../support/people-parts.ts';

const NO_MESSAGES = { deleteMessages: () => undefined };

const ADA = '400000000000000001';

describe('what people may ask of the bot, by itself', () => {
  it('knows what is kept of somebody, and erases it', async () => {
    const given = opening();
    const record = await openStore(given);
    const { personalData, erasure } = openPrivacy(given, record);
    await record.log.create(request(given, { userId: ADA }));
    expect(await personalData.isKept(ADA)).toBe(true);
    const { jobs } = await erasure.erase(ADA, clearNothing);
    expect(jobs).toBe(1);
    expect(await personalData.isKept(ADA)).toBe(false);
  });

  it('finishes an erasure that an earlier run began', async () => {
    const given = opening();
    const record = await openStore(given);
    await record.log.create(request(given, { userId: ADA }));
    const askedAt = given.clock.now();
    await record.store.write((trx) =>
      trx.insertInto('erasures').values({ userId: ADA, askedAt }).execute(),
    );
    const people = openPrivacy(given, record);
    await people.resume(NO_MESSAGES);
    expect(await people.personalData.isKept(ADA)).toBe(false);
  });

  it('has the messages and files of what it erases then taken away', async () => {
    const given = opening();
    const record = await openStore(given);
    const made = await record.log.create(request(given, { userId: ADA }));
    const id = made?.id ?? '';
    await record.log.move(id, 'submitting', 'test');
    const pictures = await record.pictures.save(id, [{ bytes: PNG, format: 'png' }]);
    await record.log.move(id, 'queued', 'test');
    await record.log.move(id, 'completed', 'test', { pictures });
    await askErasure(record.store, ADA, given.clock);
    const deleted: Job[] = [];
    await openPrivacy(given, record).resume({ deleteMessages: (jobs) => deleted.push(...jobs) });
    // As they were: a message that only its reader sees goes by the token that was in the row.
    expect(deleted).toMatchObject([{ id, interactionToken: made?.interactionToken }]);
    expect(readdirSync(`${given.config.databasePath}.files`)).toEqual([]);
  });

  it('finishes it where a file cannot be removed, and says so', async () => {
    const given = opening();
    const record = await openStore(given);
    const made = await record.log.create(request(given, { userId: ADA }));
    const id = made?.id ?? '';
    const file = 'a-folder.png';
    mkdirSync(join(`${given.config.databasePath}.files`, file));
    for (const state of ['submitting', 'queued'] as const) await record.log.move(id, state, 'test');
    const pictures = [{ file, format: 'png' }] as const;
    await record.log.move(id, 'completed', 'test', { pictures });
    await askErasure(record.store, ADA, given.clock);
    const deleted: Job[] = [];
    await openPrivacy(given, record).resume({ deleteMessages: (jobs) => deleted.push(...jobs) });
    expect(deleted).toHaveLength(1);
    expect(await unfinishedErasures(record.store)).toEqual([]);
    expect(given.logged.join('')).toContain('a removed picture could not be deleted from storage');
  });

  it('starts where that cannot be finished, and says so', async () => {
    const given = opening();
    const people = openPrivacy(given, await openStore(given));
    await given.shutdown.run();
    await people.resume(NO_MESSAGES);
    expect(given.logged.join('')).toContain('could not be finished');
  });

  it('removes nothing by a wrong clock, and stops when it is shut down', async () => {
    const given = opening();
    const clock = new ManualClock();
    const people = openPrivacy({ ...given, clock }, await openStore(given));
    let asked = 0;
    people.startRetention({
      deleteMessages: () => undefined,
      clockIsRight: () => Promise.resolve((asked += 1) === 0),
    });
    await expect.poll(() => clock.sleeping).toBe(1);
    await given.shutdown.run();
    expect([asked, clock.sleeping]).toEqual([1, 0]);
  });
});
