import { describe, expect, it } from 'vitest';
import { HeldServers } from '../../../src/jobs/held-servers.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { countedPictures, type Job } from '../../../src/jobs/job.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import type { Limit, RuledRequest, Subject } from '../../../src/rules/rule.ts';
import { fingerprintOf } from '../../../src/rules/rules-file.ts';
import { PARKED } from '../../../src/rules/pause.ts';
import { type RuleChange, ServerRules } from '../../../src/rules/sql/server-rules.ts';
import { LogBench } from '../../support/log-bench.ts';

const MINUTE = 60_000;
const GUILD = '200000000000000001';
const OTHER_GUILD = '200000000000000002';
const ROLE = '500000000000000001';
const CHANNEL = '300000000000000001';
const MANAGER = '400000000000000009';

const server: Subject = { kind: 'server' };
const role: Subject = { kind: 'role', id: ROLE };

const request: RuledRequest = {
  count: 1,
  command: 'imagine',
  channels: [CHANNEL],
  private: false,
  photos: false,
  longestSide: 1024,
};

/** A server's rules beside its jobs, and the pass of the queue that applies them. */
class Server {
  readonly bench = new LogBench();
  readonly rules = new ServerRules(this.bench.store, this.bench.clock);
  readonly #held = new HeldServers({
    log: this.bench.log,
    clock: this.bench.clock,
    turns: new Turns(),
  });

  /** A waiting request of a member with that role. */
  async wait(asked: Partial<RuledRequest> = {}, parts: Partial<NewJob> = {}): Promise<Job> {
    const ruled = { roles: [ROLE], request: { ...request, ...asked }, gpuMs: 0 };
    const { count } = ruled.request;
    return this.bench.create({ state: 'ready', ruled, count, ...parts });
  }

  set(subject: Subject, limit: Limit, value: unknown): Promise<boolean> {
    return this.rules.change(GUILD, { subject, limit, value } as RuleChange, MANAGER);
  }

  apply(): Promise<void> {
    return this.#held.apply(new AbortController().signal);
  }

  async claim(): Promise<readonly string[]> {
    const { jobs } = await this.bench.log.claimNext({ maxJobsInFlight: 0 }, 100);
    return jobs.map(({ id }) => id);
  }

  find(job: Job): Promise<Job> {
    return this.bench.find(job);
  }
}

