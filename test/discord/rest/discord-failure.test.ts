import { HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { CallsPaused } from '../../../src/discord/rest/refused-calls.ts';
import {
  discordFailure,
  type DiscordFailure,
  isDiscordsDoing,
} from '../../../src/discord/rest/discord-failure.ts';
import { refused } from './refusal.ts';

describe('discordFailure', () => {
  it.each<[string, number, number, DiscordFailure]>([
    ['an unknown interaction', 404, 10062, 'too_late'],
    ['an interaction that was answered', 400, 40060, 'acknowledged'],
    ['a token that has ended', 401, 50027, 'token_dead'],
    ['an unknown webhook', 404, 10015, 'token_dead'],
    ['a follow-up too many', 400, 40094, 'token_dead'],
    ['an unknown message', 404, 10008, 'message_gone'],
    ['an unknown channel', 404, 10003, 'no_access'],
    ['a channel that the bot cannot see', 403, 50001, 'no_access'],
    ['a permission that the bot lacks', 403, 50013, 'no_access'],
    ['a malformed body', 400, 50035, 'refused'],
    ['a file that is too large', 413, 40005, 'too_large'],
    ['a 404 of something in between', 404, 0, 'passing'],
    ['a time-out of something in between', 408, 1, 'passing'],
    ['words that AutoMod does not let pass', 400, 200000, 'refused'],
    ['a server that the bot is no longer in', 404, 10004, 'no_access'],
    ['direct messages that are opened too fast', 403, 40003, 'passing'],
    ['a message of somebody else', 403, 50005, 'no_access'],
    ['a thread that is archived', 400, 50083, 'passing'],
    ['a complaint that nobody knows', 400, 99999, 'passing'],
    ['too many edits of an old message', 429, 30046, 'passing'],
    ['a token of the bot that is wrong', 401, 0, 'passing'],
    ['a rate limit', 429, 0, 'passing'],
    ['an error of its own', 500, 0, 'passing'],
    ['an outage', 503, 0, 'passing'],
  ])('reads %s (%s, %s) as %s', (_, status, code, failure) => {
    expect(discordFailure(refused(status, code))).toBe(failure);
  });

  it.each([
    [
      'a failure without a body of Discord',
      new HTTPError(502, 'Bad Gateway', 'PATCH', '/', {
        body: undefined,
        files: [],
      }),
    ],
    ['a reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['a wait that was ended', new DOMException('This operation was aborted', 'AbortError')],
    ['whatever else was thrown', 'words'],
  ])('takes %s as passing', (_, error) => {
    expect(discordFailure(error)).toBe('passing');
  });
});

describe('isDiscordsDoing', () => {
  const coded = (code: string) => Object.assign(new Error('no'), { code });

  it.each<[string, unknown, boolean]>([
    ['an interaction that is known no more', refused(404, 10062), true],
    ['a message that is gone', refused(404, 10008), true],
    ['a channel that is closed to the bot', refused(403, 50001), true],
    ['an outage', refused(503, 0), true],
    ['direct messages that are opened too fast', refused(403, 40003), true],
    ['a token of the bot that is wrong', refused(401, 0), false],
    ['a complaint that nobody knows', refused(400, 99999), false],
    ['calls that are not made for now', new CallsPaused(), true],
    ['a socket that was closed', coded('UND_ERR_SOCKET'), true],
    ['a reset', coded('ECONNRESET'), true],
    ['no answer for too long', new DOMException('timeout', 'TimeoutError'), true],
    ['an answer of the wrong form', refused(400, 50035), false],
    ['a file that is too large', refused(413, 40005), false],
    ['a call that undici does not take', coded('UND_ERR_INVALID_ARG'), false],
    ['a file that is not there', coded('ENOENT'), false],
    ['a bug', new TypeError('no'), false],
  ])('is asked of %s', (_, error, is) => {
    expect(isDiscordsDoing(error)).toBe(is);
  });
});
