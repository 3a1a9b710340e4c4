import { describe, expect, it } from 'vitest';
import { RunPodError } from '../../src/runpod/errors.ts';

const request = { method: 'POST', url: new URL('http://gpu.test/v2/ep/run?secret=1') };

const http = (status: number) => new RunPodError(request, { kind: 'http', status });
const transport = (cause: unknown) => new RunPodError(request, { kind: 'transport', cause });
const system = (fields: object) => Object.assign(new Error('broken'), fields);

describe('RunPodError', () => {
  it('names method, address and status and nothing else', () => {
    expect(http(503).message).toBe('POST http://gpu.test/v2/ep/run answered 503');
  });

  it('names the code of a broken connection', () => {
    const error = transport(system({ code: 'ECONNRESET', syscall: 'read' }));
    expect(error.message).toBe('POST http://gpu.test/v2/ep/run got no answer: ECONNRESET');
  });

  it('keeps the cause', () => {
    const cause = new Error('why');
    expect(transport(cause).cause).toBe(cause);
  });

  it.each([
    [307, 'no', false],
    [400, 'no', false],
    [401, 'no', false],
    [404, 'no', false],
    [429, 'no', true],
    [500, 'maybe', true],
    [502, 'maybe', true],
  ])('HTTP %i: arrived %s, passing %s', (status, arrived, isPassing) => {
    const error = http(status);
    expect([error.arrived, error.isPassing]).toEqual([arrived, isPassing]);
  });

  it.each([
    ['a refused connection', system({ code: 'ECONNREFUSED', syscall: 'connect' }), 'no'],
    ['an unknown name', system({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'no'],
    ['no address that answers', new AggregateError([new Error('one')]), 'no'],
    ['a connection never made', system({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'no'],
    ['a foreign certificate', system({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'no'],
    ['a reset', system({ code: 'ECONNRESET', syscall: 'read' }), 'maybe'],
    ['a time-out', new Error('not within 10 ms'), 'maybe'],
    ['something that is no error', 'odd', 'maybe'],
  ])('%s may have arrived: %s', (_, cause, arrived) => {
    const error = transport(cause);
    expect([error.arrived, error.isPassing]).toEqual([arrived, true]);
  });

  it('takes an answer that does not fit for passing, but not one that is too large', () => {
    const schema = (problem: 'too large' | 'too deep' | 'not JSON') => {
      const error = new RunPodError(request, { kind: 'schema', status: 200, problem });
      return [error.isPassing, error.isTooMuch];
    };
    expect(schema('not JSON')).toEqual([true, false]);
    expect(schema('too deep')).toEqual([true, false]);
    expect(schema('too large')).toEqual([false, true]);
  });

  it.each([
    [401, true],
    [403, true],
    [404, false],
  ])('HTTP %i: key refused %s', (status, refused) => {
    expect(http(status).isKeyRefused).toBe(refused);
  });
});
