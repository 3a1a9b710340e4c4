import { describe, expect, it } from 'vitest';
import { BotError } from '../../src/errors/errors.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import { type Entitlement, NO_PREMIUM, type Sighting, sumOf } from '../../src/premium/premium.ts';
import { Entitlements, forgetEntitlements } from '../../src/premium/sql/entitlements.ts';
import { OUTSIDE_SERVERS } from '../../src/rules/outside-servers.ts';
import type { Subject } from '../../src/rules/rule.ts';
import { ServerRules } from '../../src/rules/sql/server-rules.ts';
import { LogBench, pseudonym } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';

const GUILD = '200000000000000001';
const USER = '400000000000000001';
const CREDITS = '1019475255913222144';
const RAISE = '1019475255913222145';
const SKUS = { [CREDITS]: { credits: 3 }, [RAISE]: { picturesADay: 2, gpuSecondsADay: 5 } };
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const EVERYONE: Subject = { kind: 'role', id: GUILD };
const PICTURES = [{ file: 'a-1.png', format: 'png' }] as const;

class Shop {
  readonly bench = new LogBench();
  readonly log = new JobLog(
    this.bench.store,
    this.bench.clock,
    { ...NO_LIMITS, dailyOutsideServers: 2 },
    pseudonym,
    undefined,
    undefined,
    SKUS,
  );
  readonly entitlements = new Entitlements(this.bench.store, this.bench.clock, SKUS);
  readonly rules = new ServerRules(this.bench.store, this.bench.clock);
  #made = 0n;

  /** An id that Discord would make now. */
  id(): string {
    this.#made += 1n;
    const ms = BigInt(this.bench.clock.now()) - 1_420_070_400_000n;
    return String((ms << 22n) + this.#made);
  }

  bought(parts: Partial<Entitlement> = {}): Entitlement {
    return {
      id: this.id(),
      skuId: CREDITS,
      owner: { userId: USER },
      startsAt: null,
      endsAt: null,
      deleted: false,
      consumed: false,
      ...parts,
    };
  }

  note(seen: Entitlement, sighting: Partial<Sighting> = {}) {
    return this.entitlements.note(seen, {
      asOf: this.bench.clock.now(),
      isList: false,
      ...sighting,
    });
  }

  limit(value: number, limit: 'picturesADay' | 'gpuSecondsADay' = 'picturesADay', of = EVERYONE) {
    return this.rules.change(GUILD, { subject: of, limit, value }, USER);
  }

  async credits(userId = USER) {
    const { credits } = await this.log.premiumOf({ userId, guildId: GUILD });
    return sumOf(credits);
  }

  async ask(count = 1, parts: Partial<NewJob> = {}): Promise<Job | Record<string, unknown>> {
    const request = { count, command: 'imagine', channels: [], private: false, photos: false };
    const ruled = { roles: [], request, gpuMs: 1_000 };
    const asked = this.bench.request({ count, ruled, state: 'ready', ...parts });
    try {
      const job = await this.log.create(asked);
      if (!job) throw new Error('there already');
      return job;
    } catch (error) {
      if (error instanceof BotError) return { code: error.code, ...error.facts };
      throw error;
    }
  }

  async made(count: number, parts?: Partial<NewJob>): Promise<Job> {
    const job = await this.ask(count, parts);
    if (!('id' in job)) throw new Error(`refused: ${JSON.stringify(job)}`);
    return job as Job;
  }

  async end(job: Job, pictures: number): Promise<void> {
    for (const to of ['submitting', 'queued', 'running'] as const) {
      await this.log.move(job.id, to, 'test');
    }
    const made = Array.from({ length: pictures }, () => PICTURES[0]);
    await (pictures === 0
      ? this.log.move(job.id, 'failed', 'test')
      : this.log.move(job.id, 'completed', 'test', { pictures: made }));
  }

  row(id: string) {
    return this.bench.db
      .selectFrom('entitlements')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
  }
}

describe('a subscription', () => {
  it("raises its member's limits of a day, in every server, until it ends", async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.limit(3, 'gpuSecondsADay');
    const subscription = shop.bought({ skuId: RAISE });
    await shop.note(subscription);
    for (let n = 0; n < 3; n += 1) await shop.made(1);
    expect(await shop.ask(1)).toMatchObject({ limit: 'picturesADay', most: 3, left: 0 });
    const asOf = shop.bench.clock.now() + 1;
    await shop.note({ ...subscription, endsAt: shop.bench.clock.now() }, { asOf });
    expect(await shop.ask(1)).toMatchObject({ limit: 'picturesADay', most: 1, left: 0 });
  });

  it('of a server raises those of all its members, and not what the server may make', async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.note(shop.bought({ skuId: RAISE, owner: { guildId: GUILD } }));
    await shop.made(3);
    await shop.made(3, { userId: '400000000000000002' });
    expect(await shop.ask(1)).toMatchObject({ whose: 'member', most: 3 });
    await shop.limit(7, 'picturesADay', { kind: 'server' });
    await shop.made(1, { userId: '400000000000000003' });
    expect(await shop.ask(1, { userId: '400000000000000004' })).toMatchObject({ whose: 'server' });
  });

