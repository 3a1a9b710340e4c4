import { execFileSync } from 'node:child_process';
import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BotError } from '../src/errors/errors.ts';
import { serializeError } from '../src/logger/redaction.ts';
import { RunPodError } from '../src/runpod/errors.ts';

const TOKEN = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4';
const PROMPT = 'a secret wish';
const PHOTO_URL = 'https://cdn.discordapp.com/attachments/1/2/me.jpg?ex=65a&is=65b&hm=c0ffee';
const BASE64 = Buffer.from('the bytes of a face, and some more of them').toString('base64');
const LONG_AGO = '123456789012345678';

/** What discord.js throws when Discord refuses a message, with all that it carries. */
function refusedByDiscord(): DiscordAPIError {
  return new DiscordAPIError(
    {
      code: 50035,
      message: 'Invalid Form Body',
      errors: { data: { _errors: [{ code: 'X', message: 'Must be 4096 or fewer in length.' }] } },
    },
    50035,
    400,
    'POST',
    `https://discord.com/api/v10/interactions/${LONG_AGO}/${TOKEN}/callback?with_response=true`,
    {
      body: { data: { embeds: [{ description: PROMPT }], attachments: [{ url: PHOTO_URL }] } },
      files: [{ name: 'me.jpg', data: BASE64 }],
    },
  );
}

function logged(error: unknown): string {
  return JSON.stringify(serializeError(error));
}

describe('serializeError', () => {
  it("keeps what tells an operator what Discord's error was", () => {
    const { message, stack, ...rest } = serializeError(refusedByDiscord());
    expect(rest).toEqual({
      type: 'DiscordAPIError[50035]',
      code: 50035,
      status: 400,
      method: 'POST',
    });
    expect(message).toMatch(/^InvalidFormBodyOrContentType\n[^\n]+\[X\]$/);
    expect(stack).toContain('logger.test.ts');
  });

  it.each([TOKEN, PROMPT, 'c0ffee', 'me.jpg', BASE64, 'requestBody', 'rawError', 'url'])(
    "leaves %s out of Discord's error",
    (secret) => {
      expect(logged(refusedByDiscord())).not.toContain(secret);
    },
  );

  it('leaves the address and the body out of an HTTP error', () => {
    const url = `https://discord.com/api/v10/webhooks/${LONG_AGO}/${TOKEN}/messages/@original`;
    const error = new HTTPError(502, 'Bad Gateway', 'PATCH', url, { body: PROMPT, files: [] });
    const { stack, ...rest } = serializeError(error);
    expect(rest).toEqual({
      type: 'HTTPError',
      message: 'Bad Gateway',
      status: 502,
      method: 'PATCH',
    });
    expect(stack).not.toContain(TOKEN);
  });

  it("keeps method, address and status of RunPod's error, and why there was no answer", () => {
    const url = new URL('https://api.runpod.ai/v2/ep/run?key=hush');
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const error = new RunPodError({ method: 'POST', url }, { kind: 'transport', cause });
    expect(serializeError(error)).toMatchObject({
      type: 'RunPodError',
      message: 'POST https://api.runpod.ai/v2/ep/run got no answer: ECONNRESET',
      method: 'POST',
      cause: { type: 'Error', message: 'read ECONNRESET', code: 'ECONNRESET' },
    });
    expect(logged(error)).not.toContain('hush');
  });

  it.each([
    ['an interaction token', `https://x.test/interactions/${LONG_AGO}/${TOKEN}/callback`, TOKEN],
    ['a webhook token', `PATCH /webhooks/${LONG_AGO}/${TOKEN}/messages/@original`, TOKEN],
    ["an attachment's signature", `could not fetch ${PHOTO_URL}`, 'c0ffee'],
    ['base64', `unexpected input ${BASE64}`, BASE64],
    ['a data URI', `data:image/png;base64,${BASE64}`, BASE64],
  ])('takes %s out of messages and stacks', (_, message, secret) => {
    expect(logged(new Error(message))).not.toContain(secret);
    expect(logged(message)).not.toContain(secret);
    expect(logged(new BotError('unexpected', { cause: new Error(message) }))).not.toContain(secret);
  });

  it('follows causes, but not for ever', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    expect(logged(ring).match(/"message":"ring"/g)).toHaveLength(5);
  });

  it('cuts what is too long for a log', () => {
    const { message, stack } = serializeError(new Error('word '.repeat(10_000)));
    expect(message).toHaveLength(2_000);
    expect(stack).not.toContain('word');
  });

  it.each([
    [undefined, { type: 'undefined', message: 'undefined' }],
    ['just words', { type: 'string', message: 'just words' }],
    [{ token: TOKEN }, { type: 'object', message: '[object Object]' }],
  ])('takes %j, which is no error', (thrown, expected) => {
    expect(serializeError(thrown)).toEqual(expected);
  });
});

const line = z.looseObject({ level: z.string(), time: z.iso.datetime(), msg: z.string() });

/** The lines that a process logs which runs this code with a `logger` of that level. */
function linesOf(level: string, code: string): z.output<typeof line>[] {
  const source = `
    import { createLogger } from ${JSON.stringify(import.meta.resolve('../src/logger/logger.ts'))};
    const logger = createLogger(${JSON.stringify(level)});
    ${code}`;
  const output = execFileSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', source],
    { encoding: 'utf8' },
  );
  const lines = output.split('\n').filter((text) => text !== '');
  return lines.map((text) => line.parse(JSON.parse(text)));
}

describe('a logger', () => {
  it('writes one JSON object a line, with the level by its name', () => {
    const lines = linesOf(
      'info',
      `logger.debug('too quiet'); logger.info({ job: 'k3f9x2' }, 'hello\\nthere'); logger.fatal('bye');`,
    );
    expect(lines).toMatchObject([
      { level: 'info', job: 'k3f9x2', msg: 'hello\nthere' },
      { level: 'fatal', msg: 'bye' },
    ]);
  });

  it('hides what is secret, at every level and in what belongs to something else', () => {
    const secrets = `{
      token: 'hush', interactionToken: 'hush', authorization: 'Bearer hush', apiKey: 'hush',
      prompt: 'hush', settings: { prompt: 'hush' }, face: 'hush',
      params: { prompt: 'hush' }, wanted: { params: { prompt: 'hush' } },
    }`;
    const lines = linesOf(
      'trace',
      `for (const level of Object.keys(logger.levels.values)) {
        logger[level](${secrets}, 'own');
        logger[level]({ job: ${secrets} }, 'nested');
        logger.child(${secrets})[level]('of a child');
      }`,
    );
    expect(lines).toHaveLength(18);
    expect(JSON.stringify(lines)).not.toContain('hush');
  });

  it('writes an error only by its safe parts', () => {
    const [entry] = linesOf(
      'info',
      `logger.error({ err: Object.assign(new Error('no'), { url: 'hush', status: 500 }) }, 'failed');`,
    );
    expect(entry).toMatchObject({ err: { type: 'Error', message: 'no', status: 500 } });
    expect(JSON.stringify(entry)).not.toContain('hush');
  });
});