describe('a changed rule', () => {
  it.each<[Limit, unknown, Partial<RuledRequest>]>([
    ['commands', ['face'], { command: 'imagine' }],
    ['channels', ['300000000000000009'], { channels: [CHANNEL] }],
    ['longestSide', 1_024, { longestSide: 2_048 }],
    ['private', false, { private: true }],
    ['photos', false, { photos: true }],
  ])('of %s ends a waiting request that breaks it, which does not count', async (...given) => {
    const [limit, value, asked] = given;
    const place = new Server();
    const breaking = await place.wait(asked);
    const other = await place.wait({ command: 'face', channels: ['300000000000000009'] });
    await place.set(role, limit, value);
    await place.apply();
    const ended = await place.find(breaking);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'rule_changed' });
    expect(ended.errorFacts).toMatchObject({ limit, whose: 'role', role: ROLE });
    expect(countedPictures(ended)).toBe(0);
    expect(await place.claim()).toEqual([other.id]);
  });

  it('ends those that wait for anything, but none that was sent', async () => {
    const place = new Server();
    const asking = await place.wait({ photos: true }, { state: 'awaiting_consent' });
    const accepted = await place.wait({ photos: true }, { state: 'accepted' });
    const sent = await place.wait({ photos: true });
    await place.claim();
    await place.set(server, 'photos', false);
    await place.apply();
    expect((await place.find(asking)).state).toBe('expired');
    expect((await place.find(accepted)).state).toBe('failed');
    expect((await place.find(sent)).state).toBe('submitting');
  });

  it.each<[Limit, number]>([
    ['picturesADay', 0],
    ['gpuSecondsADay', 0],
    ['moneyADay', 0],
    ['count', 0],
    ['picturesAtOnce', 0],
  ])('of %s, lowered to %i, lets what waits be made', async (limit, value) => {
    const place = new Server();
    const job = await place.wait({ count: 4 });
    await place.set(server, limit, value);
    await place.apply();
    expect(await place.claim()).toEqual([job.id]);
  });

  it('lets no job of its server be sent before it was applied, and holds up no other', async () => {
    const place = new Server();
    const own = await place.wait();
    const other = await place.wait({}, { guildId: OTHER_GUILD });
    await place.set(server, 'private', false);
    expect(await place.claim()).toEqual([other.id]);
    await place.apply();
    expect(await place.claim()).toEqual([own.id]);
  });

  it('is applied anew if it changes meanwhile', async () => {
    const place = new Server();
    const { held } = place.bench.log;
    const job = await place.wait({ photos: true });
    await place.set(server, 'private', false);
    const [hold] = await held.holds();
    if (!hold) throw new Error('nothing is held');
    await held.applyRules(hold, 0);
    await place.set(server, 'photos', false);
    await held.end(hold);
    expect(await place.claim()).toEqual([]);
    await place.apply();
    expect((await place.find(job)).state).toBe('failed');
  });

  it('says nothing of requests of an earlier version', async () => {
    const place = new Server();
    const job = await place.bench.create({ state: 'ready' });
    await place.set(server, 'commands', []);
    await place.apply();
    expect(await place.claim()).toEqual([job.id]);
  });

  it('ends a request that was on its way then, and came back', async () => {
    const place = new Server();
    const job = await place.wait({ photos: true });
    await place.claim();
    await place.set(server, 'photos', false);
    await place.apply();
    expect((await place.find(job)).state).toBe('submitting');
    await place.bench.move(job, 'ready', { retryAt: place.bench.clock.now() + MINUTE });
    await place.apply();
    expect(await place.find(job)).toMatchObject({ state: 'failed', errorCode: 'rule_changed' });
  });

  it('ends a request too that this version cannot read', async () => {
    const place = new Server();
    const job = await place.wait({ photos: true });
    const other = await place.wait();
    await place.bench.db
      .updateTable('jobs')
      .set({ recipe: 'workflow:gone' })
      .where('id', '=', job.id)
      .execute();
    await place.set(server, 'photos', false);
    await place.apply();
    expect(await place.find(job)).toMatchObject({ state: 'failed', errorCode: 'rule_changed' });
    expect(await place.claim()).toEqual([other.id]);
  });

  it('is applied to hundreds in pieces', async () => {
    const place = new Server();
    const { bench } = place;
    for (let count = 0; count < 60; count += 1) await place.wait({ photos: count % 2 === 0 });
    await place.set(server, 'photos', false);
    await place.apply();
    expect(await bench.log.jobs.countByState()).toEqual(
      new Map([
        ['ready', 30],
        ['failed', 30],
      ]),
    );
  });

  it('forgets roles once they are of no use', async () => {
    const place = new Server();
    const ended = await place.wait();
    const sent = await place.wait();
    await place.bench.move(ended, 'cancelled');
    await place.claim();
    await place.bench.move(sent, 'queued');
    const rows = await place.bench.db.selectFrom('jobs').select('ruled').execute();
    expect(rows).toEqual([{ ruled: null }, { ruled: null }]);
  });
});