  it("does not raise the operator's own limit outside servers, nor do credits", async () => {
    const shop = new Shop();
    await shop.note(shop.bought({ skuId: RAISE }));
    await shop.note(shop.bought());
    const refused = { code: 'day_used_up', whose: 'outside', most: 2 };
    expect(await shop.ask(3, { guildId: OUTSIDE_SERVERS })).toMatchObject(refused);
    expect(await shop.log.premiumOf({ userId: USER, guildId: OUTSIDE_SERVERS })).toEqual(
      NO_PREMIUM,
    );
    expect(await shop.credits()).toBe(3);
  });

  it('raises limits beside any number of packs of credits', async () => {
    const shop = new Shop();
    for (let packs = 0; packs < 101; packs += 1) await shop.note(shop.bought());
    await shop.note(shop.bought({ skuId: RAISE }));
    const { raise, credits } = await shop.log.premiumOf({ userId: USER, guildId: GUILD });
    expect(raise).toEqual(SKUS[RAISE]);
    expect(credits).toHaveLength(100);
  });

  it('does not help where a limit is 0, nor against a pause', async () => {
    const shop = new Shop();
    await shop.note(shop.bought({ skuId: RAISE }));
    await shop.note(shop.bought());
    await shop.limit(0);
    expect(await shop.ask(1)).toMatchObject({ limit: 'picturesADay', most: 0, left: 0 });
    await shop.limit(5);
    const pause = { subject: { kind: 'server' }, limit: 'paused', value: true } as const;
    await shop.rules.change(GUILD, pause, USER);
    expect(await shop.ask(1)).toMatchObject({ code: 'server_paused' });
  });
});

