import { describe, expect, it } from 'vitest';
import { answeredBy, arrivalByBreak, arrivalByStatus } from '../../src/runpod/errors.ts';

describe('whether a submission arrived that was answered', () => {
  it.each([
    // Status, and what it says in a gateway's words, in RunPod's own, and in nobody's.
    [302, 'no', 'no', 'no'],
    [400, 'no', 'no', 'no'],
    [401, 'no', 'no', 'no'],
    [404, 'no', 'no', 'no'],
    [429, 'no', 'no', 'no'],
    [500, 'maybe', 'maybe', 'maybe'],
    [501, 'maybe', 'maybe', 'maybe'],
    [502, 'no', 'maybe', 'maybe'],
    [503, 'no', 'maybe', 'maybe'],
    [504, 'maybe', 'maybe', 'maybe'],
    [520, 'maybe', 'maybe', 'maybe'],
    [521, 'no', 'maybe', 'maybe'],
    [522, 'no', 'maybe', 'maybe'],
    [523, 'no', 'maybe', 'maybe'],
    [524, 'maybe', 'maybe', 'maybe'],
    [525, 'no', 'maybe', 'maybe'],
    [526, 'no', 'maybe', 'maybe'],
    [527, 'maybe', 'maybe', 'maybe'],
    [530, 'no', 'maybe', 'maybe'],
    [599, 'maybe', 'maybe', 'maybe'],
  ] as const)('with %i: %s by a gateway, %s by RunPod, %s unread', (status, ...expected) => {
    const by = (['gateway', 'runpod', undefined] as const).map((who) =>
      arrivalByStatus(status, who),
    );
    expect(by).toEqual(expected);
  });
});

describe('whether a submission arrived whose connection broke', () => {
  it.each([
    ['ECONNREFUSED', 'connect', false, 'no'],
    ['ENOTFOUND', 'getaddrinfo', false, 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', undefined, false, 'no'],
    ['CERT_HAS_EXPIRED', undefined, false, 'no'],
    [undefined, undefined, true, 'no'],
    ['ECONNRESET', 'read', false, 'maybe'],
    ['EPIPE', 'write', false, 'maybe'],
    ['UND_ERR_SOCKET', undefined, false, 'maybe'],
    [undefined, undefined, false, 'maybe'],
  ] as const)('with %s of %s, no address at all %s: %s', (code, syscall, none, arrival) => {
    expect(arrivalByBreak(code, syscall, none)).toBe(arrival);
  });
});

describe('whose words a failure is in', () => {
  it.each([
    ['', 'gateway'],
    ['error code: 502', 'gateway'],
    ['<html><head><title>502 Bad Gateway</title></head>', 'gateway'],
    ['<!doctype html>{"error":"no"}', 'gateway'],
    ['{"cloudflare_error": true, "status": 530, "error_code": 1033}', 'gateway'],
    ['{"error":"internal"}', 'runpod'],
    [' \r\n{"error":{"message":"half of it', 'runpod'],
    ['"something went wrong"', 'runpod'],
    ['["no"]', 'runpod'],
  ])('%j: %s', (text, who) => {
    expect(answeredBy(Buffer.from(text))).toBe(who);
  });
});
