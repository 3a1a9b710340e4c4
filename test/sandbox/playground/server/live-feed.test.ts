import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { LiveFeed } from '../../../../packages/stand-ins/playground/live-feed.ts';
import type { PlaygroundEvent } from '../../../../packages/stand-ins/playground/wire.ts';
import { openPage } from './open-page.ts';
import { NOTHING_YET, servePage } from './served-page.ts';

const GONE: PlaygroundEvent = { type: 'message-deleted', id: '7' };

async function startFeed() {
  const { page, isFromPage } = await servePage();
  const feed = new LiveFeed({ server: page.server, isFromPage, state: () => NOTHING_YET });
  onTestFinished(() => {
    feed.close();
  });
  return { page, feed };
}

/** How it ends to open a WebSocket that is not let in. */
async function refused(url: string, options: ClientOptions = {}): Promise<boolean> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => undefined);
  let opened = false;
  socket.on('open', () => {
    opened = true;
    socket.close();
  });
  await new Promise((resolve) => socket.on('close', resolve));
  return !opened;
}

describe('the live feed', () => {
  it('tells everything at first, and then what changes, in order', async () => {
    const { page, feed } = await startFeed();
    feed.send({ type: 'message-deleted', id: 'before' });
    const one = await openPage(page.url);
    feed.send(GONE);
    feed.send({ type: 'commands', commands: [] });
    await one.waitFor(({ type }) => type === 'commands');
    expect(one.events).toEqual([
      { type: 'all', state: NOTHING_YET },
      GONE,
      { type: 'commands', commands: [] },
    ]);
  });

  it.each(['{"type":"all"}', 'x'.repeat(1_000_000)])(
    'cuts a page off that says something, and no other',
    async (words) => {
      const { page, feed } = await startFeed();
      const [loud, quiet] = [await openPage(page.url), await openPage(page.url)];
      loud.socket.send(words);
      await loud.closed;
      feed.send(GONE);
      expect(await quiet.waitFor(({ type }) => type !== 'all')).toEqual(GONE);
    },
  );

  it('lets nobody in by another name, from another page, or elsewhere than at /live', async () => {
    const { page } = await startFeed();
    const { host } = new URL(page.url);
    const live = `ws://${host}/live`;
    expect(await refused(live, { headers: { host: 'evil.example' } })).toBe(true);
    expect(await refused(live, { origin: 'http://evil.example' })).toBe(true);
    expect(await refused(live, { origin: 'null' })).toBe(true);
    expect(await refused(`ws://${host}/`)).toBe(true);
    expect(await refused(`${live}/more`)).toBe(true);
    expect(await refused(live)).toBe(false);
  });

  it('ends for every page when it closes', async () => {
    const { page, feed } = await startFeed();
    const pages = [await openPage(page.url), await openPage(page.url)];
    feed.close();
    await Promise.all(pages.map(({ closed }) => closed));
    feed.send(GONE);
    expect(pages.map(({ events }) => events.length)).toEqual([1, 1]);
    expect(await refused(`${page.url.replace('http', 'ws')}/live`)).toBe(true);
  });
});