describe('credits', () => {
  it('are added once, however often and in whatever order the entitlement is seen', async () => {
    const shop = new Shop();
    const bought = shop.bought();
    const noted = await Promise.all([1, 2, 3].map(() => shop.note(bought)));
    expect(noted.filter((one) => one !== undefined)).toEqual([
      { what: 'credited', id: bought.id, credits: 3 },
    ]);
    await shop.note({ ...bought, consumed: true }, { isList: true });
    await shop.note(bought);
    expect(await shop.credits()).toBe(3);
    expect(await shop.entitlements.news([bought], { asOf: 0, isList: false })).toEqual([]);
  });

  it('are not added for one that was consumed before, or is over', async () => {
    const shop = new Shop();
    const now = shop.bench.clock.now();
    for (const parts of [{ consumed: true }, { deleted: true }, { endsAt: now }]) {
      const bought = shop.bought(parts);
      await shop.note(bought);
      // Its creation arrives late.
      const first = { ...bought, consumed: false, deleted: false, endsAt: null };
      await shop.note(first, { asOf: now - 1 });
    }
    expect(await shop.credits()).toBe(0);
    expect(await shop.entitlements.unconsumed()).toEqual([]);
  });

  it('of other SKUs count for nothing', async () => {
    const shop = new Shop();
    const other = shop.bought({ skuId: '1019475255913222199' });
    expect(await shop.entitlements.news([other], { asOf: 0, isList: false })).toEqual([]);
  });

  it('are used beyond the limit only, and count neither toward it nor twice', async () => {
    const shop = new Shop();
    await shop.limit(2);
    const bought = shop.bought();
    await shop.note(bought);
    expect((await shop.made(1)).credits).toBe(0);
    expect((await shop.made(3)).credits).toBe(2);
    expect(await shop.credits()).toBe(1);
    expect(await shop.ask(2)).toMatchObject({ code: 'day_used_up', most: 2, left: 0 });
    expect((await shop.made(1)).credits).toBe(1);
    expect(await shop.ask(1)).toMatchObject({ code: 'day_used_up' });
    await shop.bench.clock.advance(DAY);
    expect((await shop.made(2)).credits).toBe(0);
    expect(await shop.row(bought.id)).toMatchObject({ credits: 3, spent: 3 });
  });

  it('count toward what the server may make', async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.limit(3, 'picturesADay', { kind: 'server' });
    await shop.note(shop.bought());
    await shop.made(3);
    expect(await shop.ask(1)).toMatchObject({ whose: 'server', most: 3, left: 0 });
    expect(await shop.credits()).toBe(1);
  });

  it('are not used where another limit refuses the request', async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.limit(1, 'gpuSecondsADay');
    await shop.note(shop.bought());
    await shop.made(1);
    expect(await shop.ask(1)).toMatchObject({ limit: 'gpuSecondsADay' });
    expect(await shop.credits()).toBe(3);
  });

  it('come back for pictures that a job did not make, from the newest entitlement first', async () => {
    const shop = new Shop();
    await shop.limit(1);
    const [old, newer] = [shop.bought(), shop.bought()];
    await shop.note(newer);
    await shop.note(old);
    const job = await shop.made(5);
    expect([(await shop.row(old.id))?.spent, (await shop.row(newer.id))?.spent]).toEqual([3, 1]);
    await shop.end(job, 3);
    expect([(await shop.row(old.id))?.spent, (await shop.row(newer.id))?.spent]).toEqual([2, 0]);
    expect(await shop.credits()).toBe(4);
    const failed = await shop.made(2);
    expect(await shop.credits()).toBe(2);
    await shop.end(failed, 0);
    expect(await shop.credits()).toBe(4);
    expect(await shop.ask(4)).toMatchObject({ credits: 4 });
  });

  it('are withdrawn with a refund, those in use stay used, and those given back are gone', async () => {
    const shop = new Shop();
    await shop.limit(1);
    const bought = shop.bought();
    await shop.note(bought);
    const job = await shop.made(3);
    expect(await shop.note({ ...bought, deleted: true })).toEqual({
      what: 'withdrawn',
      id: bought.id,
      credits: 1,
    });
    expect(await shop.credits()).toBe(0);
    await shop.end(job, 0);
    expect(await shop.credits()).toBe(0);
    expect(await shop.made(1)).toMatchObject({ credits: 0 });
    expect(await shop.ask(1)).toMatchObject({ code: 'day_used_up' });
    await shop.note(bought);
    expect(await shop.credits()).toBe(0);
  });

  it('are spent once by requests at the same time', async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.note(shop.bought());
    const asked = await Promise.all(Array.from({ length: 9 }, () => shop.ask(1)));
    expect(asked.filter((one) => 'id' in one)).toHaveLength(4);
    expect(await shop.credits()).toBe(0);
  });

  it('of a server are spent once by its members at the same time', async () => {
    const shop = new Shop();
    await shop.limit(1);
    await shop.note(shop.bought({ owner: { guildId: GUILD } }));
    const members = Array.from({ length: 6 }, (_, n) => `40000000000000000${n}`);
    const asked = await Promise.all(members.map((userId) => shop.ask(3, { userId })));
    expect(asked.filter((one) => 'id' in one)).toHaveLength(1);
    const codes = asked.flatMap((one) => ('id' in one ? [] : [one.code]));
    expect(new Set(codes)).toEqual(new Set(['day_used_up']));
    expect(await shop.credits()).toBe(1);
  });

  it('stay with a member who erased everything, are not added again, and no row names them', async () => {
    const shop = new Shop();
    await shop.limit(1);
    const bought = shop.bought();
    await shop.note(bought);
    await shop.end(await shop.made(2), 2);
    const { erasure } = peopleParts(shop.bench);
    await erasure.erase(USER, clearNothing);
    expect((await shop.row(bought.id))?.userId).toBe(pseudonym(USER));
    await shop.note(bought);
    await shop.note({ ...bought, consumed: true });
    expect((await shop.row(bought.id))?.userId).toBe(pseudonym(USER));
    expect(await shop.credits()).toBe(2);
    expect(await shop.ask(1)).toMatchObject({ credits: 1 });
  });
});

