import { gzipSync } from 'node:zlib';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ApplicationCommandOptionType } from 'discord.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { BotError } from '../../src/errors/errors.ts';
import { downloadAttachment } from '../../src/images/attachment.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { answerShowing, openStudio } from '../commands/scene.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { forgedCommand } from './forged.ts';

const hurried: Clock = { now: () => 0, sleep: () => Promise.resolve() };

/** Where photos lie, and where nobody must be sent. */
let home: Loopback;
let elsewhere: Loopback;

beforeEach(async () => {
  [home, elsewhere] = [new Loopback(systemClock), new Loopback(systemClock)];
  await Promise.all([home.listen(), elsewhere.listen()]);
  for (const server of [home, elsewhere]) server.app.get('*', () => new Response('a photo'));
});
afterEach(() => Promise.all([home.close(), elsewhere.close()]));

async function fetched(url: string): Promise<string> {
  const options = { origins: [home.url], clock: hurried };
  try {
    return (await downloadAttachment({ url, size: 7 }, options)).toString();
  } catch (error) {
    if (error instanceof BotError) return error.code;
    throw error;
  }
}

/** Ways to write the other server, or to hide it behind the right one. HOME and PORT stand for theirs. */
const TRICKS = [
  'http://2130706433:PORT/a.png',
  'http://0x7f000001:PORT/a.png',
  'http://0177.0.0.1:PORT/a.png',
  'http://0x7f.1:PORT/a.png',
  'http://127.1:PORT/a.png',
  'http://127.0.0.1.:PORT/a.png',
  'http://127.0.0.2:PORT/a.png',
  'http://0:PORT/a.png',
  'http://0.0.0.0:PORT/a.png',
  'http://[::]:PORT/a.png',
  'http://[::ffff:127.0.0.1]:PORT/a.png',
  'http://[::ffff:7f00:1]:PORT/a.png',
  'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/a.png',
  'http://①②⑦.0.0.1:PORT/a.png',
  'http://１２７.０.０.１:PORT/a.png',
  'http://127。0。0。1:PORT/a.png',
  'http://localhost:PORT/a.png',
  'http://LOCALHOST.:PORT/a.png',
  'http://HOME@127.0.0.1:PORT/a.png',
  'http://HOME%2f@127.0.0.1:PORT/a.png',
  'http://HOME%40127.0.0.1:PORT/a.png',
  'http://HOME\\@127.0.0.1:PORT/a.png#@x',
  'http:\\\\127.0.0.1:PORT\\a.png',
  'http:/127.0.0.1:PORT/a.png',
  '//127.0.0.1:PORT/a.png',
  'http://127.0.0.1:PORT#HOME/a.png',
  'http://127.0.0.1:PORT?HOME/a.png',
  'http://127.0.0.1:PORT\t/a.png',
  ' http://127.0.0.1:PORT/a.png',
  'ht\ntp://127.0.0.1:PORT/a.png',
  'http://127.0.0.1:0PORT/a.png',
  'https://HOME/a.png',
  'ws://HOME/a.png',
  'ftp://HOME/a.png',
  'javascript:fetch("http://127.0.0.1:PORT")',
  'view-source:http://HOME/a.png',
  'http://cdn.dіscordapp.com:PORT/a.png',
  'http://cdn.discordapp.com.127.0.0.1.nip.test:PORT/a.png',
];

describe('the address of a photo', () => {
  it.each(TRICKS)('leads nowhere else: %j', async (trick) => {
    const { port } = new URL(elsewhere.url);
    const { host } = new URL(home.url);
    const said = await fetched(trick.replace('HOME', host).replace('PORT', port));
    // What a parser reads as the right server, under whatever name, is the right server.
    if (said !== 'a photo') expect(said).toMatch(/^photo_/);
    expect(elsewhere.requests).toEqual([]);
  });

  it('leads to the one server or nowhere, whatever it is', async () => {
    const { port } = new URL(elsewhere.url);
    const piece = fc.constantFrom(
      ...[
        'http:',
        'https:',
        '/',
        '//',
        '\\',
        '@',
        ':',
        '?',
        '#',
        '%00',
        '%2f',
        '.',
        '[',
        ']',
        '\t',
      ],
      ...['127.0.0.1', 'localhost', '2130706433', '::ffff:127.0.0.1', port, 'a.png', home.url],
    );
    const address = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc
        .array(piece, { maxLength: 4 })
        .map((pieces) => `http://127.0.0.1:${port}${pieces.join('')}`),
      fc.array(piece, { maxLength: 4 }).map((pieces) => `${home.url}${pieces.join('')}`),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(address, async (url) => {
        expect(['a photo', 'photo_refused', 'photo_unreachable']).toContain(await fetched(url));
        expect(elsewhere.requests).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('that sends on to another server is not followed', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: `${elsewhere.url}/a.png`, refresh: `0;url=${elsewhere.url}` };
      home.fault({ path: /./, answer: { status, headers } });
      expect(await fetched(`${home.url}/a.png`)).toBe('photo_refused');
    }
    expect(elsewhere.requests).toEqual([]);
  });

  it('in a forged command leads nowhere either, and its job says so', async () => {
    const studio = await openStudio();
    const id = '700000000000000001';
    const { String: text, Attachment: file, Boolean: yesOrNo } = ApplicationCommandOptionType;
    const options = [
      { name: 'prompt', type: text, value: 'a lighthouse' },
      { name: 'face', type: file, value: id },
      { name: 'face_consent', type: yesOrNo, value: true },
    ];
    const sent = await forgedCommand(studio, (payload) => ({
      ...payload,
      data: {
        id: '5',
        type: 1,
        name: 'imagine',
        options,
        resolved: { attachments: { [id]: { id, url: `${elsewhere.url}/a.png`, size: 7 } } },
      },
    }));
    await answerShowing(studio, sent, 'I only accept pictures uploaded to Discord.');
    expect([elsewhere.requests, studio.discord.cdn.requests]).toEqual([[], []]);
    expect(studio.runpod.submissions()).toBe(0);
  });
});

describe('a file that does not end', () => {
  it('but drips is given up in the time that a whole one may take', async () => {
    const drips: NodeJS.Timeout[] = [];
    const slow = new Loopback(systemClock);
    await slow.listen();
    slow.app.get('/drip', ({ env: { outgoing } }) => {
      outgoing.writeHead(200, { 'content-type': 'image/png' });
      drips.push(setInterval(() => outgoing.write('x'), 20));
      return RESPONSE_ALREADY_SENT;
    });
    const photo = { url: `${slow.url}/drip`, size: 7 };
    const networkClock = new ManualClock();
    const options = { origins: [slow.url], clock: hurried, networkClock };
    const given = expect(downloadAttachment(photo, options)).rejects.toMatchObject({
      code: 'photo_unreachable',
    });
    for (let tries = 1; tries <= 2; tries += 1) {
      await expect.poll(() => drips.length).toBe(tries);
      await networkClock.advance(15_000);
    }
    await given;
    expect(slow.requests).toHaveLength(2);
    for (const drip of drips) clearInterval(drip);
    await slow.close();
  });
});

describe('a file that is packed', () => {
  it('is not unpacked, however large it would become', async () => {
    const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const headers = { 'content-encoding': 'gzip' };
    home.fault({ path: /./, answer: { status: 200, headers, body: new Uint8Array(packed) } });
    const bytes = await downloadAttachment(
      { url: `${home.url}/a.png`, size: 7 },
      { origins: [home.url], clock: hurried },
    );
    expect(bytes.equals(packed)).toBe(true);
  });
});
