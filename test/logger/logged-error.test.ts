import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serializeError } from '../../src/logger/redaction.ts';

/** What a server may send back of what it was sent: the sentence must not reach the log. */
const SECRET = 'a wish that nobody may read';

function refused(body: object, code: number | string = 50035): DiscordAPIError {
  const raw = { code: 50035, message: 'Invalid Form Body', ...body };
  return new DiscordAPIError(raw, code, 400, 'POST', 'https://discord.test/api', {
    body: {},
    files: [],
  });
}

/** V8 quotes what is no JSON. */
function parseFailure(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe('an error in the log', () => {
  it('names the files of its stack as the project does, wherever that lies', () => {
    const { stack } = serializeError(new Error('no'), (text) => text);
    expect(stack?.split('\n')[0]).toMatch(/^ +at (\S+ \()?test\/logger\/logged-error\.test\.ts:\d/);
    expect(stack).toMatch(/[ (]node_modules\//);
  });

  it.each([
    ["Discord's message", refused({ message: SECRET })],
    ["a line of Discord's message", refused({ message: `Invalid Form Body\n${SECRET}` })],
    [
      "a field's message",
      refused({ errors: { data: { _errors: [{ code: 'X', message: SECRET }] } } }),
    ],
    [
      "the second line of a field's message",
      refused({ errors: { data: { _errors: [{ code: 'X', message: `no:\n${SECRET}` }] } } }),
    ],
    ['a text among the fields', refused({ errors: { data: SECRET } })],
    [
      "a field's name",
      refused({ errors: { [SECRET]: { _errors: [{ code: 'X', message: 'no' }] } } }),
    ],
    [
      "a field's code",
      refused({ errors: { data: { _errors: [{ code: SECRET, message: 'no' }] } } }),
    ],
    ['a code of words', refused({}, SECRET)],
    [
      'a status line',
      new HTTPError(502, SECRET, 'GET', 'https://discord.test/', { body: {}, files: [] }),
    ],
    ['what is no JSON', parseFailure(SECRET)],
    ['what is no JSON after a while', parseFailure(`{"a": ${SECRET}`)],
    ['a name', Object.assign(new Error('no'), { name: SECRET })],
    ['a code', Object.assign(new Error('no'), { code: SECRET })],
    ['a method', Object.assign(new Error('no'), { method: SECRET })],
    ['a field that is not known', z.strictObject({}).safeParse({ [SECRET]: 1 }).error],
    ['the path to a field', z.record(z.string(), z.number()).safeParse({ [SECRET]: 'x' }).error],
    ['its fellows', new AggregateError([new Error(SECRET)], 'no address answers')],
    [
      'the request that it carries',
      Object.assign(new Error('no'), { requestBody: { json: SECRET } }),
    ],
  ])('does not quote %s', (_, error) => {
    const logged = JSON.stringify(serializeError(error));
    for (const word of ['wish', 'nobody']) expect(logged).not.toContain(word);
  });

  it('says which fields Discord refused, and why, by its own codes', () => {
    const errors = {
      embeds: { 0: { title: { _errors: [{ code: 'TOO_LONG', message: SECRET }] } } },
    };
    expect(serializeError(refused({ errors })).message).toBe(
      'InvalidFormBodyOrContentType\nembeds[0].title[TOO_LONG]',
    );
  });

  it('says which part of an answer was wrong', () => {
    const { error } = z.object({ jobs: z.array(z.number()) }).safeParse({ jobs: [1, SECRET] });
    expect(serializeError(error).message).toBe('jobs.1: invalid_type');
  });

  it('hides the secrets of this run in every text', () => {
    const cause = new TypeError('Invalid character in "Bearer hush-hush"');
    const hide = (text: string) => text.replaceAll('hush-hush', '…');
    expect(serializeError(new Error('no hush-hush', { cause }), hide)).toMatchObject({
      message: 'no …',
      cause: { message: 'Invalid character in "Bearer …"' },
    });
  });
});
