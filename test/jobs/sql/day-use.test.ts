import { describe, expect, it } from 'vitest';
import { BotError } from '../../../src/errors/errors.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import type { Ruled } from '../../../src/jobs/sql/server-limits.ts';
import type { Limit, Subject } from '../../../src/rules/rule.ts';
import { MOST_RULES } from '../../../src/rules/rule.ts';
import { type RuleChange, ServerRules } from '../../../src/rules/sql/server-rules.ts';
import { LogBench } from '../../support/log-bench.ts';

const HOUR = 60 * 60_000;
const GUILD = '200000000000000001';
const USER = '400000000000000001';
const ROLE = '500000000000000001';
const MANAGER = '400000000000000009';

const role: Subject = { kind: 'role', id: ROLE };
const server: Subject = { kind: 'server' };

const request = (count: number) => ({
  count,
  command: 'imagine',
  channels: ['300000000000000001'],
  private: false,
  photos: false,
});

class Rules {
  readonly bench = new LogBench();
  readonly rules = new ServerRules(this.bench.store, this.bench.clock);

  set(subject: Subject, limit: Limit, value: unknown): Promise<boolean> {
    return this.rules.change(GUILD, { subject, limit, value } as RuleChange, MANAGER);
  }

  /** The job's id, or what it was refused for. */
  async ask(count = 1, parts: Partial<NewJob> = {}, ruled: Partial<Ruled> = {}) {
    const asked = { roles: [ROLE], request: request(count), gpuMs: 10_000, ...ruled };
    try {
      const job = await this.bench.log.create(
        this.bench.request({ count, ruled: asked, state: 'ready', ...parts }),
      );
      return job?.id ?? 'there already';
    } catch (error) {
      if (error instanceof BotError) return { code: error.code, ...error.facts };
      throw error;
    }
  }

  use(userId?: string) {
    return this.bench.log.dayUse({ guildId: GUILD, ...(userId !== undefined && { userId }) });
  }
}

const taken = expect.stringMatching(/^job\d+$/) as string;

describe('pictures a day', () => {
  it('let as many in as are left, and say how many that is and when there will be room', async () => {
    const given = new Rules();
    await given.set(role, 'picturesADay', 4);
    const first = Math.ceil(given.bench.clock.now() / 1_000);
    expect(await given.ask(1)).toEqual(taken);
    await given.bench.clock.advance(HOUR);
    expect(await given.ask(2)).toEqual(taken);
    const refused = {
      code: 'day_used_up',
      limit: 'picturesADay',
      whose: 'member',
      most: 4,
      left: 1,
    };
    expect(await given.ask(2)).toEqual({ ...refused, at: first + 24 * 3_600 });
    expect(await given.ask(4)).toEqual({ ...refused, at: first + 25 * 3_600 });
    expect(await given.ask(5)).toEqual(refused);
    expect(await given.ask(1)).toEqual(taken);
    await given.bench.clock.advance(23 * HOUR);
    expect(await given.ask(1)).toEqual(taken);
  });

  it('of a server hold for all its members together, and for nobody elsewhere', async () => {
    const given = new Rules();
    await given.set(server, 'picturesADay', 2);
    expect(await given.ask(1)).toEqual(taken);
    expect(await given.ask(1, { userId: '400000000000000002' })).toEqual(taken);
    expect(await given.ask(1, { userId: '400000000000000003' })).toMatchObject({
      code: 'day_used_up',
      whose: 'server',
      left: 0,
    });
    expect(await given.ask(1, { guildId: '200000000000000002' })).toEqual(taken);
  });

  it('refuse until the last of them leaves enough', async () => {
    const given = new Rules();
    await given.set(role, 'picturesADay', 2);
    await given.set(server, 'gpuSecondsADay', 15);
    expect(await given.ask(1, {}, { gpuMs: 1_000 })).toEqual(taken);
    await given.bench.clock.advance(20 * HOUR);
    const at = Math.ceil(given.bench.clock.now() / 1_000) + 24 * 3_600;
    expect(await given.ask()).toEqual(taken);
    const refused = { code: 'day_used_up', whose: 'server', limit: 'gpuSecondsADay', left: 4, at };
    expect(await given.ask()).toMatchObject(refused);
    // The first no longer counts, and the second still takes too much.
    await given.bench.clock.advance(5 * HOUR);
    expect(await given.ask()).toMatchObject({ ...refused, left: 5 });
    await given.bench.clock.advance(20 * HOUR);
    expect(await given.ask()).toEqual(taken);
  });

  it('of 0 forbid what costs nothing', async () => {
    const given = new Rules();
    await given.set(server, 'moneyADay', 0);
    expect(await given.ask(1)).toEqual(expect.objectContaining({ limit: 'moneyADay', most: 0 }));
  });

  it('are those of the roles at the time of the request', async () => {
    const given = new Rules();
    await given.set(role, 'picturesADay', 0);
    expect(await given.ask(1)).toMatchObject({ code: 'day_used_up', most: 0 });
    expect(await given.ask(1, {}, { roles: [] })).toEqual(taken);
  });

  it('let ten of fifty requests at once in if ten are left, whenever the rule is made', async () => {
    const given = new Rules();
    const before = Array.from({ length: 25 }, () => given.ask(1));
    const made = given.set(role, 'picturesADay', 10);
    const after = Array.from({ length: 25 }, () => given.ask(1));
    await made;
    const answers = await Promise.all([...before, ...after]);
    const isIn = answers.filter((answer) => typeof answer === 'string').length;
    // Those that came before the rule may be in.
    expect(isIn).toBeGreaterThanOrEqual(10);
    expect(isIn).toBeLessThanOrEqual(35);
    const later = await Promise.all(Array.from({ length: 25 }, () => given.ask(1)));
    expect(later.filter((answer) => typeof answer === 'string')).toEqual([]);
  });

  it.each([
    ['of one member', role],
    ['of a server', server],
  ])('%s let exactly ten of fifty requests at once in', async (_, subject) => {
    const given = new Rules();
    await given.set(subject, 'picturesADay', 10);
    const answers = await Promise.all(Array.from({ length: 50 }, () => given.ask(1)));
    expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(10);
  });
});

