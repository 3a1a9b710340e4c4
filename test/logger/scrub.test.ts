import { describe, expect, it } from 'vitest';
import { createScrub } from '../../src/logger/redaction.ts';

const KEY = 'k"ey\\/+=%&<runpod>of-this-run';
const { text, line } = createScrub([KEY, 'short']);

/** `KEY` inside other bytes, in base64, at each of the three places in a group. */
const inBase64 = [0, 1, 2].flatMap((before) => {
  const bytes = Buffer.from(`${'x'.repeat(before)}${KEY}y`);
  return [bytes.toString('base64'), bytes.toString('base64url')];
});

describe('a secret of this run', () => {
  it.each<[string, string]>([
    ['as it is', KEY],
    ['in a URL', encodeURIComponent(KEY)],
    ['in JSON', JSON.stringify(KEY).slice(1, -1)],
    ['in hex', Buffer.from(KEY).toString('hex')],
    ...inBase64.map((form) => ['in base64', form] as [string, string]),
  ])('is hidden %s', (_, form) => {
    expect(text(`Invalid header value "Bearer ${form}" here`)).not.toContain(form.slice(4, -4));
    expect(line(`{"msg":"a ${form} b"}`)).not.toContain(form.slice(4, -4));
  });

  it('is hidden before a text is cut, so that no half of it is left', () => {
    const cut = text(`${'word '.repeat(399)} ${KEY}`);
    expect(cut).toContain('…');
    expect(cut).not.toContain(KEY.slice(0, 3));
  });

  it('is hidden whole where another one is a part of it', () => {
    const both = createScrub(['hush-hush', 'hush-hush-and-more']);
    expect(both.text('no hush-hush-and-more here')).toBe('no … here');
  });

  it('is hidden in hex where that is short', () => {
    const hex = Buffer.from('hush-hush').toString('hex');
    expect(createScrub(['hush-hush']).text(`no ${hex} here`)).toBe('no … here');
  });

  it('of a few letters is taken for a word', () => {
    expect(text('a short answer')).toBe('a short answer');
  });
});

describe('what looks like a secret', () => {
  const id = '123456789012345678';
  it.each([
    ['a bot token', 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab'],
    [
      'one in a path',
      '/MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab/b',
      'MTIz',
    ],
    ["a key of RunPod's", 'rpa_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
    ['a short token in an address', `/interactions/${id}/aToken/callback`, 'aToken'],
    ['one in an address inside an address', `webhooks%2F${id}%2FaToken%2Fmessages`, 'aToken'],
    ['the path of an attachment', '/ephemeral-attachments/1/2/me.png', 'me.png'],
    ['the address of an attachment', 'https://cdn.test/attachments/1/2/me.png', 'me.png'],
    ['a signature without its address', 'path ?ex=65a&is=65b&hm=c0ffee end', 'c0ffee'],
    ['base64', 'A'.repeat(48)],
    ['a key that looks like a SHA-256', 'a1b2c3d4'.repeat(8)],
  ])('is hidden: %s', (_, whole, secret = whole) => {
    expect(text(`before ${whole} after`)).not.toContain(secret);
    expect(line(`{"msg":"before ${whole} after"}`)).not.toContain(secret);
  });

  it('is hidden where a text is cut in its middle', () => {
    const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab';
    expect(text(`${'word '.repeat(394)} ${token}`)).not.toContain('MTIz');
  });
});

describe('a line', () => {
  it('stays whole and stays JSON', () => {
    const written = JSON.stringify({
      msg: `"${KEY}" https://x.test/?a=1`,
      err: { stack: 'at a\n    at b' },
      note: 'word '.repeat(1_000),
    });
    expect(JSON.parse(line(written))).toMatchObject({
      msg: '"…" https://x.test/?…',
      err: { stack: 'at a\n    at b' },
      note: 'word '.repeat(1_000),
    });
  });
});
