import type { Fault } from '../../packages/stand-ins/loopback.ts';

/** How RunPod fails: what every fault of its kind is played as. */
export type BadDay = Pick<Fault, 'answer' | 'when'>;

const says = (body: string | Uint8Array<ArrayBuffer>, status = 200): BadDay => ({
  when: 'after',
  answer: { status, body, headers: { 'content-type': 'application/json' } },
});

/** It has heard nothing, and says so. */
export const REFUSALS: Readonly<Record<string, BadDay>> = {
  'a 429': { answer: { status: 429 } },
  'a 429 with a wish': { answer: { status: 429, headers: { 'retry-after': '20' } } },
  'a 429 until a date': {
    answer: { status: 429, headers: { 'retry-after': 'Tue, 01 Jan 2030 00:05:00 GMT' } },
  },
  'a 429 with nonsense': { answer: { status: 429, headers: { 'retry-after': '-1e99' } } },
};

/** It could not be told, says whoever stands in front of it. */
export const OUTAGES: Readonly<Record<string, BadDay>> = {
  'a 502 of HTML': { answer: { status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' } },
  'a 503 that wants a year': { answer: { status: 503, headers: { 'retry-after': '31536000' } } },
  'a 530 of HTML': { answer: { status: 530, body: '<html>error 1033</html>' } },
};

/** Nobody can tell whether it has heard. */
export const DOUBTS: Readonly<Record<string, BadDay>> = {
  'a 500': { answer: { status: 500, body: '{"error":"internal"}' } },
  'a 502 in JSON': { answer: { status: 502, body: '{"error":"bad gateway"}' } },
  'a 504 after it was heard': { when: 'after', answer: { status: 504 } },
  'a reset before it is heard': { answer: 'reset' },
  'a reset in the middle of the request': { when: 'during', answer: 'reset' },
  'a reset after it was heard': { when: 'after', answer: 'reset' },
  'an answer that breaks off': { when: 'after', answer: 'cut' },
};

/** Bodies of a success that no call can use. */
export const GARBAGE: Readonly<Record<string, BadDay>> = {
  'no body': says(''),
  'a word': says('ok'),
  'a page of HTML': says('<!doctype html><title>Sign in</title>'),
  'half of an object': says('{"id":"a","status":"COMP'),
  null: says('null'),
  'a list': says('[{"status":"COMPLETED"}]'),
  'a number': says('42'),
  'an object of something else': says('{"data":{"status":"COMPLETED"}}'),
  'values of other kinds': says('{"id":7,"status":{"a":1},"jobs":[],"workers":"3"}'),
  'what is no text': says(Uint8Array.from([0xff, 0xfe, 0x00, 0xd8])),
  'a deep nest': says('['.repeat(100_000)),
};

/** Bodies that are not read to their end. */
export const TOO_LARGE: Readonly<Record<string, BadDay>> = {
  '30 MB': says(new Uint8Array(30_000_000).fill(0x20)),
  'a body without end': { when: 'after', answer: 'endless' },
};