describe('what a job counts for', () => {
  const stored = { file: 'a.png', format: 'png' } as const;

  /** One picture is made, and the next is not sent yet. */
  const PART = { pictures: [stored], attempt: 0, cancelledBy: USER };

  it.each([
    ['two pictures asked for', 'queued', {}, 2],
    ['both made', 'completed', { pictures: [stored, stored] }, 2],
    ['one missing', 'completed', { pictures: [stored] }, 1],
    ['expired', 'expired', {}, 0],
    ['cancelled before it was sent', 'cancelled', {}, 0],
    ['failed by the worker', 'failed', { attempt: 1, error: { code: 'worker_failed' } }, 0],
    [
      'failed by its photo, and sent',
      'failed',
      { attempt: 1, error: { code: 'photo_refused' } },
      2,
    ],
    ['lost with its photo', 'failed', { attempt: 1, error: { code: 'photo_needed_again' } }, 0],
    ['cancelled by its member, and sent', 'cancelled', { attempt: 1, cancelledBy: USER }, 2],
    ['cancelled by another, and sent', 'cancelled', { attempt: 1, cancelledBy: MANAGER }, 0],
    ['cancelled by its member between its parts', 'cancelled', PART, 2],
  ] as const)('%s', async (_, state, changes, pictures) => {
    const given = new Rules();
    await given.bench.jobIn(state, { count: 2 }, changes as never);
    expect(await given.use(USER)).toMatchObject({ pictures });
    expect(await given.use()).toMatchObject({ pictures });
  });

  it('stays, under a pseudonym, when its member erases everything', async () => {
    const given = new Rules();
    await given.bench.create({ count: 3 });
    await given.bench.db
      .updateTable('jobs')
      .set({ userId: `erased-${Buffer.from(USER).toString('hex')}` })
      .execute();
    expect(await given.use(USER)).toMatchObject({ pictures: 3 });
  });
});

