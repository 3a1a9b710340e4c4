import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DatabaseError } from '../src/store/database.ts';
import { whyNotStarted } from '../src/discord/rest/start-failures.ts';

const url = 'http://127.0.0.1/api/v10/applications/@me';
const answered = (status: number, code: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'GET', url, {});
const system = (fields: object) => Object.assign(new Error('broken'), fields);

describe('why a start is refused', () => {
  it.each([
    ['a wrong token', answered(401, 0), /^Discord refused DISCORD_TOKEN\./],
    ['a server it is not in', answered(403, 50001), /the server DISCORD_GUILD_ID\. Invite/],
    ['a server that is not there', answered(404, 10004), /the server DISCORD_GUILD_ID\. Invite/],
    ['another service', answered(404, 0), /it answered 404\. Check DISCORD_API_URL/],
    [
      'an outage',
      new HTTPError(503, 'Service Unavailable', 'GET', url, {}),
      /it answered 503\. Check DISCORD_API_URL/,
    ],
    [
      'an answer of another shape',
      z.object({}).safeParse(7).error,
      /^Discord's answer is not what was expected\. Check DISCORD_API_URL/,
    ],
    [
      'nobody there',
      system({ code: 'ECONNREFUSED', errno: -111, syscall: 'connect' }),
      /reached \(ECONNREFUSED\).+ DISCORD_API_URL\.$/,
    ],
    ['a broken answer', system({ code: 'UND_ERR_SOCKET' }), /reached \(UND_ERR_SOCKET\)/],
    ['no answer', Object.assign(new Error('late'), { name: 'TimeoutError' }), /\(TimeoutError\)/],
    [
      'damage in several lines',
      new DatabaseError('The database a is damaged (*** in main ***\nPage 3: never used).'),
      /^The database a is damaged \(\*\*\* in main \*\*\* Page 3: never used\)\. Where it lies is set by DATABASE_PATH\.$/,
    ],
    [
      'a lock',
      new DatabaseError('Stop it, or set DATABASE_PATH to another file.'),
      /^Stop it, or set DATABASE_PATH to another file\.$/,
    ],
  ])('is said in a line that names a variable: %s', (_, error, says) => {
    const line = whyNotStarted(error);
    expect(line).toMatch(says);
    expect(line).not.toContain('\n');
  });

  it.each([
    ['a mistake of ours', new TypeError('x is not a function')],
    ['a file', system({ code: 'ENOENT', errno: -2, syscall: 'open' })],
    ['no error', 'odd'],
  ])('is not made up for %s', (_, error) => {
    expect(whyNotStarted(error)).toBeUndefined();
  });
});
