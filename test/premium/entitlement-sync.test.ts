import { EntitlementResponseSchema } from 'discord-api-spec/zod';
import type { APIEntitlement } from 'discord.js';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EntitlementSync } from '../../src/discord/intake/entitlement-sync.ts';
import { EntitlementCalls, readEntitlement } from '../../src/discord/rest/entitlements.ts';
import { closeRestClients, openRestClients, RestCalls } from '../../src/discord/rest/rest.ts';
import { RefusedCalls } from '../../src/discord/rest/refused-calls.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { sumOf } from '../../src/premium/premium.ts';
import { Entitlements } from '../../src/premium/sql/entitlements.ts';
import { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import { LogBench, pseudonym } from '../support/log-bench.ts';
import { MovableClock } from '../support/movable-clock.ts';

const CREDITS = '1019475255913222144';
const RAISE = '1019475255913222145';
const SKUS = { [CREDITS]: { credits: 3 }, [RAISE]: { picturesADay: 2 } };
const MINUTE = 60_000;

/** Discord, a database, and any number of processes between them. */
async function openShop() {
  const clock = new MovableClock();
  const discord = await DiscordSandbox.start({ clock });
  onTestFinished(() => discord.close());
  discord.entitlements.offer({ id: CREDITS, kind: 'consumable' });
  discord.entitlements.offer({ id: RAISE, kind: 'subscription' });
  const bench = new LogBench();
  const { ada } = discord.world.people;
  const log = new JobLog(bench.store, clock, NO_LIMITS, pseudonym, undefined, undefined, SKUS);
  const logged: string[] = [];
  const logger = pino({}, { write: (line) => logged.push(line) });
  const openProcess = () => {
    const { apiUrl, token: botToken, applicationId } = discord;
    const halt = new AbortController();
    const refusedCalls = new RefusedCalls(clock);
    const clients = openRestClients({ apiUrl, botToken, refusedCalls, onDate: () => undefined });
    const calls = new RestCalls(clients, { botToken, clock, halt: halt.signal });
    const sync = new EntitlementSync({
      entitlements: new Entitlements(bench.store, clock, SKUS),
      calls: new EntitlementCalls(calls, applicationId),
      ...{ applicationId, clock, logger },
      clockAheadMs: () => 0,
    });
    onTestFinished(async () => {
      halt.abort();
      await sync.stop();
      closeRestClients(clients);
    });
    return sync;
  };
  const credits = async () => {
    const { credits } = await log.premiumOf({ userId: ada.id, guildId: discord.world.guild.id });
    return sumOf(credits);
  };
  return { clock, discord, bench, log, ada, logged, openProcess, credits };
}

type Shop = Awaited<ReturnType<typeof openShop>>;

/** Looks again and again, until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

function requestsOf({ discord }: Shop, method: string, path: RegExp) {
  return discord.rest.requests.filter((one) => one.method === method && path.test(one.path));
}

const CONSUME = /\/consume$/;
const LIST = /\/entitlements\?/;

async function rowsOf({ bench }: Shop): Promise<readonly string[]> {
  const rows = await bench.db.selectFrom('entitlements').select('id').execute();
  return rows.map(({ id }) => id);
}

function row({ bench }: Shop, id: string) {
  return bench.db.selectFrom('entitlements').selectAll().where('id', '=', id).executeTakeFirst();
}

describe("Discord's entitlement object", () => {
  it('is read as in its documentation', () => {
    const example = {
      id: '1019653849998299136',
      sku_id: '1019475255913222144',
      application_id: '1019370614521200640',
      user_id: '771129655544643584',
      promotion_id: null,
      type: 8,
      deleted: false,
      gift_code_flags: 0,
      consumed: false,
      starts_at: '2022-09-14T17:00:18.704163+00:00',
      ends_at: '2022-10-14T17:00:18.704163+00:00',
      guild_id: '1015034326372454400',
      subscription_id: '1019653835926409216',
    };
    expect(readEntitlement(example)).toEqual({
      applicationId: '1019370614521200640',
      id: '1019653849998299136',
      skuId: '1019475255913222144',
      owner: { guildId: '1015034326372454400' },
      startsAt: Date.UTC(2022, 8, 14, 17, 0, 18, 704),
      endsAt: Date.UTC(2022, 9, 14, 17, 0, 18, 704),
      deleted: false,
      consumed: false,
    });
  });

  it.each([
    { guild_id: null, ends_at: null },
    { guild_id: '1015034326372454400', consumed: true, fulfilled_at: null },
    { deleted: true, gifter_user_id: '771129655544643585', parent_id: null },
  ])("is read in the forms of Discord's own schema: %j", (parts) => {
    const whole = {
      id: '1019653849998299136',
      sku_id: '1019475255913222144',
      application_id: '1019370614521200640',
      user_id: '771129655544643584',
      type: 8,
      deleted: false,
      starts_at: '2022-09-14T17:00:18.704Z',
      ends_at: '2022-10-14T17:00:18.704Z',
      ...parts,
    };
    EntitlementResponseSchema.parse(whole);
    expect(readEntitlement(whole)).toMatchObject({ id: whole.id, deleted: whole.deleted });
  });

  it('is read without times, as of a test entitlement, and not without an owner', () => {
    const ids = { id: '1019653849998299136', sku_id: RAISE, application_id: '1019370614521200640' };
    expect(readEntitlement({ ...ids, user_id: '771129655544643584' })).toMatchObject({
      owner: { userId: '771129655544643584' },
      startsAt: null,
      endsAt: null,
    });
    expect(readEntitlement(ids)).toBeUndefined();
    expect(readEntitlement({ ...ids, user_id: '771129655544643584', ends_at: 'soon' })).toBe(
      undefined,
    );
  });
});

describe('the list', () => {
  it('is read page by page, with what was refunded, by whichever process begins to', async () => {
    const shop = await openShop();
    const { discord, bench, openProcess } = shop;
    const bought: APIEntitlement[] = [];
    for (let n = 0; n < 205; n += 1) {
      const by = discord.world.addPerson(`Buyer ${n}`);
      bought.push(discord.entitlements.buy(RAISE, { by }));
    }
    const first = openProcess();
    first.startReading();
    await until(async () => (await rowsOf(shop)).length === bought.length);
    await first.stop();
    expect((await rowsOf(shop)).toSorted()).toEqual(bought.map(({ id }) => id).toSorted());
    const queries = requestsOf(shop, 'GET', LIST).map(
      ({ path }) => new URL(path, discord.apiUrl).searchParams,
    );
    expect(queries.map((query) => query.get('after'))).toEqual([
      '0',
      bought[99]?.id,
      bought[199]?.id,
    ]);
    expect(queries[0]?.get('sku_ids')?.split(',').toSorted()).toEqual([CREDITS, RAISE]);
    expect(queries[0]?.get('limit')).toBe('100');

    const last = bought.at(-1)?.id ?? '';
    discord.entitlements.refund(last);
    const later = openProcess();
    later.startReading();
    await until(async () => (await row(shop, last))?.deleted === 1);
    await later.stop();
    const deleted = await bench.db
      .selectFrom('entitlements')
      .select('id')
      .where('deleted', '=', 1)
      .execute();
    expect(deleted).toEqual([{ id: last }]);
  });

  it('is asked for again after a failure', async () => {
    const shop = await openShop();
    const { discord, clock, openProcess, ada, logged } = shop;
    discord.rest.fault({ path: /\/entitlements$/, answer: { status: 400, body: '{}' } });
    const { id } = discord.entitlements.buy(RAISE, { by: ada });
    const sync = openProcess();
    sync.startReading();
    await until(() => logged.some((line) => line.includes("Discord's entitlements could not be")));
    clock.advance(MINUTE);
    await until(async () => (await row(shop, id)) !== undefined);
    expect(requestsOf(shop, 'GET', LIST)).toHaveLength(2);
  });
});

describe('events', () => {
  it('credit a purchase once, whichever process gets them, and Discord is told', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, credits } = shop;
    const processes = [openProcess(), openProcess()];
    const bought = discord.entitlements.buy(CREDITS, { by: ada });
    for (const one of processes) one.startConsuming();
    for (const one of [...processes, ...processes]) one.onEvent('ENTITLEMENT_CREATE', bought);
    await until(async () => (await row(shop, bought.id))?.consumed === 1);
    await Promise.all(processes.map((one) => one.stop()));
    expect(await credits()).toBe(3);
    expect(requestsOf(shop, 'POST', CONSUME)).toHaveLength(1);
    expect(discord.entitlements.find(bought.id)?.consumed).toBe(true);
    expect(await row(shop, bought.id)).toMatchObject({ consumed: 1, consumeAt: null, credits: 3 });
    // It can be bought again.
    discord.entitlements.buy(CREDITS, { by: ada });
  });

  it('do not credit what was refunded, if the purchase is told of after the refund', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, credits } = shop;
    const bought = discord.entitlements.buy(CREDITS, { by: ada });
    const sync = openProcess();
    sync.onEvent('ENTITLEMENT_DELETE', discord.entitlements.refund(bought.id));
    await settle(sync);
    const other = openProcess();
    other.onEvent('ENTITLEMENT_CREATE', bought);
    await settle(other);
    expect(await credits()).toBe(0);
    expect(await row(shop, bought.id)).toMatchObject({ deleted: 1, credits: 0 });
  });

  it('end a subscription, and a repeated creation does not begin it again', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, log, clock } = shop;
    const bought = discord.entitlements.buy(RAISE, { by: ada });
    const raise = async () =>
      (await log.premiumOf({ userId: ada.id, guildId: discord.world.guild.id })).raise;
    const first = openProcess();
    first.onEvent('ENTITLEMENT_CREATE', bought);
    await settle(first);
    expect(await raise()).toEqual({ picturesADay: 2 });
    clock.advance(MINUTE);
    const second = openProcess();
    second.onEvent('ENTITLEMENT_UPDATE', discord.entitlements.end(bought.id));
    await settle(second);
    const third = openProcess();
    third.onEvent('ENTITLEMENT_CREATE', bought);
    await settle(third);
    expect(await raise()).toEqual({});
  });

  it('count in the order in which they happened, as posted ones may come in any', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, log, clock } = shop;
    const bought = discord.entitlements.buy(RAISE, { by: ada });
    const now = clock.now();
    const until = (end: number) => ({ ...bought, ends_at: new Date(end).toISOString() });
    const process = openProcess();
    process.onEvent('ENTITLEMENT_UPDATE', until(now + 60 * MINUTE), now + 2);
    process.onEvent('ENTITLEMENT_UPDATE', until(now + MINUTE), now + 1);
    process.onEvent('ENTITLEMENT_CREATE', bought, now);
    await settle(process);
    clock.advance(2 * MINUTE);
    const { raise } = await log.premiumOf({ userId: ada.id, guildId: discord.world.guild.id });
    expect(raise).toEqual({ picturesADay: 2 });
  });

  it('of another application, and those that cannot be read, change nothing', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, bench, logged } = shop;
    const bought = discord.entitlements.buy(CREDITS, { by: ada });
    const sync = openProcess();
    sync.onEvent('ENTITLEMENT_CREATE', { ...bought, application_id: '1019370614521200640' });
    sync.onEvent('ENTITLEMENT_CREATE', { ...bought, sku_id: 'x' });
    sync.onEvent('ENTITLEMENT_CREATE', null);
    await settle(sync);
    expect(await bench.db.selectFrom('entitlements').select('id').execute()).toEqual([]);
    expect(logged.filter((line) => line.includes('could not be read'))).toHaveLength(2);
  });
});

describe('telling Discord of credits', () => {
  it('is done by the next process, if the one that credited them was killed', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, clock, credits } = shop;
    const bought = discord.entitlements.buy(CREDITS, { by: ada });
    const killed = openProcess();
    killed.onEvent('ENTITLEMENT_CREATE', bought);
    // It stops before it begins to tell.
    await killed.stop();
    clock.advance(MINUTE);
    const next = openProcess();
    next.startConsuming();
    await until(async () => (await row(shop, bought.id))?.consumed === 1);
    await next.stop();
    expect(await credits()).toBe(3);
    expect(await row(shop, bought.id)).toMatchObject({ consumed: 1 });
  });

  it('is tried again after a failure, and not told twice if only the answer was lost', async () => {
    const shop = await openShop();
    const { discord, ada, openProcess, clock, credits } = shop;
    const refusal = { status: 400, body: '{"code":0,"message":"no"}' };
    discord.rest.fault({ path: CONSUME, answer: refusal });
    discord.rest.fault({ path: CONSUME, when: 'after', answer: refusal });
    const bought = discord.entitlements.buy(CREDITS, { by: ada });
    const first = openProcess();
    first.startConsuming();
    first.onEvent('ENTITLEMENT_CREATE', bought);
    await until(() => requestsOf(shop, 'POST', CONSUME).length === 1);
    await first.stop();
    expect(await row(shop, bought.id)).toMatchObject({ consumed: 0, consumeTries: 1 });
    for (const posts of [2, 2]) {
      const tries = ((await row(shop, bought.id))?.consumeTries ?? 0) + 1;
      clock.advance(10 * MINUTE);
      const next = openProcess();
      next.startConsuming();
      await until(async () => (await row(shop, bought.id))?.consumeTries === tries);
      await next.stop();
      expect(requestsOf(shop, 'POST', CONSUME)).toHaveLength(posts);
    }
    expect(await row(shop, bought.id)).toMatchObject({ consumed: 1, consumeAt: null });
    expect(await credits()).toBe(3);
  });
});

/** Waits for the events that a process has taken. */
function settle(sync: EntitlementSync): Promise<void> {
  return sync.stop();
}
