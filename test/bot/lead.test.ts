import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Lead } from '../../src/bot/lead.ts';
import { ONLY_PROCESS } from '../../src/store/processes.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { processNamed, SomeProcesses } from '../support/some-processes.ts';

function open(processes = new SomeProcesses('b', 'a', 'b')) {
  const clock = new ManualClock();
  const done: string[] = [];
  let fails = false;
  const lead = new Lead({
    processes,
    clock,
    logger: pino({ level: 'silent' }),
    resume: () => {
      done.push('resume');
      const isFailing = fails;
      fails = false;
      return isFailing ? Promise.reject(new Error('the database is away')) : Promise.resolve();
    },
    begin: () => done.push('begin'),
  });
  return {
    clock,
    done,
    lead,
    processes,
    failNext: () => {
      fails = true;
    },
  };
}

it('a process leads once those before it stop or have ended', async () => {
  const { done, lead, processes } = open();
  await lead.start();
  expect(done).toEqual([]);
  processes.become(processNamed('a', { isLeaving: true }), 'b');
  await lead.stop();
  expect(done).toEqual(['resume', 'begin']);
});

it('the lead resumes what another process leaves, but begins once', async () => {
  const { done, lead, processes } = open(new SomeProcesses('a', 'a', 'b'));
  await lead.start();
  processes.become('a', 'b', 'c');
  processes.become('a', 'c');
  await lead.stop();
  expect(done).toEqual(['resume', 'begin', 'resume']);
});

it('the only process leads from its start', async () => {
  const done: string[] = [];
  const lead = new Lead({
    processes: ONLY_PROCESS,
    clock: new ManualClock(),
    logger: pino({ level: 'silent' }),
    resume: () => Promise.resolve(),
    begin: () => done.push('begin'),
  });
  await lead.start();
  expect(done).toEqual(['begin']);
});

it('a failure at the start is the caller’s', async () => {
  const { lead, failNext } = open(new SomeProcesses('a', 'a'));
  failNext();
  await expect(lead.start()).rejects.toThrow('the database is away');
});

it('a later failure is made up for, and nothing begins before', async () => {
  const { clock, done, lead, processes, failNext } = open();
  await lead.start();
  failNext();
  processes.become('b');
  await expect.poll(() => done).toEqual(['resume']);
  await clock.advance(10_000);
  await expect.poll(() => done).toEqual(['resume', 'resume', 'begin']);
  await lead.stop();
});
