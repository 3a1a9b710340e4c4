import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebhookAddresses } from '../../src/runpod/webhook-addresses.ts';

const publicUrl = 'https://bot.example/darkroom';
const addresses = new WebhookAddresses({ publicUrl, key: randomBytes(32) });
const id = fc.stringMatching(/^[2-9a-hj-km-np-z]{1,32}$/);
const about = fc.record({ id, attempt: fc.integer({ min: 0, max: 999_999 }) });

describe('the address of an attempt at a job', () => {
  it('says which it is about, wherever a proxy has it come out', () => {
    fc.assert(
      fc.property(about, fc.constantFrom('', '/darkroom', '/a/b'), (one, prefix) => {
        const { pathname } = new URL(addresses.of(one));
        expect(addresses.read(prefix + pathname.replace('/darkroom', ''))).toEqual(one);
      }),
    );
  });

  it('is no longer one where a character of it is another', () => {
    fc.assert(
      fc.property(
        about,
        fc.nat(),
        fc.stringMatching(/^[09azAZ\-_/%.]$/),
        (one, place, character) => {
          const { pathname } = new URL(addresses.of(one));
          const path = pathname.replace('/darkroom', '');
          const at = place % path.length;
          fc.pre(path[at] !== character);
          expect(
            addresses.read(path.slice(0, at) + character + path.slice(at + 1)),
          ).toBeUndefined();
        },
      ),
    );
  });

  it('is no address of another attempt at the job', () => {
    const { pathname } = new URL(addresses.of({ id: 'k3f9x2ab', attempt: 1 }));
    expect(addresses.read(pathname.replace('/1/', '/2/'))).toBeUndefined();
  });

  it('is not the same under another key', () => {
    const others = new WebhookAddresses({ publicUrl, key: randomBytes(32) });
    const { pathname } = new URL(others.of({ id: 'k3f9x2ab', attempt: 1 }));
    expect(addresses.read(pathname)).toBeUndefined();
  });

  it.each([
    '',
    '/',
    '/runpod/',
    '/runpod/a/1/',
    `/runpod/a/1/${'x'.repeat(43)}`,
    `/runpod/a/1/${'é'.repeat(43)}`,
    `/${'runpod/'.repeat(100_000)}`,
  ])('is not "%.20s"', (path) => {
    expect(addresses.read(path)).toBeUndefined();
  });
});
