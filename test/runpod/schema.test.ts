import { describe, expect, it } from 'vitest';
import { healthAnswer, jobStatusAnswer, submitAnswer } from '../../src/runpod/schema.ts';

describe('the status answer', () => {
  it('keeps what is used and drops the rest, such as an echoed input', () => {
    const answer = {
      id: 'a',
      status: 'COMPLETED',
      input: { big: 1 },
      delayTime: 12,
      executionTime: 3456.5,
      output: { images: [] },
      error: 'odd',
    };
    expect(jobStatusAnswer.parse(answer)).toEqual({
      status: 'COMPLETED',
      delayTime: 12,
      executionTime: 3457,
      output: { images: [] },
      error: 'odd',
    });
  });

  it.each(['a secret wish', '', 'x'.repeat(41), '{"prompt":"x"}'])(
    'does not repeat the status %j, which is no word',
    (status) => {
      expect(jobStatusAnswer.parse({ status }).status).toBe('UNREADABLE');
    },
  );

  it('takes a status that nobody documented', () => {
    expect(jobStatusAnswer.parse({ status: 'PONDERING' }).status).toBe('PONDERING');
  });

  it.each([-1, Number.NaN, Infinity, '12', null])('drops the absurd time %j', (delayTime) => {
    expect(jobStatusAnswer.parse({ status: 'FAILED', delayTime }).delayTime).toBeUndefined();
  });

  it.each([null, [], 'COMPLETED', {}, { status: 7 }])('refuses %j', (answer) => {
    expect(jobStatusAnswer.safeParse(answer).success).toBe(false);
  });
});

describe('the submit answer', () => {
  it('needs no status', () => {
    expect(submitAnswer.parse({ id: 'a' })).toEqual({ id: 'a', status: 'IN_QUEUE' });
  });

  it.each([undefined, null, 7, '', '.', '..', 'x'.repeat(257)])('refuses the id %j', (id) => {
    expect(submitAnswer.safeParse({ id, status: 'IN_QUEUE' }).success).toBe(false);
  });
});

describe('the health answer', () => {
  it('leaves out what did not come, rather than counting it as none', () => {
    const health = healthAnswer.parse({ jobs: { inQueue: 2 }, workers: { idle: -3, running: 1 } });
    expect(health.jobs.inQueue).toBe(2);
    expect(health.workers.running).toBe(1);
    expect(health.workers.idle).toBeUndefined();
    expect(health.workers.throttled).toBeUndefined();
  });

  it.each([{ jobs: {} }, {}, { jobs: 'none', workers: [] }])('may count nothing: %j', (answer) => {
    expect(healthAnswer.parse(answer)).toEqual({ jobs: {}, workers: {} });
  });

  it.each([[[]], ['<html>'], [null], [7]])('is none of RunPod’s where it is %j', (answer) => {
    expect(healthAnswer.safeParse(answer).success).toBe(false);
  });
});