describe('GPU time a day', () => {
  it('counts by estimate until a job has ended, and then as measured', async () => {
    const given = new Rules();
    await given.set(role, 'gpuSecondsADay', 30);
    const { id } = await given.bench.create({
      state: 'ready',
      ruled: { roles: [ROLE], request: request(1), gpuMs: 10_000 },
    });
    expect(await given.use(USER)).toMatchObject({ pictures: 1, gpuMs: 10_000 });
    expect(await given.ask(1, {}, { gpuMs: 21_000 })).toMatchObject({
      code: 'day_used_up',
      limit: 'gpuSecondsADay',
      most: 30,
      left: 20,
    });
    let job = await given.bench.find({ id });
    for (const to of ['submitting', 'queued', 'running'] as const) {
      job = await given.bench.move(job, to);
    }
    await given.bench.move(job, 'completed', {
      executionMs: 4_000,
      pictures: [{ file: 'a.png', format: 'png' }],
    });
    expect(await given.use(USER)).toMatchObject({ pictures: 1, gpuMs: 4_000 });
    expect(await given.ask(1, {}, { gpuMs: 21_000 })).toEqual(taken);
  });
});

it('a rule about the request itself names itself', async () => {
  const given = new Rules();
  await given.set(role, 'count', 2);
  await given.set({ kind: 'role', id: GUILD }, 'private', false);
  expect(await given.ask(3)).toEqual({
    code: 'rule_forbids',
    limit: 'count',
    whose: 'role',
    role: ROLE,
    value: 2,
  });
  expect(await given.ask(1, {}, { request: { ...request(1), private: true } })).toEqual({
    code: 'rule_forbids',
    limit: 'private',
    whose: 'everyone',
  });
  expect(await given.ask(2)).toEqual(taken);
});

describe('the rules of a server', () => {
  it('change one by one, and say who changed what', async () => {
    const given = new Rules();
    await given.set(role, 'picturesADay', 60);
    await given.set(role, 'picturesADay', 60);
    await given.bench.clock.advance(1_000);
    await given.set(role, 'picturesADay', 30);
    await given.set(role, 'commands', ['imagine']);
    await given.set(role, 'picturesADay', undefined);
    expect(await given.rules.of(GUILD)).toEqual([
      { subject: role, limit: 'commands', value: ['imagine'] },
    ]);
    expect(await given.rules.of('other')).toEqual([]);
    const history = await given.rules.history(GUILD, 10);
    expect(history.map(({ before, after }) => [before?.value, after?.value])).toEqual([
      [30, undefined],
      [undefined, ['imagine']],
      [60, 30],
      [undefined, 60],
    ]);
    expect(history[0]).toMatchObject({ byUser: MANAGER, subject: role, limit: 'picturesADay' });
  });

  it('are bounded in number', async () => {
    const given = new Rules();
    for (let n = 0; n < MOST_RULES; n += 1) {
      expect(await given.set({ kind: 'member', id: String(n) }, 'count', 1)).toBe(true);
    }
    expect(await given.set(role, 'count', 1)).toBe(false);
    expect(await given.set({ kind: 'member', id: '7' }, 'count', 2)).toBe(true);
    expect(await given.set({ kind: 'member', id: '8' }, 'count', undefined)).toBe(true);
    expect(await given.set(role, 'count', 1)).toBe(true);
    expect(await given.rules.of(GUILD)).toHaveLength(MOST_RULES);
  });

  it('that cannot be read forbid', async () => {
    const given = new Rules();
    await given.set(role, 'count', 3);
    await given.set(role, 'commands', ['imagine']);
    await given.set(role, 'photos', true);
    await given.bench.db.updateTable('serverRules').set({ value: '{' }).execute();
    expect((await given.rules.of(GUILD)).map(({ value }) => value)).toEqual([[], 0, false]);
    expect(await given.ask(1)).toMatchObject({ code: 'rule_forbids', limit: 'count' });
    expect(await given.set(role, 'count', 3)).toBe(true);
  });

  it('that a later version wrote are left out', async () => {
    const given = new Rules();
    await given.set(role, 'count', 1);
    const row = { guildId: GUILD, subjectKind: 'role', subjectId: ROLE };
    await given.bench.db
      .insertInto('serverRules')
      .values([{ ...row, limitName: 'videos', value: '3' }])
      .execute();
    expect(await given.rules.of(GUILD)).toHaveLength(1);
  });
});