describe('telling Discord', () => {
  it('is tried by one process at a time, later and later, and given up in the end', async () => {
    const shop = new Shop();
    const bought = shop.bought();
    await shop.note(bought);
    const seen: string[] = [];
    for (let left = 30; left > 0; left -= 1) {
      const [due] = await shop.entitlements.unconsumed();
      if (!due) {
        await shop.bench.clock.advance(HOUR);
        if (!(await shop.row(bought.id))?.consumeAt) break;
        continue;
      }
      const claims = await Promise.all([1, 2].map(() => shop.entitlements.claim(due)));
      expect(claims.filter((one) => one === undefined)).toHaveLength(1);
      seen.push(claims.find((one) => one !== undefined) ?? '');
      await shop.bench.clock.advance(DAY);
    }
    expect(seen).toEqual([...Array.from({ length: 8 }, () => 'claimed'), 'given_up']);
    expect(await shop.credits()).toBe(3);
  });

  it.each([
    ['it has heard', (shop: Shop, { id }: Entitlement) => shop.entitlements.noteConsumed(id)],
    ['it says so itself', (shop: Shop, one: Entitlement) => shop.note({ ...one, consumed: true })],
    [
      'the credits are withdrawn',
      (shop: Shop, one: Entitlement) => shop.note({ ...one, deleted: true }),
    ],
  ])('ends once %s', async (_, hear) => {
    const shop = new Shop();
    const bought = shop.bought();
    await shop.note(bought);
    const [due] = await shop.entitlements.unconsumed();
    if (!due) throw new Error('none is due');
    await hear(shop, bought);
    expect(await shop.entitlements.unconsumed()).toEqual([]);
    expect(await shop.entitlements.claim(due)).toBeUndefined();
  });
});

it('forgets what gives nothing any more, and keeps what does, or may be given back', async () => {
  const shop = new Shop();
  await shop.limit(1);
  const now = shop.bench.clock.now();
  const subscription = shop.bought({ skuId: RAISE });
  const over = shop.bought({ skuId: RAISE, endsAt: now + 1 });
  const refunded = shop.bought();
  const spent = shop.bought();
  for (const one of [over, spent]) await shop.note(one);
  await shop.bench.clock.advance(1);
  const job = await shop.made(4);
  expect(job.credits).toBe(3);
  await shop.entitlements.noteConsumed(spent.id);
  for (const one of [subscription, refunded]) await shop.note(one);
  await shop.note({ ...refunded, deleted: true });
  const before = shop.bench.clock.now() + 1;
  const forget = () => shop.bench.store.write((trx) => forgetEntitlements({ trx }, before));
  expect(await forget()).toBe(2);
  expect(await shop.row(spent.id)).toBeDefined();
  await shop.end(job, 4);
  await shop.bench.db.deleteFrom('jobs').execute();
  expect(await forget()).toBe(1);
  const rows = await shop.bench.db.selectFrom('entitlements').select('id').execute();
  expect(rows).toEqual([{ id: subscription.id }]);
});
