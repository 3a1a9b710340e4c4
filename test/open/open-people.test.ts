import { describe, expect, it } from 'vitest';
import { openPeople } from '../../src/open/open-people.ts';
import { openRecord } from '../../src/open/open-record.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { opening, request } from './opening.ts';

const NO_MESSAGES = { deleteMessages: () => undefined };

const ADA = '400000000000000001';

describe('what people may ask of the bot, by itself', () => {
  it('knows what is kept of somebody, and erases it', async () => {
    const given = opening();
    const record = openRecord(given);
    const { personalData, erasure } = openPeople(given, record);
    await record.log.create(request(given, { userId: ADA }));
    expect(await personalData.isKept(ADA)).toBe(true);
    const { jobs } = await erasure.erase(ADA);
    expect(jobs).toHaveLength(1);
    expect(await personalData.isKept(ADA)).toBe(false);
  });

  it('finishes an erasure that an earlier run began', async () => {
    const given = opening();
    const record = openRecord(given);
    await record.log.create(request(given, { userId: ADA }));
    const askedAt = given.clock.now();
    await record.store.write((trx) =>
      trx.insertInto('erasures').values({ userId: ADA, askedAt }).execute(),
    );
    const people = openPeople(given, record);
    await people.takeUp(NO_MESSAGES);
    expect(await people.personalData.isKept(ADA)).toBe(false);
  });

  it('starts where that cannot be finished, and says so', async () => {
    const given = opening();
    const people = openPeople(given, openRecord(given));
    await given.shutdown.run();
    await people.takeUp(NO_MESSAGES);
    expect(given.logged.join('')).toContain('could not be finished');
  });

  it('removes nothing by a wrong clock, and stops when it is shut down', async () => {
    const given = opening();
    const clock = new ManualClock();
    const people = openPeople({ ...given, clock }, openRecord(given));
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
