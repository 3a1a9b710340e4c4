import { expect, it } from 'vitest';
import { BotError } from '../../../src/errors/errors.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import type { Subject } from '../../../src/rules/rule.ts';
import { ServerRules } from '../../../src/rules/sql/server-rules.ts';
import { LogBench, pseudonym } from '../../support/log-bench.ts';
import { openPostgresFor } from '../../support/postgres-databases.ts';

const GUILD = '200000000000000001';
const ROLE = '500000000000000001';
const MANAGER = '400000000000000009';

/** Three processes on one database. */
function threeProcesses() {
  const bench = new LogBench((path) => openPostgresFor(path, 'one'));
  const others = ['two', 'three'].map((name) => {
    const { store } = openPostgresFor(bench.path, name);
    return new JobLog(store, bench.clock, NO_LIMITS, pseudonym);
  });
  const logs = [bench.log, ...others];
  const rules = new ServerRules(bench.store, bench.clock);
  let asked = 0;
  /** Of each process in turn. Whether it is accepted. */
  const ask = async (parts: Partial<NewJob> = {}) => {
    const log = logs[(asked += 1) % logs.length];
    const request = { count: 1, command: 'imagine', channels: [], private: false, photos: false };
    const ruled = { roles: [ROLE], request, gpuMs: 1 };
    try {
      return (await log?.create(bench.request({ state: 'ready', ruled, ...parts }))) !== undefined;
    } catch (error) {
      if (error instanceof BotError && error.code === 'day_used_up') return false;
      throw error;
    }
  };
  const fifty = (of: (n: number) => Partial<NewJob> = () => ({})) =>
    Promise.all(Array.from({ length: 50 }, (_, n) => ask(of(n))));
  const allow = (subject: Subject, value: number) =>
    rules.change(GUILD, { subject, limit: 'picturesADay', value }, MANAGER);
  return { allow, fifty };
}

const role: Subject = { kind: 'role', id: ROLE };
const server: Subject = { kind: 'server' };
const accepted = (answers: readonly boolean[]) => answers.filter(Boolean).length;

it('of fifty requests of a member to three processes, ten are accepted if ten are left', async () => {
  const { allow, fifty } = threeProcesses();
  await allow(role, 10);
  expect(accepted(await fifty())).toBe(10);
});

it('of fifty requests of as many members, ten are accepted if the server has ten left', async () => {
  const { allow, fifty } = threeProcesses();
  await allow(server, 10);
  const answers = await fifty((n) => ({ userId: `4000000000000001${String(n).padStart(2, '0')}` }));
  expect(accepted(answers)).toBe(10);
});

it.each([role, server])(
  'no more than ten are accepted while the rule of a $kind changes',
  async (subject) => {
    const { allow, fifty } = threeProcesses();
    await allow(subject, 10);
    const asking = fifty();
    for (const value of [2, 9, 1, 10, 3, 10]) await allow(subject, value);
    expect(accepted(await asking)).toBeLessThanOrEqual(10);
    await allow(subject, 10);
    await fifty();
    // Together with those before, all ten are used.
    expect(accepted(await fifty())).toBe(0);
  },
);