describe('pictures at once', () => {
  it('are as many of a member as their rule says, in that server only', async () => {
    const place = new Server();
    await place.set(role, 'picturesAtOnce', 2);
    await place.apply();
    const first = await place.wait();
    const second = await place.wait();
    const third = await place.wait();
    const elsewhere = await place.wait({}, { guildId: OTHER_GUILD });
    const ofOther = await place.wait({}, { userId: '400000000000000002' });
    const sent = await place.claim();
    expect(new Set(sent)).toEqual(new Set([first.id, second.id, elsewhere.id, ofOther.id]));
    expect(await place.claim()).toEqual([]);
    await place.bench.move(first, 'completed');
    expect(await place.claim()).toEqual([third.id]);
  });

  it('of a server are shared by its members, managers too', async () => {
    const place = new Server();
    await place.set(server, 'picturesAtOnce', 3);
    await place.apply();
    await place.wait({ count: 2 });
    const one = await place.wait({ count: 2 }, { userId: MANAGER });
    const other = await place.wait({ count: 1 }, { userId: '400000000000000002' });
    expect(await place.claim()).toContain(other.id);
    expect((await place.find(one)).state).toBe('ready');
  });

  it('may be changed while they wait', async () => {
    const place = new Server();
    await place.set(server, 'picturesAtOnce', 1);
    await place.apply();
    for (let count = 0; count < 5; count += 1) await place.wait({}, { userId: `4${count}` });
    expect(await place.claim()).toHaveLength(1);
    await place.set(server, 'picturesAtOnce', 3);
    await place.apply();
    expect(await place.claim()).toHaveLength(2);
    await place.set(server, 'picturesAtOnce', undefined);
    await place.apply();
    expect(await place.claim()).toHaveLength(2);
  });

  it('are refused beyond what may ever be in progress', async () => {
    const place = new Server();
    await place.set(role, 'picturesAtOnce', 2);
    await place.apply();
    await expect(place.wait({ count: 4 })).rejects.toThrow('rule_forbids');
  });
});

