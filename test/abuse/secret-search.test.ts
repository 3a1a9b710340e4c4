import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretSearch } from '../support/secret-search.ts';

const key = 'k"ey\\/+=%&<runpod>of-this-run';
const face = randomBytes(600);

function search(): SecretSearch {
  const all = new SecretSearch();
  all.addText('key', key);
  all.addBytes('face', face);
  all.addWords('prompt', 'a Zyxomma over the quillwort');
  return all;
}

describe('the search for secrets', () => {
  it.each([
    ['plain', `say ${key} now`],
    ['a half of it', key.slice(9)],
    ['in a URL', `?q=${encodeURIComponent(key)}`],
    ['in JSON in JSON', JSON.stringify({ a: key })],
    ['in base64 of more', Buffer.from(`Bot ${key}!`).toString('base64')],
    ['in hex', Buffer.from(key).toString('hex')],
  ])('finds a key: %s', (_, text) => {
    expect(search().findIn(text)).toEqual(['key']);
  });

  it('finds 24 bytes of a picture, as they are and in base64', () => {
    const part = Buffer.concat([Buffer.from('so'), face.subarray(301, 330)]);
    expect(search().findIn(part)).toEqual(['face']);
    expect(search().findIn(`data: ${part.toString('base64')}`)).toEqual(['face']);
  });

  it('finds a word, whatever its letters', () => {
    expect(search().findIn('one ZYXOMMA')).toEqual(['prompt']);
  });

  it('finds nothing where there is nothing', () => {
    expect(search().findIn(`over the hills, ${'A'.repeat(99)} of-this-run`)).toEqual([]);
  });
});
