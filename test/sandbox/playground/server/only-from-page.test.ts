import { describe, expect, it } from 'vitest';
import { ask } from './asked.ts';
import { servePage } from './served-page.ts';

const ROUTES: readonly (readonly [string, string])[] = [
  ['GET', '/'],
  ['GET', '/page.js'],
  ['GET', '/page.css'],
  ['GET', '/live'],
  ['GET', '/nothing'],
  ['HEAD', '/'],
  ['OPTIONS', '/actions'],
  ['POST', '/actions'],
  ['POST', '/switches'],
  ['POST', '/bot'],
  ['POST', '/end-tokens'],
];

describe.each(ROUTES)('%s %s', (method, path) => {
  it('is refused by another name, as of a page that points its own name here', async () => {
    const { page, done } = await servePage();
    const { port } = new URL(page.url);
    const hosts = [`evil.example:${port}`, `localhost:${port}`, '127.0.0.1', '127.0.0.1:1'];
    for (const host of hosts) {
      // A page that asks its own server sends no origin with a GET.
      for (const headers of [{ host }, { host, origin: `http://${host}` }]) {
        const { status } = await ask(`${page.url}${path}`, { method, headers });
        expect([host, status]).toEqual([host, 403]);
      }
    }
    expect(done).toEqual([]);
  });

  it('is refused to a page from elsewhere', async () => {
    const { page, done } = await servePage();
    const { port } = new URL(page.url);
    const origins = ['http://evil.example', 'null', `https://127.0.0.1:${port}`, `${page.url}0`];
    for (const origin of origins) {
      const { status } = await ask(`${page.url}${path}`, { method, headers: { origin } });
      expect([origin, status]).toEqual([origin, 403]);
    }
    expect(done).toEqual([]);
  });
});

describe('a request from the page itself', () => {
  it.each([{}, { own: true }])('is answered, with its origin or without: %j', async ({ own }) => {
    const { page, done } = await servePage();
    const headers = own ? { origin: page.url } : {};
    const answer = await ask(`${page.url}/end-tokens`, { method: 'POST', headers });
    expect(answer.status).toBe(204);
    expect(done).toEqual(['end tokens']);
  });
});
