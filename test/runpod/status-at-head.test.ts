import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusAtHead } from '../../src/runpod/answer-json.ts';

const read = (text: string) => statusAtHead(Buffer.from(text));

describe('the status at the head of an answer', () => {
  it.each([
    ['{"status":"IN_PROGRESS","output":{"a', 'IN_PROGRESS'],
    [' {\n "id" : "status" , "status" :\t"IN_QUEUE" , "output" : [', 'IN_QUEUE'],
    ['{"delayTime":5,"input":{"status":"COMPLETED"},"status":"IN_PROGRESS","o', 'IN_PROGRESS'],
    [String.raw`{"error":"\",\"status\":\"FAILED","status":"IN_QUEUE"`, 'IN_QUEUE'],
    [String.raw`{"error":"\\","status":"IN_QUEUE"`, 'IN_QUEUE'],
  ])('of %j is %s', (text, status) => {
    expect(read(text)).toBe(status);
  });

  it.each([
    '',
    '{"status"',
    '{"status":"IN_PROGRE',
    String.raw`{"status":"IN_PROGRESS\"`,
    '{"output":{"status":"IN_PROGRESS"},"id":"a"',
    '{"output":[{"status":"IN_PROGRESS"}],"id":"a"',
    '{"id":"status","IN_PROGRESS":"a"',
    '{"status":1,"id":"IN_PROGRESS"',
    '{"status":{"status":"IN_PROGRESS"}',
    '{"status":"what a worker made of it"',
    `{"status":"${'A'.repeat(41)}"`,
    '"status":"IN_PROGRESS"',
  ])('is not there in %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is what the whole answer says, whatever stands before it', () => {
    const key = fc.string().filter((name) => name !== 'status');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.jsonValue(), (before, output) => {
        const whole = JSON.stringify({ ...before, status: 'IN_PROGRESS', output });
        expect(read(whole)).toBe('IN_PROGRESS');
        expect(read(whole.slice(0, whole.lastIndexOf('"IN_PROGRESS"') + 5))).toBeUndefined();
      }),
    );
  });
});