describe('a paused server', () => {
  it('refuses new requests, and holds those that wait', async () => {
    const place = new Server();
    const job = await place.wait();
    const other = await place.wait({}, { guildId: OTHER_GUILD });
    await place.set(server, 'paused', true);
    await expect(place.wait()).rejects.toThrow('server_paused');
    expect(await place.claim()).toEqual([other.id]);
    await place.apply();
    const held = await place.find(job);
    expect(held).toMatchObject({ state: 'ready', retryAt: PARKED });
    expect(held.revision).toBeGreaterThan(job.revision);
    expect(await place.claim()).toEqual([]);
  });

  it('keeps their turns and the time that they had left', async () => {
    const place = new Server();
    const { bench } = place;
    const first = await place.wait();
    await bench.clock.advance(10 * MINUTE);
    const second = await place.wait();
    await place.set(server, 'paused', true);
    await place.apply();
    await bench.clock.advance(1_000 * MINUTE);
    await place.set(server, 'paused', undefined);
    await place.apply();
    const now = bench.clock.now();
    expect(await place.find(first)).toMatchObject({
      readyAt: now - 10 * MINUTE,
      retryAt: undefined,
    });
    expect(await place.find(second)).toMatchObject({ readyAt: now });
    expect(await place.claim()).toEqual([first.id, second.id]);
    expect(await bench.log.held.holds()).toEqual([]);
  });

  it('lets no request time out before it is held', async () => {
    const place = new Server();
    const job = await place.wait();
    await place.set(server, 'paused', true);
    await place.bench.clock.advance(100 * MINUTE);
    const { queues } = place.bench.log;
    expect(await queues.waitingSince(place.bench.clock.now(), 10)).toEqual([]);
    await place.set(server, 'paused', undefined);
    await place.apply();
    const waiting = await queues.waitingSince(place.bench.clock.now(), 10);
    expect(waiting.map(({ id }) => id)).toEqual([job.id]);
  });

  it('holds those that become ready meanwhile', async () => {
    const place = new Server();
    const job = await place.wait({}, { state: 'accepted' });
    await place.set(server, 'paused', true);
    await place.apply();
    await place.bench.clock.advance(5 * MINUTE);
    await place.bench.move(job, 'preparing');
    await place.bench.move(job, 'ready');
    const { readyAt = 0 } = await place.find(job);
    await place.apply();
    expect((await place.find(job)).retryAt).toBe(PARKED);
    await place.bench.clock.advance(5 * MINUTE);
    await place.set(server, 'paused', undefined);
    await place.apply();
    expect((await place.find(job)).readyAt).toBe(readyAt + 5 * MINUTE);
  });

  it('lets a job go on that has made some of its pictures', async () => {
    const place = new Server();
    const job = await place.wait({ count: 2 });
    await place.claim();
    await place.bench.move(job, 'queued');
    const pictures = [{ file: 'a-1.png', format: 'png' }] as const;
    await place.bench.move(job, 'ready', { pictures, partsLeft: 1 });
    await place.set(server, 'paused', true);
    await place.apply();
    expect(await place.claim()).toEqual([job.id]);
  });

  it('ends what only a token reaches before that expires', async () => {
    const place = new Server();
    const job = await place.wait({ private: true }, { private: 'server' });
    const shown = await place.wait();
    await place.set(server, 'paused', true);
    await place.apply();
    expect((await place.find(job)).state).toBe('ready');
    await place.bench.clock.advance(12 * MINUTE);
    await place.apply();
    const ended = await place.find(job);
    expect(ended).toMatchObject({ state: 'failed', errorCode: 'server_paused' });
    expect(countedPictures(ended)).toBe(0);
    expect((await place.find(shown)).state).toBe('ready');
  });

  it('ends all that waits after a week', async () => {
    const place = new Server();
    const job = await place.wait();
    await place.set(server, 'paused', true);
    await place.apply();
    await place.bench.clock.advance(6 * 24 * 60 * MINUTE);
    await place.apply();
    expect((await place.find(job)).state).toBe('ready');
    await place.bench.clock.advance(2 * 24 * 60 * MINUTE);
    await place.apply();
    const ended = await place.find(job);
    expect(ended).toMatchObject({ errorCode: 'server_paused', retryAt: undefined });
  });

  it('takes neither money nor a place from what its members ask for elsewhere', async () => {
    const place = new Server();
    const { spend } = place.bench.log;
    await place.wait({}, { price: 1 });
    expect(await spend.underWay()).toBe(1_000_000);
    await place.set(server, 'paused', true);
    await place.apply();
    expect(await spend.underWay()).toBe(0);
  });

  it('ends nothing by a pause that is over', async () => {
    const place = new Server();
    const { held } = place.bench.log;
    const job = await place.wait({ private: true }, { private: 'server' });
    await place.set(server, 'paused', true);
    await place.apply();
    const [pause] = await held.holds();
    if (!pause) throw new Error('nothing is held');
    await place.set(server, 'paused', undefined);
    expect(await held.endUnreachable(pause, undefined)).toBe(false);
    await place.set(server, 'paused', true);
    await place.bench.clock.advance(1);
    expect(await held.park({ ...pause, since: pause.since - 1 })).toBe(false);
    expect((await place.find(job)).state).toBe('ready');
  });

  it('may be paused again before all of its jobs are back', async () => {
    const place = new Server();
    const { held } = place.bench.log;
    const jobs = [await place.wait(), await place.wait()];
    await place.set(server, 'paused', true);
    await place.apply();
    await place.set(server, 'paused', undefined);
    const [resumed] = await held.holds();
    if (!resumed) throw new Error('nothing is held');
    await place.bench.clock.advance(MINUTE);
    await place.set(server, 'paused', true);
    await place.apply();
    // Another process comes late with what is no longer so.
    expect(await held.unpark(resumed)).toBe(false);
    for (const job of jobs) expect((await place.find(job)).retryAt).toBe(PARKED);
    await place.set(server, 'paused', undefined);
    await place.apply();
    expect(await place.claim()).toEqual(jobs.map(({ id }) => id));
  });

  it('is left by what is cancelled', async () => {
    const place = new Server();
    const job = await place.wait();
    await place.set(server, 'paused', true);
    await place.apply();
    await place.bench.log.cancel(job.id, 'test', job.userId);
    expect((await place.find(job)).state).toBe('cancelled');
    await place.set(server, 'paused', undefined);
    await place.apply();
    expect(await place.claim()).toEqual([]);
  });

  it('stays paused through a restart, and when its limits are replaced', async () => {
    const place = new Server();
    await place.set(server, 'paused', true);
    const fingerprint = fingerprintOf([]);
    expect(await place.rules.replace(GUILD, { fingerprint, rules: [] }, MANAGER)).toBe(true);
    await expect(place.wait()).rejects.toThrow('server_paused');
  });
});
